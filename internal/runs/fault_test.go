package runs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// brittle is an engine that panics when its states, or their digest, are asked for
// a certain time.
type brittle struct {
	network.Engine
	states, digest int // calls that are good
}

// States implements network.Engine.
func (b *brittle) States(population int, visit func([]messages.State) error) error {
	if b.states--; b.states < 0 {
		panic("a cosmic ray")
	}
	return b.Engine.States(population, visit)
}

// Digest implements network.Engine.
func (b *brittle) Digest() (messages.Digest, error) {
	if b.digest--; b.digest < 0 {
		panic("a cosmic ray")
	}
	return b.Engine.Digest()
}

// unreadable is a part of a data set whose samples can't be read past a point.
type unreadable struct {
	datasets.Split
	left int
}

// AppendSpikes implements datasets.Split.
func (u *unreadable) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	if u.left--; u.left < 0 {
		panic("a cosmic ray")
	}
	return u.Split.AppendSpikes(dst, i)
}

// In a run of few: 3 epochs of 9 training and 4 test samples in batches of 4, a
// checkpoint after each batch, which asks two populations for their states.
var runFaults = map[string]func(*testbed){
	"NaN while training": func(s *testbed) {
		s.net.Populations[1].Perturbations = perturbAt(s, 13, func() float64 { return math.NaN() })
	},
	"a panic of a neuron while training": func(s *testbed) {
		s.net.Populations[1].Perturbations = perturbAt(s, 13, func() float64 { panic("a cosmic ray") })
	},
	"a panic of a core while training": func(s *testbed) {
		s.listener = func(_ topology.Core, first uint64, _ [][]messages.Spike) {
			if first >= 17 {
				panic("a cosmic ray")
			}
		}
	},
	"a panic of the input while training": func(s *testbed) {
		s.parts[messages.Train] = &unreadable{s.parts[messages.Train], 14}
	},
	"a panic while testing": func(s *testbed) {
		s.parts[messages.Test] = &unreadable{s.parts[messages.Test], 6}
	},
	"a panic at once": func(s *testbed) {
		s.parts[messages.Train] = &unreadable{s.parts[messages.Train], 0}
	},
	"a panic in a checkpoint's first half":  func(s *testbed) { s.engine = &brittle{s.engine, 8, 9} },
	"a panic in a checkpoint's second half": func(s *testbed) { s.engine = &brittle{s.engine, 9, 9} },
	"a panic in the digest at the end":      func(s *testbed) { s.engine = &brittle{s.engine, 1000, 0} },
}

// perturbAt gives the perturbations of the first hidden population up to a sample,
// from which on a fault takes their place.
func perturbAt(s *testbed, sample uint64, fault func() float64) func(int, uint64) float64 {
	seed := s.net.Topology.Seed
	return func(index int, at uint64) float64 {
		if at >= sample {
			return fault()
		}
		return rng.NewStream(seed, rng.Key{Purpose: rng.Perturbation, Population: 1, Neuron: index, Sample: at}).NormFloat64()
	}
}

// A run that ends by a panic or a NaN, wherever it is, leaves a directory in which
// every file is whole and nothing says that it is done. Without the fault it goes
// on from there, and ends with the bits of one that was never stopped.
func TestAFaultLeavesNothingHalfWritten(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a run for each file that can't be written: not with -short")
	}
	engines := map[string]int{"actors": 9, "reference": 1} // and how early a fault at the end is; there they do not differ
	for engine, earliest := range engines {
		c := few()
		c.Engine = engine
		want := mustRun(t, c)
		faults := map[string]func(*testbed){}
		for name, fault := range runFaults {
			faults[name] = fault
		}
		// The last times that the states are asked for are for the network and the
		// other files at the end.
		calls := statesAskedFor(t, c)
		for last := 1; last <= earliest; last += 2 {
			faults[fmt.Sprintf("a panic at the end, %d before the last states", last)] = func(s *testbed) {
				s.engine = &brittle{s.engine, calls - last, 9}
			}
		}
		for name, fault := range faults {
			what := engine + ", " + name
			directory := filepath.Join(t.TempDir(), "run")
			_, err := Schedule{Every: 1, Keep: 2, prepare: fault}.Run(context.Background(), c, directory, silent{})
			if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "a cosmic ray") && !strings.Contains(err.Error(), "is NaN in sample") {
				t.Errorf("%s: error %v, want one line with the cause", what, err)
			}
			expectWhole(t, what, directory, true)
			// It goes on, fails once more at once, and goes on from there again.
			_, err = Schedule{Every: 1, Keep: 2, prepare: runFaults["a panic at once"]}.Resume(context.Background(), directory, silent{})
			if err != nil { // otherwise it was done but for its last files
				expectWhole(t, what+", again", directory, true)
			}
			got, err := DefaultSchedule().Resume(context.Background(), directory, silent{})
			if err != nil {
				t.Errorf("%s: resumed: %v", what, err)
				continue
			}
			expectSameRun(t, what, got, want)
			expectWhole(t, what+", in the end", directory, false)
		}
	}
}

// The summary of a run that was interrupted goes when the run goes on: if that ends
// by a fault, none stays.
func TestAFaultLeavesNoSummaryOfThePartBefore(t *testing.T) {
	directory := interrupted(t)
	expectWhole(t, "interrupted", directory, false)
	_, err := Schedule{Keep: 1, prepare: runFaults["a panic at once"]}.Resume(context.Background(), directory, silent{})
	if err == nil {
		t.Error("no error")
	}
	expectWhole(t, "after the fault", directory, true)
	got, err := DefaultSchedule().Resume(context.Background(), directory, silent{})
	must(t, err)
	expectSameRun(t, "gone on", got, mustRun(t, few()))
}

// statesAskedFor counts how often a run asks its engine for states.
func statesAskedFor(t *testing.T, c settings.Config) int {
	t.Helper()
	const many = 1 << 20
	var counted *brittle
	s := Schedule{Every: 1, Keep: 2, prepare: func(s *testbed) {
		counted = &brittle{s.engine, many, many}
		s.engine = counted
	}}
	if _, err := s.Run(context.Background(), c, filepath.Join(t.TempDir(), "run"), silent{}); err != nil {
		t.Fatal(err)
	}
	return many - counted.states
}

// expectWhole fails the test if a file of a run directory is not whole, if there is
// a temporary one, or if a run that has failed has a summary.
func expectWhole(t *testing.T, what, directory string, failed bool) {
	t.Helper()
	_, err := os.Stat(filepath.Join(directory, record.SummaryFile))
	if failed != errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s: failed %v, and the summary: %v", what, failed, err)
	}
	err = filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasPrefix(entry.Name(), ".") {
			t.Errorf("%s: %s is left", what, path)
		}
		var object any
		switch filepath.Ext(path) {
		case ".yaml":
			err = yaml.Unmarshal(text, &object)
		case ".json":
			err = json.Unmarshal(text, &object)
		case ".jsonl":
			if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
				t.Errorf("%s: the last line of %s is not whole", what, path)
			}
			_, err = record.DecodeMetrics(text) // whose last line is whole
		case ".checkpoint":
			var file *checkpoint.File
			if file, err = checkpoint.Open(path); err == nil {
				err = file.Close()
			}
		}
		if err != nil {
			t.Errorf("%s: %s is not whole: %v", what, path, err)
		}
		return nil
	})
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
}
