package placement

import (
	"sfdfa-actors/topology"
)

// FanIn walks through the synapses of groups of a network, drawing those of sparse
// projections again instead of keeping them. It is not safe for concurrent use.
type FanIn struct {
	network *topology.Network
	reached [][]int32 // synapses by presynaptic population and neuron, 0 between groups
	sources []presynaptic
}

// presynaptic is a neuron with a synapse in a group.
type presynaptic struct{ population, neuron int32 }

// NewFanIn returns a walk through a network.
func NewFanIn(n *topology.Network) *FanIn {
	return &FanIn{network: n, reached: make([][]int32, len(n.Sizes))}
}

// Visit calls neuron with each neuron of a group and the number of its synapses,
// and then source with each presynaptic neuron j of a population from that has a
// synapse in the group, each once, and the number of those synapses.
func (f *FanIn) Visit(group Group, neuron func(i, synapses int), source func(from, j, synapses int)) {
	if f.network.IsDense(group.Population) {
		f.visitDense(group, neuron, source)
		return
	}
	afferents := f.network.Afferents(group.Population)
	for _, afferent := range afferents {
		if f.reached[afferent.From] == nil {
			f.reached[afferent.From] = make([]int32, f.network.Sizes[afferent.From])
		}
	}
	all := f.network.GroupPartners(group.Population, group.First, group.Step, group.Count)
	for k := range group.Count {
		partners := all.NeuronPartners(k)
		neuron(group.Neuron(k), len(partners))
		f.reach(afferents, partners)
	}
	for _, s := range f.sources {
		reached := &f.reached[s.population][s.neuron]
		source(int(s.population), int(s.neuron), int(*reached))
		*reached = 0
	}
	f.sources = f.sources[:0]
}

// reach counts the synapses of one neuron.
func (f *FanIn) reach(afferents []topology.Afferent, partners []int32) {
	at := 0
	for _, partner := range partners {
		for int(partner) >= afferents[at].Offset+f.network.Sizes[afferents[at].From] {
			at++
		}
		from, j := afferents[at].From, int(partner)-afferents[at].Offset
		if f.reached[from][j] == 0 {
			f.sources = append(f.sources, presynaptic{int32(from), int32(j)})
		}
		f.reached[from][j]++
	}
}

// visitDense is Visit where all presynaptic neurons have synapses with all of the group.
func (f *FanIn) visitDense(group Group, neuron func(i, synapses int), source func(from, j, synapses int)) {
	synapses := f.network.PresynapticCount(group.Population)
	for k := range group.Count {
		neuron(group.Neuron(k), synapses)
	}
	projections := make([]int, len(f.network.Sizes)) // by presynaptic population
	for _, afferent := range f.network.Afferents(group.Population) {
		projections[afferent.From]++
	}
	for from, count := range projections {
		if count > 0 {
			for j := range f.network.Sizes[from] {
				source(from, j, group.Count*count)
			}
		}
	}
}
