package runs

import (
	"context"
	"path/filepath"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/hardware/neurobench"
	"sfdfa-actors/internal/hardware/timing"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/messages"
)

// canned is an engine whose outcomes are known beforehand, by part.
type canned struct {
	network.Engine
	outcomes map[messages.Part]messages.Outcome
}

// Run implements network.Engine: half of the samples have the canned outcome,
// the others are wrong in every way and have no loss.
func (e canned) Run(_ context.Context, a *messages.Assignment, observe func([]messages.Outcome)) (*messages.Finished, error) {
	for i := range a.Indices {
		outcome := messages.Outcome{Label: 0, Prediction: 9, Lowest: 9}
		if i%2 == 0 {
			outcome = e.outcomes[a.Part]
		}
		observe([]messages.Outcome{outcome})
	}
	tally := messages.Tally{Count: messages.Count{Samples: int64(len(a.Indices)), OutputSpikes: 1}, Neurons: 1}
	return &messages.Finished{Presented: len(a.Indices), Tally: tally}, nil
}

// keeper keeps the metrics of the last epoch and counts the samples it is told.
type keeper struct {
	silent
	last      record.Metrics
	presented int
}

// Presented implements Observer.
func (k *keeper) Presented(outcomes []messages.Outcome) { k.presented += len(outcomes) }

// Epoch implements Observer.
func (k *keeper) Epoch(m *record.Metrics) { k.last = *m }

// The metrics of an epoch hold each part's outcomes in their own place.
func TestAnEpochsMetricsAreThoseOfItsParts(t *testing.T) {
	c := few()
	c.Rule, c.Epochs = "frozen", 2 // no feedback weights that the engine would be asked for
	spec, err := networkspec.Of(&c, 5, 10)
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := pictureOf(&c, net)
	if err != nil {
		t.Fatal(err)
	}
	record, err := record.New(filepath.Join(t.TempDir(), "run"), &c)
	if err != nil {
		t.Fatal(err)
	}
	defer record.Close()
	observer := &keeper{}
	testbed := &testbed{
		net: net, picture: picture, activity: newActivity(net), bench: neurobench.NewCounter(net, c.Timestep), fired: timing.NewLog(net, c.Timestep),
		dataset: &datasets.Dataset{Train: &networktest.Split{Labels: make([]int, 4), Spikes: make([][]messages.Spike, 4)}, Inputs: 5, Classes: 10},
		parts: network.Parts{
			messages.Train:      &networktest.Split{Labels: make([]int, 2*4)}, // a pass each epoch
			messages.Validation: &networktest.Split{Labels: make([]int, 8)},
			messages.Test:       &networktest.Split{Labels: make([]int, 10)},
		},
		engine: canned{outcomes: map[messages.Part]messages.Outcome{
			messages.Train:      {Lowest: 9, Loss: 1},
			messages.Validation: {Lowest: 9, Loss: 2},
			messages.Test:       {Prediction: 9, Loss: 4}, // right by the lowest index only
		}},
	}
	r := newRun(&c, Schedule{}, testbed, record, observer)
	if err := r.epochs(context.Background()); err != nil {
		t.Fatal(err)
	}
	m := observer.last
	if m.TrainAccuracy != 50 || m.TrainLoss != 0.5 {
		t.Errorf("training: %v %%, loss %v, want 50 %% and 0.5", m.TrainAccuracy, m.TrainLoss)
	}
	if m.ValidationAccuracy == nil || *m.ValidationAccuracy != 50 {
		t.Errorf("validation: %v, want 50 %%", m.ValidationAccuracy)
	}
	if m.TestAccuracy != 0 || m.TestAccuracyLowestIndex != 50 || m.TestLoss != 2 {
		t.Errorf("test: %v %%, %v %% by the lowest index, loss %v; want 0 %%, 50 %% and 2", m.TestAccuracy, m.TestAccuracyLowestIndex, m.TestLoss)
	}
	if m.Epoch != 2 || r.at.Trained != 2*4 || observer.presented != 2*(4+8+10) {
		t.Errorf("epoch %d, %d training samples, %d told; want 2, 8 and 44", m.Epoch, r.at.Trained, observer.presented)
	}
}
