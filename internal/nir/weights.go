package nir

import (
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

// StateSource has the states of a network's neurons.
type StateSource interface {
	// States is as network.Engine's.
	States(population int, visit func([]messages.State) error) error
}

// Export returns a network with what its neurons have learned as a graph of a convention: the weights that it
// is tested with, which are averages where the network has some.
func Export(net *network.Network, source StateSource, c Convention) (*Graph, error) {
	s, err := Describe(net, c)
	if err != nil {
		return nil, err
	}
	for population := net.Topology.FirstNeurons(); population < len(net.Topology.Sizes); population++ {
		var states []messages.State
		if err := source.States(population, func(some []messages.State) error {
			for i := range some {
				weights := some[i].Weights
				if net.Learning.AveragesWeights() {
					weights = some[i].Averages
				}
				states = append(states, messages.State{Weights: slices.Clone(weights), Delays: slices.Clone(some[i].Delays)})
			}
			return nil
		}); err != nil {
			return nil, err
		}
		s.fill(population, func(neuron int, synapses []place, delays []float64) {
			state := &states[neuron]
			if len(state.Delays) > 0 {
				delays = state.Delays
			}
			for i, at := range synapses {
				*at.weight = state.Weights[i]
				if at.delay != nil {
					*at.delay = delays[i] * c.Unit.perSecond()
				}
			}
		})
	}
	return s.Graph, nil
}

// place is where a graph has the weight and the delay of a synapse.
type place struct {
	weight *float64
	delay  *float64 // nil where a synapse has no delay of its own
}

// fill visits the neurons of a population in order, with the places of their synapses and the delays in
// seconds that the network has drawn for these. It gives synapses with delays of their own their lines.
func (s *Sent) fill(population int, visit func(neuron int, synapses []place, delays []float64)) {
	n := &s.net.Topology
	afferents := n.Afferents(population)
	stream := rng.NewStream(0, rng.Key{})
	var synapses []place
	var degrees []int
	var delays []float64
	s.partners(population, func(neuron int, partners []int32) {
		degrees = n.AppendDegrees(degrees[:0], population, partners)
		delays = n.AppendDelays(delays[:0], population, neuron, degrees, stream)
		synapses = synapses[:0]
		for i, afferent := range afferents {
			p := &s.projections[afferent.Index]
			own := partners[:degrees[i]]
			partners = partners[degrees[i]:]
			for _, j := range own {
				synapses = append(synapses, p.place(neuron, int(j)-afferent.Offset))
			}
		}
		visit(neuron, synapses, delays)
	})
}

// place is that of the synapse between two neurons, with the next line if it needs one.
func (p *sentProjection) place(post, pre int) place {
	columns := p.weight.Shape[1]
	if p.lines == nil {
		return place{weight: &p.weight.Values[post*columns+pre]}
	}
	line := p.used
	p.used++
	p.lines.Values[line*p.lines.Shape[1]+pre] = 1
	return place{&p.weight.Values[post*columns+line], &p.delay.Values[line]}
}
