package comparison

import (
	"context"
	"errors"
	"io/fs"
	"maps"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// Names of the files of a comparison of traffic, beside those of a comparison.
const (
	TrafficJSONFile = "traffic.json" // everything
	TrafficCSVFile  = "traffic.csv"  // one line for each rule, epoch and purpose
	TrafficPicture  = "traffic"      // bits over links by rule and purpose, with the end of its format
)

// TrafficReport is what the rules cost on simulated hardware: the content of
// traffic.json.
type TrafficReport struct {
	Dataset     string        `json:"dataset"`
	Interrupted bool          `json:"interrupted"`
	Rules       []RuleTraffic `json:"rules"` // those that have finished

	Directory string             `json:"directory"`
	Version   record.VersionInfo `json:"version"`

	figures figure.Form
}

// RuleTraffic is what one rule cost over a whole training.
type RuleTraffic struct {
	Rule            string           `json:"rule"`
	Seed            uint64           `json:"seed"`
	TestAccuracy    float64          `json:"test_accuracy"`     // percent, of the last epoch
	SpikesPerNeuron float64          `json:"spikes_per_neuron"` // hidden and output, per sample of the last epoch
	ActiveShare     float64          `json:"active_share"`      // in the last epoch
	Traffic         *record.Traffic  `json:"traffic"`
	Energy          *energy.Estimate `json:"energy"` // of all training samples
	Time            *timing.Report   `json:"time"`   // null if the profile has no latencies
	Config          settings.Config  `json:"config"`
}

// Traffic trains every rule once, with the same seed, and compares what they cost.
// It leaves the files of Run and its own in directory, or in a new one below runs
// if that is empty.
func (s Study) Traffic(ctx context.Context, directory string) (*TrafficReport, error) {
	s.Seeds = 1
	if err := s.validate(); err != nil {
		return nil, err
	}
	s.Name = "traffic-" + s.Variants[0].Config.Dataset
	report, err := s.Run(ctx, directory)
	if err != nil {
		return nil, err
	}
	return report.Traffic()
}

// Traffic compares what the rules of a comparison cost, and leaves the files of that beside its own.
func (report *Report) Traffic() (*TrafficReport, error) {
	t := &TrafficReport{Dataset: report.Dataset, Interrupted: report.Interrupted, Directory: report.Directory, Version: report.Version, figures: report.figures}
	for i := range report.Rules {
		for _, run := range report.Rules[i].Runs {
			last, sent := run.Summary.Last, run.Summary.Traffic
			if sent == nil { // the run was kept of a comparison that was cut short
				var err error
				if sent, err = record.ReadTraffic(report.runDirectory(report.Rules[i].Name, run.Seed)); err != nil {
					return nil, err
				}
			}
			spent := run.Summary.Energy
			if spent == nil {
				var err error
				if spent, err = runs.ReadEnergy(report.runDirectory(report.Rules[i].Name, run.Seed)); err != nil {
					return nil, err
				}
			}
			took := run.Summary.Time
			if took == nil {
				var err error
				if took, err = record.ReadTime(report.runDirectory(report.Rules[i].Name, run.Seed)); err != nil && !errors.Is(err, fs.ErrNotExist) {
					return nil, err
				}
			}
			if last.Hardware == nil {
				return nil, settings.Errorf("%s: %s, seed %d, has no hardware metrics", report.Directory, report.Rules[i].Name, run.Seed)
			}
			t.Rules = append(t.Rules, RuleTraffic{
				Rule: report.Rules[i].Rule, Seed: run.Seed, TestAccuracy: last.TestAccuracy, SpikesPerNeuron: last.SpikesPerNeuron,
				ActiveShare: last.Hardware.ActiveShare, Traffic: sent, Energy: spent, Time: took, Config: run.Summary.Config,
			})
		}
	}
	return t, t.write()
}

// write writes the files, each of them whole or not at all.
func (r *TrafficReport) write() error {
	if len(r.Rules) == 0 {
		return nil
	}
	picture, err := r.picture()
	if err != nil {
		return err
	}
	files := atomicfile.Files{TrafficJSONFile: func() ([]byte, error) { return schema.TrafficComparison.File(r) }, TrafficCSVFile: r.csv}
	maps.Copy(files, r.figures.Files(TrafficPicture, picture))
	return files.Write(r.Directory)
}
