package network

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/topology"
)

// Accumulate has the distributor of a core that takes part in an endless sample sum up what arrives at its neurons, and
// keep their states, if their synapses allow it. The results are the same.
func (n *Network) Accumulate(core topology.Core, distributor *routing.Distributor) {
	p := n.Populations[core.Population]
	accumulator, is := p.Model.(model.Accumulator)
	constant := n.constantWeights(core.Population)
	if !is || constant == nil || distributor.Shared() || n.Precision != neuron.Float32 || n.Topology.HasSynapticDelays(core.Population) {
		return
	}
	var drives []model.Drive
	if p.Drive.Rate > 0 {
		drives = make([]model.Drive, core.Count)
		for i := range drives {
			drives[i] = *p.DriveOf(core.First+i, 0)
		}
	}
	distributor.Accumulate(accumulator, constant, drives)
}

// constantWeights returns the weight of the synapses of each presynaptic neuron of a population, or nil if those
// of a projection differ.
func (n *Network) constantWeights(population int) func(source int32) float32 {
	afferents := n.Topology.Afferents(population)
	weights := make([]float32, len(afferents))
	for k, afferent := range afferents {
		weight, is := afferent.Weights.Constant()
		if !is {
			return nil
		}
		weights[k] = float32(weight)
	}
	return func(source int32) float32 {
		k := len(afferents) - 1
		for int(source) < afferents[k].Offset {
			k--
		}
		return weights[k]
	}
}
