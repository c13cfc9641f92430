package runs

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// logged returns what is logged from here on.
func logged(t *testing.T) *bytes.Buffer {
	var log bytes.Buffer
	previous := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(previous) })
	return &log
}

// saboteur does something to the run directory after the first epoch.
type saboteur struct {
	silent
	act  func()
	done bool
}

// Epoch implements Observer.
func (s *saboteur) Epoch(*record.Metrics) {
	if !s.done {
		s.done = true
		s.act()
	}
}

// A place that can't be written to any more ends the run with an error that says
// what is safe, and the last checkpoint is whole.
func TestStorageThatFailsEndsTheRun(t *testing.T) {
	for name, test := range map[string]struct {
		act    func(t *testing.T, directory string)
		wants  []string
		intact bool
	}{
		"the run directory vanishes": {func(t *testing.T, directory string) {
			must(t, os.RemoveAll(directory))
		}, []string{"no such file or directory", "the last checkpoint", "is gone too"}, false},
		"the checkpoints can't be written": {func(t *testing.T, directory string) {
			// In the way of the temporary file: works for root too, unlike permissions.
			must(t, os.Rename(filepath.Join(directory, CheckpointDirectory), filepath.Join(directory, "kept")))
			must(t, os.WriteFile(filepath.Join(directory, CheckpointDirectory), nil, 0o600))
		}, []string{"writing checkpoint", "not a directory", "the last good checkpoint is"}, true},
		"the metrics vanish": {func(t *testing.T, directory string) {
			must(t, os.Remove(filepath.Join(directory, record.MetricsFile)))
		}, []string{record.MetricsFile, "was removed", "the last good checkpoint is"}, false},
	} {
		directory := filepath.Join(t.TempDir(), "run")
		observer := &saboteur{act: func() { test.act(t, directory) }}
		_, err := Schedule{Every: 2, Keep: 2}.Run(context.Background(), few(), directory, observer)
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, want := range test.wants {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: error %v, want %q in it", name, err, want)
			}
		}
		if !test.intact {
			continue
		}
		file, _, err := checkpoint.Directory(filepath.Join(directory, "kept")).Newest()
		if err != nil || file == nil {
			t.Fatalf("%s: the last checkpoint: %v", name, err)
		}
		must(t, file.Close())
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// weigher is an engine that notes how much memory is in use after each part whose
// states were asked for.
type weigher struct {
	network.Engine
	most *uint64
}

// States implements network.Engine.
func (w weigher) States(population int, visit func([]messages.State) error) error {
	return w.Engine.States(population, func(states []messages.State) error {
		err := visit(states)
		*w.most = max(*w.most, inUse())
		return err
	})
}

func inUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// A checkpoint is written part by part, even if all neurons are on one core: no
// more than a few parts' neurons are in memory twice.
func TestWritingACheckpointCopiesNoMoreThanAPart(t *testing.T) {
	c := settings.Defaults("patterns", "sfdfa")
	c.Inputs, c.Layers, c.TrainLimit, c.TestLimit, c.NeuronsPerCore = 1000, []int{1300}, 1, 1, 1300
	c.Precision = "float64" // states are copied in 64 bits
	testbed, err := newTestbed(t.Context(), &c, &startingPoint{}, limits.Limits{}, Machines{})
	must(t, err)
	defer testbed.close()
	record, err := record.New(filepath.Join(t.TempDir(), "run"), &c)
	must(t, err)
	defer record.Close()
	most, before := uint64(0), inUse()
	testbed.engine = weigher{testbed.engine, &most}
	must(t, newRun(&c, Schedule{Keep: 1}, testbed, record, silent{}).save())
	const states = 1300 * 1000 * 3 * 8 // weights and two moments
	if growth := int64(most) - int64(before); growth > states/6 {
		t.Errorf("%d bytes more in use, want at most a sixth of the states' %d", growth, states)
	}
	file, err := checkpoint.Open(checkpointsOf(record.Directory).Path(0))
	must(t, err)
	if len(file.Ranges) != 1300/65+1 {
		t.Errorf("%d ranges, want 20 of the hidden population and one of the output", len(file.Ranges))
	}
	must(t, file.Close())
}

// Metrics that are changed while the run goes on, in place, don't get into a
// checkpoint: it ends with an error.
func TestMetricsThatAreChangedEndTheRun(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"another digit": func(path string) error { return overwrite(path, 20) },
		"truncated":     func(path string) error { return os.Truncate(path, 30) },
	} {
		directory := filepath.Join(t.TempDir(), "run")
		path := filepath.Join(directory, record.MetricsFile)
		observer := &saboteur{act: func() { must(t, spoil(path)) }}
		_, err := Schedule{Every: 2, Keep: 2}.Run(context.Background(), few(), directory, observer)
		if err == nil || !strings.Contains(err.Error(), "the last good checkpoint is") || !(strings.Contains(err.Error(), "was changed") || strings.Contains(err.Error(), "EOF")) {
			t.Errorf("%s: error %v, want one about changed metrics, and the last checkpoint", name, err)
		}
		if _, err := DefaultSchedule().Resume(context.Background(), directory, silent{}); err != nil {
			t.Errorf("%s: resumed: %v", name, err)
		}
	}
}

// overwrite flips a bit of a file in place.
func overwrite(path string, at int64) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	var text [1]byte
	if _, err := file.ReadAt(text[:], at); err != nil {
		return err
	}
	text[0] ^= 1
	_, err = file.WriteAt(text[:], at)
	return errors.Join(err, file.Close())
}
