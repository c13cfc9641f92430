package placement

import (
	"sfdfa-actors/topology"
)

// FanIn walks through the synapses of groups of a network, drawing those of sparse
// projections again instead of keeping them. It is not safe for concurrent use.
type FanIn struct {
	network *topology.Network
	counts  [][]int32   // synapses by presynaptic population and neuron, 0 between groups
	others  [][]reached // in place of counts, where not all synapses are alike
	sources []presynaptic
}

// presynaptic is a neuron with a synapse in a group.
type presynaptic struct{ population, neuron int32 }

// NewFanIn returns a walk through a network.
func NewFanIn(n *topology.Network) *FanIn {
	f := &FanIn{network: n, counts: make([][]int32, len(n.Sizes))}
	if !isPlain(n) {
		f.counts, f.others = nil, make([][]reached, len(n.Sizes))
	}
	return f
}

// Visit calls neuron with each neuron of a group and its synapses, and then source with
// each presynaptic neuron j of a population from that has a synapse in the group, each
// once, and those synapses.
func (f *FanIn) Visit(group Group, neuron func(i int, s Synapses), source func(from, j int, s Synapses)) {
	if f.network.IsDense(group.Population) {
		f.visitDense(group, neuron, source)
		return
	}
	afferents := f.network.Afferents(group.Population)
	f.reserve(afferents)
	all := f.network.GroupPartners(group.Population, group.First, group.Step, group.Count)
	for k := range group.Count {
		neuron(group.Neuron(k), f.reach(afferents, all.NeuronPartners(k)))
	}
	for _, s := range f.sources {
		if f.others != nil {
			r := &f.others[s.population][s.neuron]
			source(int(s.population), int(s.neuron), r.synapses())
			*r = reached{}
			continue
		}
		count := &f.counts[s.population][s.neuron]
		source(int(s.population), int(s.neuron), Synapses{All: *count, Learned: *count})
		*count = 0
	}
	f.sources = f.sources[:0]
}

// reserve makes room for the presynaptic neurons of some projections.
func (f *FanIn) reserve(afferents []topology.Afferent) {
	for _, afferent := range afferents {
		switch from, size := afferent.From, f.network.Sizes[afferent.From]; {
		case f.others != nil && f.others[from] == nil:
			f.others[from] = make([]reached, size)
		case f.others == nil && f.counts[from] == nil:
			f.counts[from] = make([]int32, size)
		}
	}
}

// reach counts the synapses of one neuron.
func (f *FanIn) reach(afferents []topology.Afferent, partners []int32) (own Synapses) {
	for position := range afferents {
		afferent := &afferents[position]
		count, end := 0, int32(afferent.Offset+f.network.Sizes[afferent.From])
		for count < len(partners) && partners[count] < end {
			count++
		}
		own.add(&afferent.Projection, int32(count))
		for _, partner := range partners[:count] {
			f.count(afferent, position, partner-int32(afferent.Offset))
		}
		partners = partners[count:]
	}
	return own
}

// count counts one synapse of a presynaptic neuron.
func (f *FanIn) count(afferent *topology.Afferent, position int, j int32) {
	first := false
	if f.others == nil {
		count := &f.counts[afferent.From][j]
		first = *count == 0
		*count++
	} else {
		r := &f.others[afferent.From][j]
		first = r.All == 0
		r.add(&afferent.Projection, 1)
		if hasAxonDelays(&afferent.Projection) {
			r.axons |= 1 << min(position, 63)
		}
	}
	if first {
		f.sources = append(f.sources, presynaptic{int32(afferent.From), j})
	}
}

// visitDense is Visit where all presynaptic neurons have synapses with all of the group.
func (f *FanIn) visitDense(group Group, neuron func(i int, s Synapses), source func(from, j int, s Synapses)) {
	var own Synapses
	sources := make([]reached, len(f.network.Sizes)) // by presynaptic population, of each of its neurons
	for position, afferent := range f.network.Afferents(group.Population) {
		own.add(&afferent.Projection, int32(f.network.Sizes[afferent.From]))
		from := &sources[afferent.From]
		from.add(&afferent.Projection, int32(group.Count))
		if hasAxonDelays(&afferent.Projection) {
			from.axons |= 1 << min(position, 63)
		}
	}
	for k := range group.Count {
		neuron(group.Neuron(k), own)
	}
	for from := range sources {
		if sources[from].All == 0 {
			continue
		}
		for j := range f.network.Sizes[from] {
			source(from, j, sources[from].synapses())
		}
	}
}
