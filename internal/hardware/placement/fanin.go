package placement

import (
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/topology"
)

// FanIn walks through the synapses of groups of a network, drawing those of sparse
// projections again instead of keeping them. It is not safe for concurrent use.
type FanIn struct {
	network  *topology.Network
	stream   *rng.Stream
	partners []int32
	reached  []int32 // synapses by presynaptic neuron, 0 between groups
	sources  []int32 // presynaptic neurons with a synapse
}

// NewFanIn returns a walk through a network.
func NewFanIn(n *topology.Network) *FanIn {
	return &FanIn{network: n, stream: rng.NewStream(0, rng.Key{})}
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
	for k := range group.Count {
		f.partners = f.network.AppendPresynaptic(f.partners[:0], group.Population, group.Neuron(k), f.stream)
		neuron(group.Neuron(k), len(f.partners))
		for _, j := range f.partners {
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
