package topology

import (
	"fmt"
	"strings"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"
)

// Components lists the strongly connected components of the network: populations from each of
// which projections lead to all others, or single ones. Sources come first, and each other
// component after all from which projections lead to it. Inside a component projections
// that may have no delay lead from earlier populations to later ones.
func (n *Network) Components() [][]int {
	var components [][]int
	for source := range n.FirstNeurons() {
		components = append(components, []int{source})
	}
	for _, component := range sorted(n.graph(func(*Projection) bool { return true })) {
		if component[0] < n.FirstNeurons() {
			continue // is there already: nothing leads to a source
		}
		components = append(components, n.inOrder(component))
	}
	return components
}

// inOrder sorts the populations of a component.
func (n *Network) inOrder(component []int) []int {
	if len(component) == 1 {
		return component
	}
	belongs := make([]bool, len(n.Sizes))
	for _, population := range component {
		belongs[population] = true
	}
	ordered := make([]int, 0, len(component))
	for _, immediate := range sorted(n.graph((*Projection).mayBeImmediate)) {
		if belongs[immediate[0]] { // and so do the others, of which a valid network has none
			ordered = append(ordered, immediate...)
		}
	}
	return ordered
}

// Recurrent reports whether the population is in a cycle of projections.
func (n *Network) Recurrent(population int) bool {
	for k := range n.Projections {
		if p := &n.Projections[k]; p.From == population && p.To == population {
			return true
		}
	}
	for _, component := range n.Components() {
		for _, member := range component {
			if member == population {
				return len(component) > 1
			}
		}
	}
	return false
}

// validateCycles checks that every cycle of projections between populations that there are has
// a delay above 0.
func (n *Network) validateCycles() []error {
	var faults []error
	for k := range n.Projections {
		if p := &n.Projections[k]; p.From == p.To && p.mayBeImmediate() {
			faults = append(faults, n.withoutDelay(p.From))
		}
	}
	immediate := n.graph((*Projection).mayBeImmediate)
	for _, component := range sorted(immediate) {
		if len(component) > 1 {
			faults = append(faults, n.withoutDelay(cycle(immediate, component)...))
		}
	}
	return faults
}

func (p *Projection) mayBeImmediate() bool { return p.Delays.Least() <= 0 }

// withoutDelay is the fault of a cycle of populations.
func (n *Network) withoutDelay(populations ...int) error {
	names := make([]string, 0, len(populations)+1)
	for _, population := range append(populations, populations[0]) {
		names = append(names, n.Name(population))
	}
	return fmt.Errorf("topology: populations %s have no delay: in a cycle the delays of at least one projection must be above 0", strings.Join(names, " -> "))
}

// cycle finds a way from population to population of a strongly connected component that ends
// where it begins.
func cycle(g graph.Directed, component []int) []int {
	var way []int
	at := map[int]int{} // positions in the way
	for population := component[0]; ; {
		if first, been := at[population]; been {
			return way[first:]
		}
		at[population] = len(way)
		way = append(way, population)
		for _, next := range component {
			if g.HasEdgeFromTo(int64(population), int64(next)) {
				population = next
				break
			}
		}
	}
}

// graph has a node for each population, and an edge between two where a projection that has
// been chosen leads from the one to the other.
func (n *Network) graph(chosen func(*Projection) bool) graph.Directed {
	g := simple.NewDirectedGraph()
	for population := range n.Sizes {
		g.AddNode(simple.Node(population))
	}
	for k := range n.Projections {
		if p := &n.Projections[k]; p.From != p.To && chosen(p) {
			g.SetEdge(simple.Edge{F: simple.Node(p.From), T: simple.Node(p.To)})
		}
	}
	return g
}

// sorted lists the strongly connected components of a graph in topological order, each with
// ascending members.
func sorted(g graph.Directed) [][]int {
	nodes, err := topo.SortStabilized(g, nil)
	cyclic, _ := err.(topo.Unorderable) // there is no other error
	var components [][]int
	for _, node := range nodes {
		members := []graph.Node{node}
		if node == nil { // stands for the next cyclic component
			members, cyclic = cyclic[0], cyclic[1:]
		}
		component := make([]int, len(members))
		for i, member := range members {
			component[i] = int(member.ID())
		}
		components = append(components, component)
	}
	return components
}
