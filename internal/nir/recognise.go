package nir

import (
	"errors"
	"fmt"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/messages"
)

// Recognise returns what the neurons of a network have learned, by population and neuron, from a graph that Export
// made of a network of this shape: weights, and delays where these are learned. It is an error if the graph is of
// another network, be it by a constant or a synapse.
func Recognise(net *network.Network, g *Graph, c Convention) ([][]messages.State, error) {
	s, err := Describe(net, c)
	if err != nil {
		return nil, err
	}
	given, err := s.compare(g)
	if err != nil {
		return nil, err
	}
	states := make([][]messages.State, len(net.Topology.Sizes))
	var fault error
	for population := net.Topology.FirstNeurons(); population < len(states); population++ {
		learns := net.Populations[population].LearnsDelays()
		s.fill(population, func(neuron int, synapses []place, delays []float64) {
			state := messages.State{Weights: make([]float64, len(synapses))}
			for i, at := range synapses {
				state.Weights[i], *at.weight = *at.weight, 0
				switch {
				case learns && at.delay != nil:
					state.Delays = append(state.Delays, *at.delay/c.Unit.perSecond())
				case learns:
					state.Delays = append(state.Delays, delays[i])
				case at.delay != nil && *at.delay != delays[i]*c.Unit.perSecond():
					fault = fmt.Errorf("a delay of %v where the network has %v s", *at.delay, delays[i])
				}
			}
			states[population] = append(states[population], state)
		})
	}
	for k := range s.projections {
		p := &s.projections[k]
		if slices.ContainsFunc(p.weight.Values, func(w float64) bool { return w != 0 }) {
			fault = errors.New("weights where the network has no synapse")
		}
		if p.lines != nil && !slices.Equal(p.lines.Values, given[p.lines].Values) {
			fault = errors.New("other synapses than those of the network")
		}
	}
	return states, fault
}

// compare refuses a graph of another network, and puts the graph's weights and delays of synapses in the
// place of its own. It returns what the graph has for those and for the lines of synapses.
func (s *Sent) compare(g *Graph) (given map[*Tensor]*Tensor, err error) {
	if !slices.Equal(s.Graph.Edges, g.Edges) || len(s.Graph.Nodes) != len(g.Nodes) {
		return nil, errors.New("other nodes or edges than those of the network")
	}
	given = map[*Tensor]*Tensor{}
	for k := range s.projections {
		p := &s.projections[k]
		given[p.weight] = nil
		if p.lines != nil {
			given[p.delay], given[p.lines] = nil, nil
		}
	}
	for _, want := range s.Graph.Nodes {
		got := g.node(want.Name)
		if got == nil || got.Type != want.Type || len(got.Fields) != len(want.Fields) {
			return nil, fmt.Errorf("no node %s of type %s as the network has it", want.Name, want.Type)
		}
		for field, expected := range want.Fields {
			found := got.Fields[field]
			_, free := given[expected]
			if found == nil || !slices.Equal(found.Shape, expected.Shape) || !free && !slices.Equal(found.Values, expected.Values) {
				return nil, fmt.Errorf("node %s: another %s than that of the network", want.Name, field)
			}
			if free {
				given[expected] = &Tensor{found.Shape, slices.Clone(found.Values)}
			}
		}
	}
	for k := range s.projections {
		p := &s.projections[k]
		p.weight = given[p.weight]
		if p.lines != nil {
			p.delay = given[p.delay]
		}
	}
	return given, nil
}
