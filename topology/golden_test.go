package topology_test

import (
	"slices"
	"testing"

	"sfdfa-actors/topology"
)

// A seed keeps its meaning: the partners that it draws today are those that it
// will always draw, or records of runs could not be repeated.
func TestASeedKeepsItsConnectivity(t *testing.T) {
	for name, test := range map[string]struct {
		projection topology.Rule
		want       [][]int32 // of neurons 0, 1 and 2
	}{
		"fixed in-degree": {topology.FixedInDegree{InDegree: 5}, [][]int32{{1, 3, 5, 26, 31}, {13, 14, 18, 24, 35}, {5, 9, 19, 20, 26}}},
		"Bernoulli":       {topology.Bernoulli{Density: 0.125}, [][]int32{{10, 30, 34, 37, 38}, {12, 20, 27}, {8, 19, 35, 37}}},
	} {
		n := &topology.Network{
			Sizes: []int{40, 40, 3}, Seed: 2024,
			Projections: topology.Chain(test.projection, test.projection),
		}
		for neuron, want := range test.want {
			if got := partners(n, 2, neuron); !slices.Equal(got, want) {
				t.Errorf("%s: partners of neuron %d are %v, want %v", name, neuron, got, want)
			}
		}
	}
}
