package sanafe

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// mostSynapses bounds a network: each synapse is a line.
const mostSynapses = 1 << 24

// StateSource has the states of a network's neurons.
type StateSource interface {
	// States is as network.Engine's.
	States(population int, visit func([]messages.State) error) error
}

// Network is what is written of a network.
type Network struct {
	Net       *network.Network
	Placement *placement.Placement
	States    StateSource
	Timestep  float64          // dt, s
	Spikes    []messages.Spike // of the input, or nil
}

// Write writes groups, edges and mapping. A network that SANA-FE can't have is an error, which names the population or
// projection.
func (n *Network) Write(w io.Writer) error {
	kinds, err := n.kinds()
	if err != nil {
		return err
	}
	t := &text{w: w}
	t.line("# a step is %g s; potentials and weights are multiplied by %d", n.Timestep, scale)
	t.line("network:\n  name: sfdfa-actors\n  groups:\n    - name: input\n      attributes: [log_spikes: true]\n      neurons:")
	n.input(t)
	for population, kind := range kinds {
		t.line("    - name: %s\n      attributes: [log_spikes: true, soma: {threshold: %v, leak_decay: %v, input_decay: %v, bias: %v, reset_mode: soft}]\n      neurons:\n        - 0..%d: []",
			n.name(population+1), kind.threshold, kind.leakDecay, kind.inputDecay, kind.bias, n.Net.Topology.Sizes[population+1]-1)
	}
	t.line("    - name: readout\n      attributes: []\n      neurons:\n        - 0: []\n  edges:")
	for population, kind := range kinds {
		if err := n.edges(t, population+1, kind.weight); err != nil {
			return err
		}
	}
	for o := range n.Net.Outputs() {
		t.line("    - %s.%d -> readout.0: [weight: 0.0]", n.name(n.Net.Topology.Output()), o)
	}
	n.mapping(t)
	return t.err
}

// kinds are the constants of the populations behind the input.
func (n *Network) kinds() (kinds []lif, err error) {
	net, synapses := n.Net, 0
	for k := range net.Topology.Projections {
		p := &net.Topology.Projections[k]
		if delay, constant := p.Delays.Constant(); !constant || delay > 0 || p.LearnsDelays {
			return nil, fmt.Errorf("projection from %s to %s: it has delays, allowed: none", n.name(p.From), n.name(p.To))
		}
	}
	for population := net.Topology.FirstNeurons(); population < len(net.Topology.Sizes); population++ {
		kind, err := lifOf(net.Neurons[population-1], n.Timestep)
		if net.Topology.IsGenerator(population) || len(net.Drives) > 0 && net.Drives[population-1].Rate > 0 {
			err = fmt.Errorf("it fires at random, allowed: populations that only fire by what reaches them")
		}
		if err != nil {
			return nil, fmt.Errorf("population %s: %w", n.name(population), err)
		}
		if synapses += net.Topology.Sizes[population] * net.Topology.PresynapticCount(population); synapses > mostSynapses {
			return nil, fmt.Errorf("the network may have more than %d synapses, allowed: up to that", mostSynapses)
		}
		kinds = append(kinds, kind)
	}
	return kinds, nil
}

// name is that of a population's group.
func (n *Network) name(population int) string {
	switch population {
	case 0:
		return "input"
	case n.Net.Topology.Output():
		return "output"
	}
	return fmt.Sprintf("hidden-%d", population)
}

// input writes the input neurons with their spikes, as one number a step.
func (n *Network) input(t *text) {
	if n.Spikes == nil {
		t.line("        - 0..%d: []", n.Net.Inputs()-1)
		return
	}
	trains := make([][]byte, n.Net.Inputs())
	for _, s := range n.Spikes {
		step, train := int(s.Time/n.Timestep), &trains[s.Source]
		for len(*train) <= step {
			*train = append(*train, '0')
		}
		(*train)[step] = '1'
	}
	for j, train := range trains {
		t.line("        - %d: [spikes: [%s]]", j, strings.Join(strings.Split(string(train), ""), ", "))
	}
}

// edges writes the synapses of a population's neurons.
func (n *Network) edges(t *text, population int, factor float64) error {
	var weights [][]float64
	if err := n.States.States(population, func(states []messages.State) error {
		for i := range states {
			own := states[i].Weights
			if n.Net.Learning.AveragesWeights() {
				own = states[i].Averages
			}
			weights = append(weights, slices.Clone(own))
		}
		return nil
	}); err != nil {
		return err
	}
	afferents := n.Net.Topology.Afferents(population)
	for _, core := range topology.OfPopulation(n.Net.Cores, population) {
		partners := n.Net.Topology.Partners(core)
		for i := range core.Count {
			neuron, at := core.First+i, 0
			for synapse, partner := range partners.NeuronPartners(i) {
				for int(partner) >= afferents[at].Offset+n.Net.Topology.Sizes[afferents[at].From] {
					at++
				}
				t.line("    - %s.%d -> %s.%d: [weight: %v]", n.name(afferents[at].From), int(partner)-afferents[at].Offset,
					n.name(population), neuron, factor*weights[neuron][synapse])
			}
		}
	}
	return t.err
}

// mapping writes on which core each neuron lives. The inputs and the readout share the tile that the host is linked to.
func (n *Network) mapping(t *text) {
	t.line("mappings:")
	for j := range n.Net.Inputs() {
		t.line("  - input.%d: [core: 0.0, soma: \"inputs[%d]\"]", j, j)
	}
	t.line("  - readout.0: [core: 0.0, soma: \"inputs[%d]\"]", n.Net.Inputs())
	for c := range n.Placement.Cores {
		core := &n.Placement.Cores[c]
		for _, group := range core.Groups {
			for k := range group.Count {
				t.line("  - %s.%d: [core: %d.0, soma: lif]", n.name(group.Population), group.Neuron(k), n.Placement.Grid.Tile(core.Position))
			}
		}
	}
}
