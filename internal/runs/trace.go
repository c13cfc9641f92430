package runs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/trace"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Trace says what is traced, where to, and how much of it. Without kinds nothing
// is.
type Trace struct {
	Kinds   []trace.Kind
	Neurons []trace.Neurons // whose potentials are traced
	File    string          // of spikes and packets; empty is trace.jsonl in the run's directory
	Bytes   int64           // largest size of a file, before compression
	Events  int64           // most events of a file; 0 is no bound
}

// options are those of the trace, whose files have names.
func (t Trace) options(timestep float64) trace.Options {
	return trace.Options{Kinds: t.Kinds, Neurons: t.Neurons, File: t.File, Table: t.table(), Bytes: t.Bytes, Events: t.Events, Timestep: timestep}
}

// table is the file of messages, beside that of spikes and packets.
func (t Trace) table() string {
	name := "messages"
	if _, number, numbered := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(filepath.Base(t.File), ".jsonl"), ".parquet"), "trace-"); numbered {
		name += "-" + number
	}
	name += ".csv"
	if strings.HasSuffix(t.File, ".gz") {
		name += ".gz"
	}
	return filepath.Join(filepath.Dir(t.File), name)
}

// validate returns a ConfigError for a bound that can't be, and for files that are
// there already, as long as it is early.
func (t Trace) validate() error {
	options := t.options(1)
	if err := options.Validate(); err != nil {
		return &settings.ConfigError{Err: err}
	}
	if t.File == "" {
		return nil
	}
	for _, file := range options.Files() {
		if exists(file) {
			return settings.Errorf("trace-file: %s exists, allowed: a file that is not there yet", file)
		}
	}
	return nil
}

func exists(file string) bool {
	_, err := os.Lstat(file)
	return !errors.Is(err, fs.ErrNotExist)
}

// in gives a trace without a file one in a run directory: trace.jsonl, or the next
// free trace-2.jsonl and so on of a run that was resumed.
func (t Trace) in(directory string) Trace {
	if t.File != "" {
		return t
	}
	t.File = filepath.Join(directory, "trace.jsonl")
	for n := 2; exists(t.File) || exists(t.table()); n++ {
		t.File = filepath.Join(directory, fmt.Sprintf("trace-%d.jsonl", n))
	}
	return t
}

// serves returns a ConfigError for neurons whose potentials can't be traced.
func (t Trace) serves(net *network.Network) error {
	options := t.options(1)
	if err := options.Serves(net); err != nil {
		return &settings.ConfigError{Err: err}
	}
	return nil
}

// newTracer creates the files of a trace; it is nil if nothing is traced.
func newTracer(c *settings.Config, s *testbed, t Trace) (*trace.Recorder, error) {
	about := fmt.Sprintf("%s with %s, seed %d", c.Dataset, c.Rule, c.Seed)
	options := t.options(c.Timestep)
	options.Learned = func(population, index int) (messages.State, error) {
		return watch.StateOf(s.engine, s.net, population, index)
	}
	recorder, err := trace.New(s.net, s.picture.Placement, about, options)
	if errors.Is(err, trace.ErrFile) || errors.Is(err, trace.ErrNeurons) {
		return nil, &settings.ConfigError{Err: err}
	}
	return recorder, err
}
