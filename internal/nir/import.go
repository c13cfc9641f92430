package nir

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// Network is what a graph of others says of a network.
type Network struct {
	Populations []Population // the input, then others in the file's order, the output last
	Projections []Projection // in the order of the populations that they lead to
}

// Population is an Input or CubaLIF node.
type Population struct {
	Name   string
	Size   int
	Neuron model.Parameters // of a CubaLIF node; what NIR does not have is 0
}

// Projection is a way from one population to another, all-to-all.
type Projection struct {
	From, To int     // populations
	Delay    float64 // s
	weights  *Tensor
	factor   float64 // of the weights
}

// appendWeights appends the weights of a neuron's synapses, by presynaptic neuron.
func (p *Projection) appendWeights(dst []float64, neuron int) []float64 {
	columns := p.weights.Shape[1]
	for _, w := range p.weights.Values[neuron*columns : (neuron+1)*columns] {
		dst = append(dst, w*p.factor)
	}
	return dst
}

// States are the weights of all neurons by population and neuron, in the order of the projections.
func (net *Network) States() [][]messages.State {
	states := make([][]messages.State, len(net.Populations))
	for k := range net.Projections {
		p := &net.Projections[k]
		if states[p.To] == nil {
			states[p.To] = make([]messages.State, net.Populations[p.To].Size)
		}
		for neuron := range states[p.To] {
			s := &states[p.To][neuron]
			s.Weights = p.appendWeights(s.Weights, neuron)
		}
	}
	return states
}

// Import finds the network in a graph, in which times and spikes are as a convention says. A graph that is no
// network of those that run here is an error, which names the node and the reason.
func Import(g *Graph, c Convention) (*Network, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	flat, err := g.flatten()
	if err != nil {
		return nil, fmt.Errorf("nir: %w", err)
	}
	i := &importer{graph: flat, convention: c, nodes: map[string]*Node{}, before: map[string][]string{}, index: map[string]int{}, net: &Network{}}
	for _, n := range flat.Nodes {
		i.nodes[n.Name] = n
	}
	for _, e := range flat.Edges {
		i.before[e.To] = append(i.before[e.To], e.From)
	}
	for _, step := range []func() error{i.checkTypes, i.order, i.projections} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("nir: %w", err)
		}
	}
	return i.net, nil
}

// importer finds a network in a graph without graphs in it.
type importer struct {
	graph      *Graph
	convention Convention
	nodes      map[string]*Node
	before     map[string][]string // from where edges lead to a node
	index      map[string]int      // of populations, by node
	factors    []float64           // of weights, by population
	steps      int                 // back along edges, so far
	net        *Network
}

// refuse is an error about a node.
func (n *Node) refuse(format string, arguments ...any) error {
	return fmt.Errorf("node %s of type %s: %s", n.Name, n.Type, fmt.Sprintf(format, arguments...))
}

// understood are the types of nodes that a network may consist of.
var understood = []string{inputType, outputType, linearType, affineType, delayType, flattenType, cubaType, graphType}

// The types of nodes that are read and not written.
const (
	affineType  = "Affine"
	flattenType = "Flatten"
)

func (i *importer) checkTypes() error {
	for _, n := range i.graph.Nodes {
		if n.Type != passType && !slices.Contains(understood, n.Type) {
			return n.refuse("there are no such neurons or synapses here, allowed: %s", strings.Join(understood, ", "))
		}
	}
	return nil
}

// order lists the populations: the one Input node, and the CubaLIF nodes, that before the Output node last.
func (i *importer) order() error {
	output, err := i.only(outputType)
	if err != nil {
		return err
	}
	input, err := i.only(inputType)
	if err != nil {
		return err
	}
	ways, err := i.ways(output.Name, way{}, 0)
	if err != nil {
		return err
	}
	if len(ways) != 1 || ways[0].weights != nil || ways[0].delay > 0 || ways[0].from.Type != cubaType {
		return output.refuse("%d ways lead there, allowed: one, from a CubaLIF node, with nothing on it", len(ways))
	}
	nodes := []*Node{input}
	for _, n := range i.graph.Nodes {
		if n.Type == cubaType && n != ways[0].from {
			nodes = append(nodes, n)
		}
	}
	for place, n := range append(nodes, ways[0].from) {
		i.index[n.Name] = place
		p := Population{Name: n.Name}
		factor := 1.0
		if n.Type == cubaType {
			if p.Neuron, factor, err = neuronOf(n, i.convention); err != nil {
				return err
			}
		}
		i.net.Populations, i.factors = append(i.net.Populations, p), append(i.factors, factor)
	}
	return nil
}

// only returns the one node of a type.
func (i *importer) only(kind string) (*Node, error) {
	var found []*Node
	for _, n := range i.graph.Nodes {
		if n.Type == kind {
			found = append(found, n)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%d nodes of type %s, allowed: one", len(found), kind)
	}
	return found[0], nil
}

// projections finds the ways into each population, and how large the populations are.
func (i *importer) projections() error {
	for to := range i.net.Populations {
		n := i.nodes[i.net.Populations[to].Name]
		if n.Type == inputType {
			continue
		}
		ways, err := i.ways(n.Name, way{}, 0)
		if err != nil {
			return err
		}
		if len(ways) == 0 {
			return n.refuse("no way leads there, allowed: at least one")
		}
		for _, w := range ways {
			if w.weights == nil {
				return n.refuse("the way from %s has no weights, allowed: a Linear or Affine node on it", w.from.Name)
			}
			from := i.index[w.from.Name]
			i.net.Projections = append(i.net.Projections, Projection{From: from, To: to, Delay: w.delay, weights: w.weights, factor: i.factors[to]})
			for _, end := range []struct{ population, size int }{{to, w.weights.Shape[0]}, {from, w.weights.Shape[1]}} {
				p := &i.net.Populations[end.population]
				if p.Size != 0 && p.Size != end.size {
					return i.nodes[p.Name].refuse("%d neurons by one matrix of weights and %d by another, allowed: as many", p.Size, end.size)
				}
				p.Size = end.size
			}
		}
	}
	for k := range i.net.Populations {
		p := &i.net.Populations[k]
		n := i.nodes[p.Name]
		if p.Size == 0 {
			return n.refuse("nothing leads from there, allowed: a way to a CubaLIF node")
		}
		if own := n.size(); own > 1 && own != p.Size {
			return n.refuse("%d neurons, and %d by the weights, allowed: as many", own, p.Size)
		}
	}
	return nil
}

// size is the number of neurons by a node's own fields, 0 or 1 where these don't say.
func (n *Node) size() int {
	if n.Type == inputType {
		return n.shape()
	}
	if n.Type == cubaType {
		return len(n.Fields["tau_syn"].Values)
	}
	return 0
}

// mostSteps bounds the steps back along edges.
const mostSteps = 1_000_000

// way is a way into a node: from where, and what is on it.
type way struct {
	from    *Node
	weights *Tensor // of the one Linear or Affine node, or nil
	node    *Node   // that has them
	delay   float64 // s
}

// ways follows the edges into a node back to populations.
func (i *importer) ways(name string, so way, steps int) ([]way, error) {
	if steps > len(i.graph.Nodes) {
		return nil, i.nodes[name].refuse("a cycle without neurons, allowed: CubaLIF nodes in every cycle")
	}
	var all []way
	for _, before := range i.before[name] {
		n, next := i.nodes[before], so
		if i.steps++; i.steps > mostSteps {
			return nil, n.refuse("more than %d ways lead from it, allowed: up to that", mostSteps)
		}
		switch n.Type {
		case inputType, cubaType:
			next.from = n
			all = append(all, next)
			continue
		case linearType, affineType:
			weights, err := n.weights()
			if err != nil {
				return nil, err
			}
			if so.weights != nil {
				return nil, n.refuse("%s follows it without neurons between them, allowed: one matrix of weights on a way", so.node.Name)
			}
			next.weights, next.node = weights, n
		case delayType:
			delay, err := n.constant("delay", nil)
			if err != nil {
				return nil, err
			}
			if !(delay >= 0) {
				return nil, n.refuse("delay %v, allowed: 0 or more", delay)
			}
			next.delay += delay / i.convention.Unit.perSecond()
		case outputType:
			return nil, n.refuse("an edge leads from it, allowed: none")
		}
		found, err := i.ways(before, next, steps+1)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// weights are those of a Linear node, or of an Affine node whose bias is 0.
func (n *Node) weights() (*Tensor, error) {
	w := n.Fields["weight"]
	if w == nil || len(w.Shape) != 2 || w.Shape[0] < 1 || w.Shape[1] < 1 {
		return nil, n.refuse("no weight of two dimensions, allowed: [postsynaptic][presynaptic]")
	}
	for k, x := range w.Values {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, n.refuse("weight %v at place %d, allowed: finite ones", x, k)
		}
	}
	if bias := n.Fields["bias"]; bias != nil {
		if k := slices.IndexFunc(bias.Values, func(b float64) bool { return b != 0 }); k >= 0 {
			return nil, n.refuse("bias %v of neuron %d, allowed: 0", bias.Values[k], k)
		}
	}
	return w, nil
}

// constant is the value that a field has for all neurons; what is missing is the usual value, if there is one.
func (n *Node) constant(field string, usual *float64) (float64, error) {
	t := n.Fields[field]
	switch {
	case t == nil && usual != nil:
		return *usual, nil
	case t == nil || len(t.Values) == 0:
		return 0, n.refuse("no %s, allowed: one number, or one for each neuron", field)
	}
	least, most := slices.Min(t.Values), slices.Max(t.Values)
	if least != most {
		return 0, n.refuse("%s from %v to %v, allowed: one value for all neurons of a node", field, least, most)
	}
	return least, nil
}
