package sweep

import (
	"maps"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/file/atomicfile"
	"sfdfa-actors/internal/file/schema"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/comparison"
)

// Names of the files of a sweep.
const (
	JSONFile      = "sweep.json" // everything
	CSVFile       = "sweep.csv"  // one line a run
	Picture       = "sweep"      // the accuracy over the settings, with the end of its format
	ParetoPicture = "pareto"     // the accuracy over what it costs
)

// Report is what a sweep comes to: the content of sweep.json.
type Report struct {
	Settings    []string `json:"settings"` // names of those that differ from point to point
	Random      int      `json:"random"`   // points that were drawn; 0 is a grid
	Seeds       int      `json:"seeds"`    // of each point
	Interrupted bool     `json:"interrupted"`
	Points      []Point  `json:"points"`

	Directory string             `json:"directory"`
	Version   record.VersionInfo `json:"version"`

	figures figure.Form
}

// Point is one combination of settings, and what its runs came to. Spreads are over the seeds that have finished, and null
// as long as none has.
type Point struct {
	Number       int                `json:"point"`         // from 1
	TestAccuracy *comparison.Spread `json:"test_accuracy"` // of the last epoch in percent
	// In training, mean over the samples of all epochs.
	Spikes  *comparison.Spread `json:"spikes"`                         // of hidden and output neurons
	Packets *comparison.Spread `json:"packets"`                        // on the simulated mesh
	Energy  *comparison.Spread `json:"energy_joules_estimate"`         // dynamic, forward and learning
	Clocked *comparison.Spread `json:"clocked_energy_joules_estimate"` // the same with neurons updated at every tick of a clock
	Pareto  []string           `json:"pareto"`                         // names of the costs whose front the point is on
	Config  settings.Config    `json:"config"`                         // with the first seed
	Runs    []Run              `json:"runs"`
}

// Run is one run of a point, in short: its directory has the rest.
type Run struct {
	Name             string   `json:"name"` // of its directory, in that of the sweep
	Seed             uint64   `json:"seed"`
	Digest           string   `json:"digest"`
	Epochs           int      `json:"epochs"`
	TestAccuracy     float64  `json:"test_accuracy"` // of the last epoch in percent, as the next
	TrainAccuracy    float64  `json:"train_accuracy"`
	BestTestAccuracy *float64 `json:"best_test_accuracy"` // of the best epoch; null if no output neuron ever fired in a test
	Spikes           float64  `json:"spikes"`             // a training sample, as the next three
	Packets          float64  `json:"packets"`
	Energy           float64  `json:"energy_joules_estimate"`
	Clocked          float64  `json:"clocked_energy_joules_estimate"`
	Seconds          float64  `json:"seconds"` // of the whole run
}

// runs is the number of runs that have finished.
func (r *Report) runs() (n int) {
	for i := range r.Points {
		n += len(r.Points[i].Runs)
	}
	return n
}

// writeJSON writes what there is already. A sweep can go on from that.
func (r *Report) writeJSON() error {
	r.markFronts()
	return atomicfile.Files{JSONFile: func() ([]byte, error) { return schema.Sweep.File(r) }}.Write(r.Directory)
}

// write writes the sweep's files, each of them whole or not at all. There is nothing to draw as long as no run has finished.
func (r *Report) write() error {
	if err := r.writeJSON(); err != nil || r.runs() == 0 {
		return err
	}
	over, err := r.picture()
	if err != nil {
		return err
	}
	fronts, err := r.frontsPicture()
	if err != nil {
		return err
	}
	files := atomicfile.Files{CSVFile: r.csv}
	maps.Copy(files, r.figures.Files(Picture, over))
	maps.Copy(files, r.figures.Files(ParetoPicture, fronts))
	return files.Write(r.Directory)
}
