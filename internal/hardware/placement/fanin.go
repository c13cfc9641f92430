package placement

import (
	"sfdfa-actors/topology"
)

// FanIn walks through the synapses of groups of a network, drawing those of sparse
// projections again instead of keeping them. It is not safe for concurrent use.
type FanIn struct {
	network *topology.Network
	reached []int32 // synapses by presynaptic neuron, 0 between groups
	sources []int32 // presynaptic neurons with a synapse
}

// NewFanIn returns a walk through a network.
func NewFanIn(n *topology.Network) *FanIn {
	return &FanIn{network: n}
}

// Visit calls neuron with each neuron of a group and the number of its synapses,
// and then source with each presynaptic neuron that has a synapse in the group,
// each once, and the number of those synapses.
func (f *FanIn) Visit(group Group, neuron func(i, synapses int), source func(j, synapses int)) {
	presynaptic := f.network.Sizes[group.Population-1]
	if f.network.IsDense(group.Population) {
		for k := range group.Count {
			neuron(group.Neuron(k), presynaptic)
		}
		for j := range presynaptic {
			source(j, group.Count)
		}
		return
	}
	if len(f.reached) < presynaptic {
		f.reached = make([]int32, presynaptic)
	}
	all := f.network.GroupPartners(group.Population, group.First, group.Step, group.Count)
	for k := range group.Count {
		partners := all.NeuronPartners(k)
		neuron(group.Neuron(k), len(partners))
		for _, j := range partners {
			if f.reached[j] == 0 {
				f.sources = append(f.sources, j)
			}
			f.reached[j]++
		}
	}
	for _, j := range f.sources {
		source(int(j), int(f.reached[j]))
		f.reached[j] = 0
	}
	f.sources = f.sources[:0]
}
