package record

import (
	"fmt"
	"path/filepath"
	"runtime"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/settings"
)

// Summary is what a run comes to: the content of summary.json and of --json.
// Accuracies are in percent, of the last epoch unless said otherwise.
type Summary struct {
	TestAccuracy            *float64 `json:"test_accuracy"`  // null until an epoch is finished, as the next ones
	TestUndecided           *int     `json:"test_undecided"` // test samples in which no output neuron fired
	TrainAccuracy           *float64 `json:"train_accuracy"` // while the weights move
	TrainUndecided          *int     `json:"train_undecided"`
	ValidationAccuracy      *float64 `json:"validation_accuracy,omitempty"`
	ValidationUndecided     *int     `json:"validation_undecided,omitempty"`
	TestAccuracyLowestIndex *float64 `json:"test_accuracy_lowest_index"`
	TestLoss                *float64 `json:"test_loss"`
	TrainLoss               *float64 `json:"train_loss"`
	// The best epoch, chosen on the test samples: an optimistic figure, but
	// the one that the authors report. Null and 0 as long as no output neuron
	// fires in a test.
	BestTestAccuracy *float64 `json:"best_test_accuracy"`
	BestEpoch        int      `json:"best_epoch"`

	Digest           string  `json:"digest"`    // of the final state of all neurons
	Presented        int     `json:"presented"` // training samples that the final state has learned from
	SamplesPerSecond float64 `json:"samples_per_second"`
	Seconds          float64 `json:"seconds"` // of the whole run
	BuildSeconds     float64 `json:"build_seconds"`
	Epochs           int     `json:"epochs"` // finished
	Interrupted      bool    `json:"interrupted"`
	Stopped          string  `json:"stopped,omitempty"` // by what, if interrupted: one of the Stopped constants
	Resumed          int     `json:"resumed"`           // times that the run was resumed from a checkpoint
	Directory        string  `json:"directory"`

	Last    *Metrics         `json:"last_epoch"`
	Traffic *Traffic         `json:"-"` // stands in traffic.json
	Energy  *energy.Estimate `json:"-"` // stands in energy.json
	Time    *timing.Report   `json:"-"` // stands in time.json; nil if the profile has no latencies, or nothing was tested
	Config  settings.Config  `json:"config"`
	Machine Machine          `json:"machine"`
	Version VersionInfo      `json:"version"`

	reached int // last epochs in a row that reached stop-at-train-accuracy
}

// largestSummary bounds what is read of a summary.json, in bytes.
const largestSummary = 4 << 20

// ReadSummary reads what the run in a directory came to, without what stands in files of its own. The error is
// fs.ErrNotExist where the run has not ended.
func ReadSummary(directory string) (*Summary, error) {
	path := filepath.Join(directory, SummaryFile)
	s := &Summary{}
	if err := untrusted.JSON(path, largestSummary, s); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	if s.Last != nil {
		if err := s.Last.Check(s.Epochs); err != nil {
			return nil, fmt.Errorf("record: %s: %w", path, err)
		}
		s.AddEpoch(s.Last)
	}
	return s, nil
}

// Machine is where a run was made.
type Machine struct {
	CPUs  int    `json:"cpus"`
	Procs int    `json:"procs"` // CPU cores that worked on neurons
	OS    string `json:"os"`
	Arch  string `json:"arch"`
}

// ThisMachine is the machine with procs CPU cores at work, or all for 0.
func ThisMachine(procs int) Machine {
	return Machine{CPUs: runtime.NumCPU(), Procs: (&network.Setup{CPUCores: procs}).Workers(), OS: runtime.GOOS, Arch: runtime.GOARCH}
}

// enoughEpochs is the number of epochs in a row that must reach the accuracy at which a run ends.
const enoughEpochs = 3

// HasLearned reports whether the last epochs reached the training accuracy at which the run ends before its last epoch.
func (s *Summary) HasLearned() bool { return s.reached >= enoughEpochs }

// AddEpoch makes the metrics those of the last epoch.
func (s *Summary) AddEpoch(m *Metrics) {
	s.Last, s.Epochs = m, m.Epoch
	if enough := s.Config.StopAtTrainAccuracy; enough > 0 && m.TrainAccuracy >= enough {
		s.reached++
	} else {
		s.reached = 0
	}
	s.TestAccuracy, s.TestAccuracyLowestIndex, s.TestLoss = &m.TestAccuracy, &m.TestAccuracyLowestIndex, &m.TestLoss
	s.TrainAccuracy, s.TrainLoss = &m.TrainAccuracy, &m.TrainLoss
	s.ValidationAccuracy, s.ValidationUndecided = m.ValidationAccuracy, m.ValidationUndecided
	s.TestUndecided, s.TrainUndecided = &m.TestUndecided, &m.TrainUndecided
	if m.IsBetter(s.BestTestAccuracy) {
		s.BestTestAccuracy, s.BestEpoch = &m.TestAccuracy, m.Epoch
	}
}

// SetRate sets the mean training rate over all epochs.
func (s *Summary) SetRate(samples int, seconds float64) {
	if seconds > 0 {
		s.SamplesPerSecond = float64(samples) / seconds
	}
}
