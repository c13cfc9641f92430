package network

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/topology"
)

// BuildFreeCore is BuildCore of a core that takes part in an endless sample, in which nothing is learned. If its synapses
// allow it, the distributor sums up what arrives at the neurons, and keeps their states and weights. The spikes are the same.
func (n *Network) BuildFreeCore(core topology.Core, initial Initial, stock *routing.FreeList) ([]neuron.Neuron, *routing.Distributor, error) {
	p := n.Populations[core.Population]
	accumulator, is := p.Model.(model.Accumulator)
	if !is || initial != nil || n.Topology.IsDense(core.Population) || n.Precision != neuron.Float32 ||
		n.Topology.HasSynapticDelays(core.Population) || core.Count > topology.MostTargets {
		return n.BuildCore(core, initial, stock)
	}
	degrees, axons, err := n.connect(core)
	if err != nil {
		return nil, nil, err
	}
	var drives *model.Drives
	if p.Drive.IsThere() {
		drives = &model.Drives{Rate: p.Drive.Rate, Weight: p.Drive.Weight}
		for i := range core.Count {
			drives.Gaps = append(drives.Gaps, p.DriveOf(core.First+i, 0).Gaps)
		}
	}
	weights := routing.Weights{OfSource: n.constantWeights(core.Population)}
	if weights.OfSource == nil {
		weights.OfSynapse = weightsOf(p, core, degrees)
	}
	distributor := routing.NewDistributor(p.Model, axons, core.Count, stock)
	distributor.Accumulate(accumulator, weights, drives)
	clear(degrees)
	return neuron.Build(p, n.Precision, core.First, degrees), distributor, nil
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

// weightsOf returns the weights of a core's synapses, of which degrees are the numbers by neuron and projection.
func weightsOf(p *neuron.Population, core topology.Core, degrees []int) func(topology.Synapse) float32 {
	weights, starts := neuron.InitialWeights(p, core.First, degrees), make([]int, core.Count)
	projections := len(degrees) / core.Count
	for i, start := 0, 0; i < core.Count; i++ {
		starts[i] = start
		for _, degree := range degrees[i*projections : (i+1)*projections] {
			start += degree
		}
	}
	return func(s topology.Synapse) float32 { return weights[starts[s.Neuron]+int(s.Index)] }
}
