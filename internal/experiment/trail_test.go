package experiment

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
)

// trail is everything that a config decides outside of the engine: the data,
// the network and what is asked of it, assignment by assignment.
type trail struct {
	inputs, classes int
	train, test     int                // samples
	spikes          [][]messages.Spike // of the training samples
	spec            network.Spec
	assignments     []messages.Assignment
}

// spy is an engine that notes its assignments.
type spy struct {
	protocol.Engine
	noted *[]messages.Assignment
}

// Run implements protocol.Engine.
func (s spy) Run(ctx context.Context, a *messages.Assignment, observe func([]messages.Outcome)) (*messages.Finished, error) {
	*s.noted = append(*s.noted, *a)
	return s.Engine.Run(ctx, a, observe)
}

// follow carries out all epochs of a config and returns its trail.
func follow(t *testing.T, c Config) trail {
	t.Helper()
	quiet(t)
	dataset, err := open(&c)
	if err != nil {
		t.Fatal(err)
	}
	followed := trail{
		inputs: dataset.Inputs, classes: dataset.Classes,
		train: dataset.Train.Len(), test: dataset.Test.Len(),
	}
	for i := range followed.train {
		followed.spikes = append(followed.spikes, dataset.Train.AppendSpikes(nil, i))
	}
	if followed.spec, err = c.spec(dataset.Inputs, dataset.Classes); err != nil {
		t.Fatal(err)
	}
	net, err := network.New(followed.spec)
	if err != nil {
		t.Fatal(err)
	}
	parts := protocol.Parts{messages.Train: dataset.Train, messages.Test: dataset.Test}
	engine, err := reference.New(net, parts)
	if err != nil {
		t.Fatal(err)
	}
	record, err := newRecord(filepath.Join(t.TempDir(), "run"), &c)
	if err != nil {
		t.Fatal(err)
	}
	defer record.close()
	r := &run{
		config: &c, parts: parts, net: net, engine: spy{engine, &followed.assignments}, record: record,
		observer: silent{}, summary: &Summary{},
	}
	if err := r.epochs(context.Background()); err != nil {
		t.Fatal(err)
	}
	return followed
}

// quiet keeps warnings of silent outputs, which don't matter here, from the log.
func quiet(t *testing.T) {
	previous := slog.Default()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	t.Cleanup(func() { slog.SetDefault(previous) })
}

// training returns the assignments that learn, one an epoch.
func (f trail) training() (all []messages.Assignment) {
	for _, a := range f.assignments {
		if a.Learn {
			all = append(all, a)
		}
	}
	return all
}

// few is a config in which every setting has room to change by a little and
// still be valid.
func few() Config {
	c := Defaults("patterns", "sfdfa")
	c.Inputs, c.TrainLimit, c.TestLimit, c.Epochs = 5, 9, 4, 3 // yinyang has 5 inputs too
	c.Layers = []int{6, 5}
	c.InDegree, c.Density = []int{3, 0, 0}, []float64{0, 0.5, 0.8}
	c.HiddenThreshold = []float64{0.02, 0.03}
	c.OutputThreshold, c.OutputWeights = 0.01, []float64{-0.25, 1}
	c.NeuronsPerCore, c.Batch, c.Coalesce = 4, 4, 2
	c.LearningRate, c.LearningRateDecay = 0.01, 0.5
	c.Engine = "reference"
	return c
}
