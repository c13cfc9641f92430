package nir

import (
	"math"
	"slices"
)

// The types of nodes that are written.
const (
	inputType  = "Input"
	outputType = "Output"
	linearType = "Linear"
	delayType  = "Delay"
	cubaType   = "CubaLIF"
	graphType  = "NIRGraph"
)

// Graph is a graph of nodes, of which each adds up what arrives on its edges.
type Graph struct {
	Nodes    []*Node // with names of their own, in the file's order
	Edges    []Edge
	Metadata Metadata
}

// Edge leads from one node to another, by their names.
type Edge struct{ From, To string }

// Node is a node of a graph.
type Node struct {
	Name     string
	Type     string
	Fields   map[string]*Tensor // by the names that the type has for them
	Graph    *Graph             // of a node that is a graph itself, or nil
	Metadata Metadata
}

// Tensor is an array of numbers in C order.
type Tensor struct {
	Shape  []int // empty for a single number
	Values []float64
}

// Metadata are texts and numbers by name.
type Metadata struct {
	Texts   map[string]string
	Numbers map[string]float64
}

// node returns the node with a name, or nil.
func (g *Graph) node(name string) *Node {
	i := slices.IndexFunc(g.Nodes, func(n *Node) bool { return n.Name == name })
	if i < 0 {
		return nil
	}
	return g.Nodes[i]
}

// vector is n times the same number.
func vector(n int, x float64) *Tensor {
	return &Tensor{[]int{n}, slices.Repeat([]float64{x}, n)}
}

// Ends are the numbers of neurons of the graph's first Input and Output node, 0 where it has none.
func (g *Graph) Ends() (inputs, outputs int) {
	for _, n := range g.Nodes {
		switch size := n.shape(); {
		case n.Type == inputType && inputs == 0:
			inputs = size
		case n.Type == outputType && outputs == 0:
			outputs = size
		}
	}
	return inputs, outputs
}

// shape is the number of neurons that the field shape says, 0 if there is none that can be.
func (n *Node) shape() int {
	shape := n.Fields["shape"]
	if shape == nil {
		return 0
	}
	size := 1.0
	for _, length := range shape.Values {
		size *= length
	}
	if !(size >= 1 && size <= math.MaxInt32) {
		return 0
	}
	return int(size)
}
