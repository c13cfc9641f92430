package neuron_test

import (
	"reflect"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// revivable is a neuron that is revived after two silent batches, with weights at which it is silent.
func revivable(t *testing.T) (*neuron.Population, neuron.Neuron) {
	t.Helper()
	p := newPopulation(t, "frozen", learning.Adam)
	p.Learning.Revive, p.Learning.Regularisation = 2, 0
	n := buildOne(p, 3)
	state := n.State()
	state.Weights = []float64{0.1, 0.1, 0.1}
	setState(t, n, state)
	return p, n
}

// A neuron that was silent for two batches adds the rate of 0.3 to its loudest synapse, half as much to one with
// half as many spikes, and nothing to one without. In the next batch 0.4 and 0.25 at once make it fire; it is then
// left to its optimiser, and counted anew.
func TestASilentNeuronIsRevived(t *testing.T) {
	p, n := revivable(t)
	twiceAndOnce := []messages.Spike{{}, {Source: 1}, {Time: 0.2}}
	learnOnline(t, p, n, []messages.Spike{{Source: 2}})
	expectNear(t, "weights after a silent batch", n.State().Weights, 0.1, 0.1, 0.1)
	expectNear(t, "silence", n.State().Silence, 1)
	learnOnline(t, p, n, twiceAndOnce)
	expectNear(t, "weights after two", n.State().Weights, 0.4, 0.25, 0.1)
	learnOnline(t, p, n, twiceAndOnce)
	state := n.State()
	expectNear(t, "weights after a batch with spikes", state.Weights, 0.4, 0.25, 0.1)
	expectNear(t, "silence", state.Silence, 0)
	if state.Steps != 3 || state.First[0] != 0 {
		t.Errorf("%d steps and first moment %v, want 3 and 0", state.Steps, state.First[0])
	}
}

// Without the setting a neuron stays silent, and its state is that of before.
func TestNeuronsStaySilentOtherwise(t *testing.T) {
	p, _ := revivable(t)
	p.Learning.Revive = 0
	n := buildOne(p, 3)
	state := n.State()
	state.Weights = []float64{0.1, 0.1, 0.1}
	setState(t, n, state)
	learnOnline(t, p, n, []messages.Spike{{}}, []messages.Spike{{}}, []messages.Spike{{}})
	expectNear(t, "weights", n.State().Weights, 0.1, 0.1, 0.1)
	if n.State().Silence != nil {
		t.Errorf("silence %v, want none", n.State().Silence)
	}
}

// The count of silent batches is part of the state: a neuron that goes on from it is revived in the same batch.
func TestRevivalGoesOnFromAState(t *testing.T) {
	p, n := revivable(t)
	learnOnline(t, p, n, []messages.Spike{{}})
	again := buildOne(p, 3)
	setState(t, again, n.State())
	for range 2 {
		learnOnline(t, p, n, []messages.Spike{{Source: 1}})
		learnOnline(t, p, again, []messages.Spike{{Source: 1}})
	}
	if got, want := again.State(), n.State(); !reflect.DeepEqual(got, want) || want.Weights[1] == 0.1 {
		t.Errorf("state %+v, want %+v with another weight 1", got, want)
	}
}

// Samples that are not learned from count neither as silent nor as spikes that arrive.
func TestSamplesNotLearnedFromReviveNothing(t *testing.T) {
	p, n := revivable(t)
	scratch := neuron.NewScratch()
	for sample := range uint64(5) {
		present(n, presentations(p, sample, []messages.Spike{{}}), false, scratch)
	}
	learnOnline(t, p, n, nil, []messages.Spike{{Source: 2}})
	expectNear(t, "weights", n.State().Weights, 0.1, 0.1, 0.4)
}
