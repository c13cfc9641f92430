package comparison

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"

	"gonum.org/v1/gonum/stat"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// Names of the files of a comparison.
const (
	JSONFile = "comparison.json" // everything
	CSVFile  = "comparison.csv"  // one line an epoch
	Picture  = "comparison"      // learning curves, with the end of its format
)

// Report is what a comparison comes to: the content of comparison.json.
type Report struct {
	Dataset     string   `json:"dataset"`
	Seeds       int      `json:"seeds"` // of each variant, or the most of one if collected
	Interrupted bool     `json:"interrupted"`
	Collected   bool     `json:"collected,omitempty"` // of runs that were there before
	Rules       []Result `json:"rules"`               // one for each variant, which mostly is a rule

	Directory string             `json:"directory"`
	Version   record.VersionInfo `json:"version"`

	figures figure.Form
}

// Result is what one variant came to. Accuracies are in percent.
type Result struct {
	Name string `json:"name"`
	Rule string `json:"rule"`
	// Of the last epoch, of the best one (chosen on the test samples, as the
	// authors report it), and of the last with ties given to the lowest index.
	TestAccuracy       Spread `json:"test_accuracy"`
	BestTestAccuracy   Spread `json:"best_test_accuracy"`
	LowestTestAccuracy Spread `json:"test_accuracy_lowest_index"`
	TestUndecided      Spread `json:"test_undecided_percent"` // test samples in which no output neuron fired
	TrainAccuracy      Spread `json:"train_accuracy"`
	SpikesPerNeuron    Spread `json:"spikes_per_neuron"` // hidden and output, per sample
	Seconds            Spread `json:"seconds"`           // of a whole run

	Config settings.Config `json:"config"` // with the first seed
	Runs   []Run           `json:"runs"`
}

// Run is one run of a variant.
type Run struct {
	Seed    uint64           `json:"seed"`
	Summary *record.Summary  `json:"summary"`
	Curve   []record.Metrics `json:"curve"` // by epoch
}

// Spread is a mean over seeds with the sample standard deviation, which a single
// run has not.
type Spread struct {
	Mean      float64  `json:"mean"`
	Deviation *float64 `json:"standard_deviation"`
}

// String writes it as a table has it.
func (s Spread) String() string {
	if s.Deviation == nil {
		return fmt.Sprintf("%.2f", s.Mean)
	}
	return fmt.Sprintf("%.2f ± %.2f", s.Mean, *s.Deviation)
}

// NewSpread is the spread of the figures of one seed or more.
func NewSpread(values []float64) Spread {
	if len(values) < 2 {
		return Spread{Mean: stat.Mean(values, nil)}
	}
	mean, deviation := stat.MeanStdDev(values, nil)
	return Spread{Mean: mean, Deviation: &deviation}
}

func newReport(s *Study, directory string) *Report {
	r := &Report{Dataset: s.Variants[0].Config.Dataset, Seeds: s.Seeds, Directory: directory, Version: record.Version(), figures: s.Figures}
	for _, v := range s.Variants {
		r.Rules = append(r.Rules, Result{Name: v.Name, Rule: v.Config.Rule, Config: v.Config})
	}
	return r
}

// add takes a finished run into the means.
func (r *Result) add(run Run) {
	r.Runs = append(r.Runs, run)
	for target, value := range map[*Spread]func(*record.Summary) float64{
		&r.TestAccuracy:     func(s *record.Summary) float64 { return *s.TestAccuracy },
		&r.BestTestAccuracy: func(s *record.Summary) float64 { return bestAccuracy(s) },
		&r.TestUndecided: func(s *record.Summary) float64 {
			return 100 * float64(s.Last.TestUndecided) / float64(max(1, s.Last.TestSamples))
		},
		&r.LowestTestAccuracy: func(s *record.Summary) float64 { return *s.TestAccuracyLowestIndex },
		&r.TrainAccuracy:      func(s *record.Summary) float64 { return *s.TrainAccuracy },
		&r.SpikesPerNeuron:    func(s *record.Summary) float64 { return s.Last.SpikesPerNeuron },
		&r.Seconds:            func(s *record.Summary) float64 { return s.Seconds },
	} {
		values := make([]float64, len(r.Runs))
		for i := range r.Runs {
			values[i] = value(r.Runs[i].Summary)
		}
		*target = NewSpread(values)
	}
}

// bestAccuracy is that of a run's best epoch, or 0 if no output neuron fired in any test.
func bestAccuracy(s *record.Summary) float64 {
	if s.BestTestAccuracy == nil {
		return 0
	}
	return *s.BestTestAccuracy
}

// Finished reports whether any run is.
func (r *Report) Finished() bool {
	for i := range r.Rules {
		if len(r.Rules[i].Runs) > 0 {
			return true
		}
	}
	return false
}

// largestReport bounds what is read of a comparison.json; an epoch of a run takes
// about a kilobyte.
const largestReport = 64 << 20

// Read reads the report that a comparison left in a directory.
func Read(directory string) (*Report, error) {
	r := &Report{}
	path := filepath.Join(directory, JSONFile)
	err := untrusted.JSON(path, largestReport, r)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, settings.Errorf("%s holds no comparison: %w", directory, err)
	}
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return nil, settings.Errorf("%s can't be read: %w", path, err)
	}
	for i := range r.Rules {
		if rule := &r.Rules[i]; rule.Name == "" {
			rule.Name = rule.Rule // as written before variants had names
		}
	}
	return r, nil
}

// writeJSON writes what there is already.
func (r *Report) writeJSON() error {
	return atomicfile.Files{JSONFile: func() ([]byte, error) { return schema.Comparison.File(r) }}.Write(r.Directory)
}

// write writes the comparison's files, each of them whole or not at all.
func (r *Report) write() error {
	if !r.Finished() {
		return nil // but comparison.json, if a run has begun
	}
	picture, err := r.picture()
	if err != nil {
		return err
	}
	files := atomicfile.Files{JSONFile: func() ([]byte, error) { return schema.Comparison.File(r) }, CSVFile: r.csv}
	maps.Copy(files, r.figures.Files(Picture, picture))
	return files.Write(r.Directory)
}
