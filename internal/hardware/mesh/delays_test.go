package mesh_test

import (
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/topology"
)

// The example with delays: one for each input's axon, learned ones between the hidden populations, and fixed weights to
// the output. On cores 0 and 1 each of 2 inputs has its axon's delay; core 2 has one for each of its 8 synapses.
//
//	delays read      by 7 input spikes on 2 cores, and by 1 + 6 hidden ones at 2 synapses each
//	weights moved    in 2 batches 8 of hidden 1 and 8 of hidden 2; delays 8 of hidden 2
//	eligibilities    28 at inputs' arrivals, 7 × 2 × 2 at hidden 2's, of weights and delays; where neurons fire
//	                 7 × 2 of hidden 1 and 3 × (4 + 4) of hidden 2
//	MACs             5 × 2 of hidden 1, which fired in 5 pairs of a neuron and a sample, and 2 × (4 + 4) of hidden 2
func TestDelaysAndFixedWeightsAreChargedAsSuch(t *testing.T) {
	spec := handNetwork(t, "dfa").Spec
	delays := topology.Delays{Distribution: topology.Uniform{Low: 0, High: 0.01}}
	projections := spec.Topology.Projections
	projections[0].Delays, projections[0].Delays.PerAxon = delays, true
	projections[1].Delays, projections[1].LearnsDelays = delays, true
	projections[2].FixedWeights = true
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := mesh.NewPicture(net, placement.Layer{}, placement.Grid{Width: 2, Height: 2}, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	account := picture.Charge(spikes, 3, 2).Account()
	for what, n := range map[string][2]int64{
		"delays read by input spikes":  {account.InputSpikes.DelayReads, 14},
		"delays read by hidden spikes": {account.HiddenSpikes.DelayReads, 14},
		"weights moved":                {account.LocalLearning.WeightUpdates, 32},
		"delays moved":                 {account.LocalLearning.DelayUpdates, 16},
		"eligibilities":                {account.LocalLearning.EligibilityUpdates, 28 + 28 + 14 + 24},
		"MACs":                         {account.LocalLearning.MACs, 10 + 16},
		"ACs of input spikes":          {account.InputSpikes.ACs, 28},
	} {
		if n[0] != n[1] {
			t.Errorf("%s: %d, want %d", what, n[0], n[1])
		}
	}
	want := []mesh.Resources{
		{Neurons: 2, InAxons: 2, OutAxons: 2, Synapses: 4, SynapseBytes: 16 + 2*8, FeedbackWeights: 4, LearnedWeights: 4, Delays: 2},
		{Neurons: 2, InAxons: 2, OutAxons: 2, Synapses: 4, SynapseBytes: 16 + 2*8, FeedbackWeights: 4, LearnedWeights: 4, Delays: 2},
		{Neurons: 2, InAxons: 4, OutAxons: 2, Synapses: 8, SynapseBytes: 32 + 8*8, FeedbackWeights: 4, LearnedWeights: 8, LearnedDelays: 8, Delays: 8},
		{Neurons: 2, InAxons: 2, OutAxons: 2, Synapses: 4, SynapseBytes: 16},
	}
	for c, got := range picture.Resources() {
		if got != want[c] {
			t.Errorf("core %d: %+v, want %+v", c, got, want[c])
		}
	}
}
