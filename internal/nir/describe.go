package nir

import (
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/topology"
)

// mostElements bounds a matrix of weights, which is as large as what the reader of HDF5 files takes.
const mostElements = 1 << 26

// Sent is a network as a graph, with what its weights need to find their places.
type Sent struct {
	Graph       *Graph
	net         *network.Network
	projections []sentProjection
}

// sentProjection is one projection in a graph: a Linear node, before which a Delay node may stand. Where each
// synapse has a delay of its own, a Linear node of ones and zeros before that gives every synapse a line.
type sentProjection struct {
	weight *Tensor
	delay  *Tensor // or nil
	lines  *Tensor // of the synapses, or nil
	used   int     // lines that have their synapse
}

// Describe returns a network as a graph of a convention whose weights are 0. A network that NIR can't say
// is an error, which names the population or projection.
func Describe(net *network.Network, c Convention) (*Sent, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	s := &Sent{Graph: &Graph{Metadata: c.metadata()}, net: net}
	n := &net.Topology
	s.add("", &Node{Name: s.name(0), Type: inputType, Fields: map[string]*Tensor{"shape": vector(1, float64(n.Sizes[0]))}})
	for population := n.FirstNeurons(); population < len(n.Sizes); population++ {
		p := net.Neurons[population-1]
		err := refuse(p)
		if n.IsGenerator(population) {
			err = fmt.Errorf("it is a source of the kind %s, allowed: dataset, since a graph of NIR gets its input from outside", net.Sources[population].Kind)
		}
		if len(net.Drives) > 0 && net.Drives[population-1].Rate > 0 {
			err = fmt.Errorf("a Poisson drive of %v Hz, allowed: none, since no node of NIR has one", net.Drives[population-1].Rate)
		}
		if err != nil {
			return nil, fmt.Errorf("population %s: %w", s.name(population), err)
		}
		node := cubaOf(p, c).node(s.name(population), n.Sizes[population])
		node.Metadata.Numbers = map[string]float64{"spike_cap": float64(p.SpikeCap)}
		s.add("", node)
	}
	for k := range n.Projections {
		if err := s.project(k, c); err != nil {
			return nil, fmt.Errorf("projection from %s to %s: %w", s.name(n.Projections[k].From), s.name(n.Projections[k].To), err)
		}
	}
	const output = "output"
	s.add(s.name(n.Output()), &Node{Name: output, Type: outputType, Fields: map[string]*Tensor{"shape": vector(1, float64(net.Outputs()))}})
	return s, nil
}

// add adds a node, and an edge to it unless it comes from nowhere.
func (s *Sent) add(from string, n *Node) {
	s.Graph.Nodes = append(s.Graph.Nodes, n)
	if from != "" {
		s.Graph.Edges = append(s.Graph.Edges, Edge{from, n.Name})
	}
}

// name is that of a population's node. Those of the graph's ends are "input" and "output", which some readers
// look for.
func (s *Sent) name(population int) string {
	n := &s.net.Topology
	switch {
	case population == 0:
		return "input"
	case population < len(n.Names) && n.Names[population] != "input" && n.Names[population] != "output":
		return n.Names[population]
	case population == n.Output():
		return "output-neurons"
	case population < len(n.Names):
		return n.Names[population] + "-neurons"
	}
	return fmt.Sprintf("hidden-%d", population)
}

// project adds the nodes of a projection. Names of populations have small letters only, so these are others.
func (s *Sent) project(k int, c Convention) error {
	n := &s.net.Topology
	p := &n.Projections[k]
	name, from := s.name(p.From)+"_TO_"+s.name(p.To), s.name(p.From)
	for i := 2; s.Graph.node(name) != nil; i++ {
		name = fmt.Sprintf("%s_TO_%s_%d", s.name(p.From), s.name(p.To), i)
	}
	pre, post := n.Sizes[p.From], n.Sizes[p.To]
	var sent sentProjection
	constant, isConstant := p.Delays.Constant()
	if !p.Delays.PerAxon && (!isConstant || p.LearnsDelays) {
		lines := s.synapses(k)
		if err := sizeOf(lines, max(pre, post)); err != nil {
			return fmt.Errorf("a line for each of %d synapses, which have delays of their own: %w", lines, err)
		}
		sent.lines = matrix(lines, pre)
		s.add(from, &Node{Name: name + "_SYNAPSES", Type: linearType, Fields: map[string]*Tensor{"weight": sent.lines}})
		from, pre = name+"_SYNAPSES", lines
	}
	if err := sizeOf(post, pre); err != nil {
		return err
	}
	if sent.lines != nil || p.Delays.PerAxon || constant > 0 {
		sent.delay = vector(pre, constant*c.Unit.perSecond())
		if p.Delays.PerAxon {
			stream := rng.NewStream(0, rng.Key{})
			for j := range sent.delay.Values {
				sent.delay.Values[j] = n.AxonDelay(k, j, stream) * c.Unit.perSecond()
			}
		}
		s.add(from, &Node{Name: name + "_DELAY", Type: delayType, Fields: map[string]*Tensor{"delay": sent.delay}})
		from = name + "_DELAY"
	}
	sent.weight = matrix(post, pre)
	s.add(from, &Node{Name: name, Type: linearType, Fields: map[string]*Tensor{"weight": sent.weight}})
	s.Graph.Edges = append(s.Graph.Edges, Edge{name, s.name(p.To)})
	s.projections = append(s.projections, sent)
	return nil
}

// sizeOf refuses a matrix that is too large.
func sizeOf(rows, columns int) error {
	if rows > mostElements/columns {
		return fmt.Errorf("a matrix of %d × %d weights, allowed: up to %d: NIR has no sparse ones", rows, columns, mostElements)
	}
	return nil
}

func matrix(rows, columns int) *Tensor {
	return &Tensor{[]int{rows, columns}, make([]float64, rows*columns)}
}

// synapses is the number of synapses of a projection.
func (s *Sent) synapses(k int) int {
	n, total := &s.net.Topology, 0
	to := n.Projections[k].To
	s.partners(to, func(_ int, partners []int32) {
		for i, afferent := range n.Afferents(to) {
			if afferent.Index == k {
				total += n.AppendDegrees(nil, to, partners)[i]
			}
		}
	})
	return total
}

// partners visits the presynaptic partners of a population's neurons, one after the other.
func (s *Sent) partners(population int, visit func(neuron int, partners []int32)) {
	for _, core := range topology.OfPopulation(s.net.Cores, population) {
		partners := s.net.Topology.Partners(core)
		for i := range core.Count {
			visit(core.First+i, partners.NeuronPartners(i))
		}
	}
}
