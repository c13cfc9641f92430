package neuron_test

import (
	"reflect"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

func averagingPopulation(t *testing.T) *neuron.Population {
	t.Helper()
	p := newPopulation(t, "sfdfa", learning.Adam)
	settings := *p.Learning
	settings.WeightAverage = 0.5
	p.Learning = &settings
	return p
}

// What is learned from meets the weights, everything else their mean.
func TestAveragesArePresentedOnlyWhereNothingIsLearned(t *testing.T) {
	p := averagingPopulation(t)
	n := buildOne(p, 2)
	state := n.State()
	state.Weights, state.Averages = []float64{1, 0}, []float64{0, 0.5} // a weight of 1 fires, one of 1/2 does not
	setState(t, n, state)
	spikes := presentations(p, 0, []messages.Spike{{}}, []messages.Spike{{Source: 1}})
	if fired := present(n, spikes, false, neuron.NewScratch()); len(fired) != 0 {
		t.Errorf("tested with its averages it fires %v, want nothing", fired)
	}
	fired := present(n, spikes, true, neuron.NewScratch())
	if len(fired) != 1 || fired[0].Sample != 0 {
		t.Errorf("trained with its weights it fires %v, want one spike in sample 0", fired)
	}
}

// Averages start at the weights, follow them step by step, and change nothing in
// how these move.
func TestAveragesFollowTheWeights(t *testing.T) {
	p, without := averagingPopulation(t), newPopulation(t, "sfdfa", learning.Adam)
	n, plain := buildOne(p, 6), buildOne(without, 6)
	want := n.State().Averages
	if !slices.Equal(want, n.State().Weights) || plain.State().Averages != nil {
		t.Fatalf("averages %v before training, want the weights; without the setting %v, want none", want, plain.State().Averages)
	}
	for step := 1; step <= 9; step++ {
		train(p, n, uint64(step), 1, inOrder)
		train(without, plain, uint64(step), 1, inOrder)
		state := n.State()
		learning.Average(0.5, step, state.Weights, want)
		if !slices.Equal(state.Averages, want) {
			t.Fatalf("averages %v after %d steps, want %v", state.Averages, step, want)
		}
		state.Averages = nil
		if !reflect.DeepEqual(state, plain.State()) {
			t.Fatalf("step %d: state %+v, without averages %+v", step, state, plain.State())
		}
	}
	if slices.Equal(want, n.State().Weights) {
		t.Error("the averages are the weights after 9 steps: that proves nothing")
	}
}
