package topology

import (
	"slices"

	"sfdfa-actors/internal/rng"
)

// Synapse is one synapse inside a core.
type Synapse struct {
	Neuron int32 // index of the postsynaptic neuron in the core
	Index  int32 // index of the synapse in that neuron
}

// Axons is a core's fan-out table: which of its synapses an arriving spike
// reaches, by presynaptic neuron. It is what a neuromorphic core stores behind
// its input axons. A core whose neurons have all presynaptic neurons as
// partners needs none.
type Axons struct {
	starts   []int32 // starts[j] is where the synapses of presynaptic neuron j start
	synapses []Synapse
}

// Synapses returns the synapses that a spike of presynaptic neuron j reaches,
// in the order of the postsynaptic neurons. The result is read-only.
func (a *Axons) Synapses(j int32) []Synapse {
	return a.synapses[a.starts[j]:a.starts[j+1]]
}

// Count is the number of the core's synapses.
func (a *Axons) Count() int { return len(a.synapses) }

// Partners are the presynaptic partners of a core's neurons.
type Partners struct {
	all  []int32 // neuron after neuron, each in ascending order
	ends []int   // ends[i] is where those of neuron i end
}

// Of returns the partners of one neuron of the core, in ascending order; the
// position of a partner is the index of its synapse. The result is read-only.
func (p *Partners) Of(neuron int) []int32 {
	start := 0
	if neuron > 0 {
		start = p.ends[neuron-1]
	}
	return p.all[start:p.ends[neuron]]
}

// Partners draws the presynaptic partners of a core's neurons.
func (n *Network) Partners(core Core) *Partners {
	p := &Partners{ends: make([]int, core.Count)}
	if projection := n.Projections[core.Population-1]; projection.Rule == FixedInDegree {
		p.all = make([]int32, 0, core.Count*projection.InDegree)
	}
	stream := rng.NewStream(0, rng.Key{})
	var own []int32
	for i := range core.Count {
		own = n.AppendPresynaptic(own[:0], core.Population, core.First+i, stream)
		p.all = append(p.all, own...)
		p.ends[i] = len(p.all)
	}
	return p
}

// NewAxons builds the fan-out table of a core from its neurons' partners, who
// are among so many presynaptic neurons.
func NewAxons(p *Partners, presynaptic int) *Axons {
	starts := make([]int32, presynaptic+1)
	for _, j := range p.all {
		starts[j+1]++
	}
	for j := range presynaptic {
		starts[j+1] += starts[j]
	}
	synapses := make([]Synapse, len(p.all))
	next := slices.Clone(starts)
	for neuron := range p.ends {
		for synapse, j := range p.Of(neuron) {
			synapses[next[j]] = Synapse{Neuron: int32(neuron), Index: int32(synapse)}
			next[j]++
		}
	}
	return &Axons{starts: starts, synapses: synapses}
}
