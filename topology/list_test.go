package topology_test

import (
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/topology"
)

// A list has the synapses that it lists, in the order of other rules, whatever order they come in.
func TestAListIsWhatItLists(t *testing.T) {
	list, err := topology.NewList(4, []topology.ListedSynapse{
		{Source: 2, Target: 3, Weight: 1, Delay: 0.1}, {Source: 0, Target: 1, Weight: 2}, {Source: 5, Target: 1, Weight: 3}, {Source: 0, Target: 3, Weight: 4},
	})
	if err != nil {
		t.Fatal(err)
	}
	n := topology.Network{Sizes: []int{6, 4}, Projections: []topology.Projection{{From: 0, To: 1, Rule: list, Weights: list.Weights(), Delays: list.Delays()}}}
	if err := n.Validate(); err != nil {
		t.Fatal(err)
	}
	partners := n.Partners(topology.Core{Population: 1, Count: 4})
	stream := rng.NewStream(0, rng.Key{})
	for neuron, want := range [][]int32{{}, {0, 5}, {}, {0, 2}} {
		if got := partners.NeuronPartners(neuron); !slices.Equal(got, want) {
			t.Errorf("neuron %d has the partners %v, want %v", neuron, got, want)
		}
		weights := [][]float64{{}, {2, 3}, {}, {4, 1}}[neuron]
		if got := list.Weights().(*topology.Listed).OfNeuron(neuron); !slices.Equal(got, weights) {
			t.Errorf("neuron %d has the weights %v, want %v", neuron, got, weights)
		}
		delays := [][]float64{{}, {0, 0}, {}, {0, 0.1}}[neuron]
		if got := n.AppendDelays(nil, 1, neuron, []int{len(want)}, stream); !slices.Equal(got, delays) {
			t.Errorf("neuron %d has the delays %v, want %v", neuron, got, delays)
		}
	}
	if w := list.Weights(); w.Least() != 1 || w.Most() != 4 || n.MeanInDegree(1) != 1 {
		t.Errorf("weights from %v to %v, %v synapses a neuron, want 1 to 4, and 1", w.Least(), w.Most(), n.MeanInDegree(1))
	}
}

func TestFaultsOfLists(t *testing.T) {
	for want, synapses := range map[string][]topology.ListedSynapse{
		"two synapses from neuron 1 to neuron 0, allowed: one":   {{Source: 1}, {Source: 0}, {Source: 1, Weight: 2}},
		"leads to neuron 3, must be from 0 to 2":                 {{Target: 3}},
		"leads to neuron -1, must be from 0 to 2":                {{Target: -1}},
		"leads from neuron -2, must be at least 0":               {{Source: -2}},
		"leads from neuron 6, must be up to 5":                   {{Source: 6}},
		"delays: topology: list from -0.1 s, must be at least 0": {{Delay: -0.1}},
	} {
		list, err := topology.NewList(3, synapses)
		if err == nil {
			n := topology.Network{Sizes: []int{6, 3}, Projections: []topology.Projection{{From: 0, To: 1, Rule: list, Delays: list.Delays()}}}
			err = n.Validate()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
