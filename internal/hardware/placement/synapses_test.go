package placement_test

import (
	"testing"

	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/topology"
)

// Three inputs reach four neurons twice: by fixed weights with a delay for each axon, and by weights and delays that are
// learned. Those reach two neurons with delays of their own that stay. The same counts come out of projections that are
// drawn and of those that reach all.
func TestSynapsesAreCountedByWhatTheyKeep(t *testing.T) {
	delays := topology.Delays{Distribution: topology.Uniform{Low: 0, High: 0.01}}
	perAxon := delays
	perAxon.PerAxon = true
	for name, all := range map[string]topology.Rule{"dense": topology.Dense{}, "drawn": topology.FixedInDegree{InDegree: 3}} {
		n := &topology.Network{Sizes: []int{3, 4, 2}, Projections: []topology.Projection{
			{From: 0, To: 1, Rule: all, Delays: perAxon, FixedWeights: true},
			{From: 0, To: 1, Rule: all, Delays: delays, LearnsDelays: true},
			{From: 1, To: 2, Rule: topology.FixedInDegree{InDegree: 2}, Delays: delays},
		}}
		for k := range n.Projections {
			n.Projections[k].Weights = topology.Uniform{Low: 0, High: 1}
		}
		fanIn := placement.NewFanIn(n)
		for range 2 { // what one walk counted is not left for the next
			neurons, sources := 0, 0
			fanIn.Visit(placement.Group{Population: 1, Step: 1, Count: 4}, func(i int, s placement.Synapses) {
				neurons++
				expectSynapses(t, name+", neuron", s, placement.Synapses{All: 6, Learned: 3, Delays: 3, LearnedDelays: 3})
			}, func(from, j int, s placement.Synapses) {
				sources++
				expectSynapses(t, name+", input", s, placement.Synapses{All: 8, Learned: 4, Delays: 4 + 1, LearnedDelays: 4})
			})
			var reached placement.Synapses
			fanIn.Visit(placement.Group{Population: 2, Step: 1, Count: 2}, func(i int, s placement.Synapses) {
				neurons++
				expectSynapses(t, name+", output neuron", s, placement.Synapses{All: 2, Learned: 2, Delays: 2})
			}, func(from, j int, s placement.Synapses) {
				reached.All, reached.Learned = reached.All+s.All, reached.Learned+s.Learned
				reached.Delays, reached.LearnedDelays = reached.Delays+s.Delays, reached.LearnedDelays+s.LearnedDelays
			})
			expectSynapses(t, name+", all of the output's", reached, placement.Synapses{All: 4, Learned: 4, Delays: 4})
			if neurons != 6 || sources != 3 {
				t.Errorf("%s: %d neurons and %d inputs were visited, want 6 and 3", name, neurons, sources)
			}
		}
	}
}

func expectSynapses(t *testing.T, what string, got, want placement.Synapses) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}
