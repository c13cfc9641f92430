package placement

import (
	"math/bits"

	"sfdfa-actors/topology"
)

// Synapses are numbers of synapses, and of what is kept with them.
type Synapses struct {
	All     int32
	Learned int32 // whose weights are learned
	// Delays are those that are kept: one for each synapse that has its own, and of a presynaptic neuron one for
	// each projection in which its axon has one.
	Delays        int32
	LearnedDelays int32
}

// add counts n synapses of a projection, without delays of axons.
func (s *Synapses) add(p *topology.Projection, n int32) {
	s.All += n
	if !p.FixedWeights {
		s.Learned += n
	}
	if p.KeepsDelays() && !p.Delays.PerAxon {
		s.Delays += n
	}
	if p.LearnsDelays {
		s.LearnedDelays += n
	}
}

// hasAxonDelays reports whether each axon has a delay of its own in a projection.
func hasAxonDelays(p *topology.Projection) bool { return p.KeepsDelays() && p.Delays.PerAxon }

// isPlain reports whether all synapses of a network learn their weights, and none keeps a delay.
func isPlain(n *topology.Network) bool {
	for k := range n.Projections {
		if n.Projections[k].FixedWeights || n.Projections[k].KeepsDelays() {
			return false
		}
	}
	return true
}

// reached are the synapses of one presynaptic neuron in a group.
type reached struct {
	Synapses
	axons uint64 // a bit for each projection into the population in which the axon has a delay
}

// synapses are those of the presynaptic neuron, with the delays of its axon.
func (r *reached) synapses() Synapses {
	s := r.Synapses
	s.Delays += int32(bits.OnesCount64(r.axons))
	return s
}
