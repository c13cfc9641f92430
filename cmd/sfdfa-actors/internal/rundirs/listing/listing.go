// Package listing says which runs there are, and what each came to, in a line of a table.
package listing

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"sfdfa-actors/internal/file/untrusted"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// State is how far a run got.
type State string

// The states of runs.
const (
	Finished    State = "finished"
	Interrupted State = "interrupted" // by a signal or at a limit; it has a summary
	UnderWay    State = "under way"   // a process writes to it
	Stopped     State = "stopped"     // in the middle, without a summary: killed, or the machine was
	Unreadable  State = "unreadable"  // a file of it can't be read
)

// Run is one run.
type Run struct {
	Directory       string   `json:"directory"`
	Dataset         string   `json:"dataset"`
	Rule            string   `json:"rule"`
	HiddenNeurons   []int    `json:"hidden_neurons"`                     // by population
	Epochs          int      `json:"epochs"`                             // finished
	TestAccuracy    *float64 `json:"test_accuracy"`                      // of the last finished epoch in percent; null without one
	JoulesPerSample *float64 `json:"per_sample_dynamic_joules_estimate"` // forward and learning; null until the run ends
	Began           string   `json:"began"`                              // RFC 3339
	State           State    `json:"state"`                              // one of the constants
	Fault           string   `json:"fault,omitempty"`                    // why it is unreadable

	at time.Time
}

// At is when the run began.
func (r *Run) At() time.Time { return r.at }

// Listing is runs, the newest first.
type Listing struct {
	Runs []Run `json:"runs"`
}

// Read lists the runs that directories are, or that stand directly below them; without directories those below
// record.Root. A run with bad files is listed as unreadable; what is no run is passed over. A directory that can't be
// read is a ConfigError.
func Read(directories []string) (*Listing, error) {
	found, err := find(directories)
	if err != nil {
		return nil, err
	}
	l := &Listing{Runs: make([]Run, len(found))}
	for i, directory := range found {
		l.Runs[i] = read(directory)
	}
	slices.SortStableFunc(l.Runs, func(a, b Run) int { return b.at.Compare(a.at) })
	return l, nil
}

// find returns run directories, each once.
func find(directories []string) (found []string, err error) {
	if len(directories) == 0 {
		return record.Below(record.Root)
	}
	for _, directory := range directories {
		if _, err := os.Stat(directory); err != nil {
			return nil, settings.Errorf("runs: %w", err)
		}
		below := []string{filepath.Clean(directory)}
		if !record.IsRun(directory) {
			if below, err = record.Below(directory); err != nil {
				return nil, err
			}
		}
		for _, run := range below {
			if !slices.Contains(found, run) {
				found = append(found, run)
			}
		}
	}
	return found, nil
}

// read reads what one run came to.
func read(directory string) Run {
	at, _ := record.Began(directory)
	r := Run{Directory: directory, HiddenNeurons: []int{}, at: at, Began: at.Format(time.RFC3339)}
	if err := r.fill(); err != nil {
		r.State, r.Fault = Unreadable, err.Error()
	}
	return r
}

func (r *Run) fill() error {
	c, err := record.ReadConfig(r.Directory)
	if err != nil {
		return err
	}
	r.Dataset, r.Rule, r.HiddenNeurons = c.Dataset, c.Rule, c.HiddenSizes()
	isUnderWay := record.IsUnderWay(r.Directory)
	hasEnded, err := r.readSummary()
	if err != nil {
		return err
	}
	switch {
	case isUnderWay:
		r.State = UnderWay
		return r.readMetrics()
	case !hasEnded:
		r.State = Stopped
		return r.readMetrics()
	}
	return r.readEnergy()
}

// largestSummary bounds what is read of a summary.json, in bytes.
const largestSummary = 4 << 20

// readSummary reads how a run ended, if it has.
func (r *Run) readSummary() (hasEnded bool, err error) {
	s := struct {
		Epochs       int      `json:"epochs"`
		TestAccuracy *float64 `json:"test_accuracy"`
		Interrupted  bool     `json:"interrupted"`
	}{}
	err = untrusted.JSON(filepath.Join(r.Directory, record.SummaryFile), largestSummary, &s)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if a := s.TestAccuracy; a != nil && !(*a >= 0 && *a <= 100) {
		return false, fmt.Errorf("%s: test_accuracy is %v, allowed: from 0 to 100", record.SummaryFile, *a)
	}
	r.Epochs, r.TestAccuracy, r.State = s.Epochs, s.TestAccuracy, Finished
	if s.Interrupted {
		r.State = Interrupted
	}
	return true, nil
}

// readMetrics reads how far a run without a summary has got.
func (r *Run) readMetrics() error {
	epochs, err := record.ReadMetrics(r.Directory)
	if err != nil {
		return err
	}
	r.Epochs = len(epochs)
	if r.Epochs > 0 {
		r.TestAccuracy = &epochs[r.Epochs-1].TestAccuracy
	}
	return nil
}

// readEnergy reads the estimate of a run that has ended. One that ended before its first sample has none.
func (r *Run) readEnergy() error {
	e, err := runs.ReadEnergy(r.Directory)
	if errors.As(err, new(*settings.ConfigError)) {
		return nil
	}
	if err != nil {
		return err
	}
	if e.PerSample == nil {
		return nil
	}
	joules := e.PerSample.Forward.Dynamic + e.PerSample.Learning.Dynamic
	if most := 1e12; !(joules >= 0 && joules <= most) {
		return fmt.Errorf("%s: %v J a sample, allowed: from 0 to %v", runs.EnergyFile, joules, most)
	}
	r.JoulesPerSample = &joules
	return nil
}
