package topology

import "sfdfa-actors/internal/rng"

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

// NewAxons builds the core's table.
func (n *Network) NewAxons(core Core) *Axons {
	presynaptic := n.Sizes[core.Population-1]
	starts := make([]int32, presynaptic+1)
	partners := make([]int32, 0, presynaptic)
	stream := rng.NewStream(0, rng.Key{})
	each := func(visit func(neuron, synapse int, j int32)) {
		for neuron := range core.Count {
			partners = n.AppendPresynaptic(partners[:0], core.Population, core.First+neuron, stream)
			for synapse, j := range partners {
				visit(neuron, synapse, j)
			}
		}
	}
	// Two passes over the same streams: count, then place.
	each(func(_, _ int, j int32) { starts[j+1]++ })
	for j := range presynaptic {
		starts[j+1] += starts[j]
	}
	synapses := make([]Synapse, starts[presynaptic])
	next := make([]int32, presynaptic)
	copy(next, starts)
	each(func(neuron, synapse int, j int32) {
		synapses[next[j]] = Synapse{Neuron: int32(neuron), Index: int32(synapse)}
		next[j]++
	})
	return &Axons{starts: starts, synapses: synapses}
}
