package placement

import (
	"fmt"

	"sfdfa-actors/topology"
)

// Rule says how neurons find their places on the mesh.
type Rule string

const (
	// Layer fills the mesh row by row with the cores of one population
	// after the other; each core holds consecutive neurons of one population.
	Layer Rule = "layer"
	// RoundRobin deals the neurons of all populations one by one over as
	// many cores, which it places row by row.
	RoundRobin Rule = "round-robin"
	// Greedy places the cores of Layer one after the other
	// where they have the shortest ways; see greedy.go.
	Greedy Rule = "greedy"
)

// Rules lists the allowed values.
func Rules() []Rule {
	return []Rule{Layer, RoundRobin, Greedy}
}

// Placement says on which core of a mesh each neuron lives, all but the input's:
// those are the host's. It is a picture for counting only: which actors carry the
// spikes, and in which order anything is computed, does not depend on it.
type Placement struct {
	Rule  Rule
	Grid  Grid
	Cores []MeshCore

	homes [][]int32 // core by population and neuron; none of the input
}

// MeshCore is a core of the mesh with the neurons that live there.
type MeshCore struct {
	Position Position
	Groups   []Group
}

// Group is some neurons of one population: First, First + Step, ….
type Group struct {
	Population  int
	First, Step int
	Count       int
}

// Neuron is the k-th neuron of the group.
func (p Group) Neuron(k int) int { return p.First + k*p.Step }

// Neurons is the number of the core's neurons.
func (c *MeshCore) Neurons() (neurons int) {
	for _, group := range c.Groups {
		neurons += group.Count
	}
	return neurons
}

// Home returns the core on which a neuron lives. The population is not the input.
func (p *Placement) Home(population, neuron int) int { return int(p.homes[population][neuron]) }

// Place places the network's neurons on a grid, or on the smallest near-square one
// if that is Grid{}. cores are those of n.Cores: there are as many on the mesh,
// whatever the rule, so that placements are compared on equal hardware. It is an
// error if the grid has too few positions.
func Place(n *topology.Network, cores []topology.Core, rule Rule, grid Grid) (*Placement, error) {
	if grid == (Grid{}) {
		grid = SquareGrid(len(cores))
	}
	if grid.Size() < len(cores) {
		return nil, fmt.Errorf("placement: the grid %s has room for %d cores, the network needs %d", grid, grid.Size(), len(cores))
	}
	p := &Placement{Rule: rule, Grid: grid, Cores: make([]MeshCore, len(cores))}
	for c := range p.Cores {
		p.Cores[c].Position = grid.At(c)
	}
	switch rule {
	case Layer, Greedy:
		for c, core := range cores {
			p.Cores[c].Groups = []Group{{Population: core.Population, First: core.First, Step: 1, Count: core.Count}}
		}
	case RoundRobin:
		p.deal(n.Sizes)
	default:
		return nil, fmt.Errorf("placement: unknown placement %q, allowed: %s, %s, %s", rule, Layer, RoundRobin, Greedy)
	}
	p.findHomes(n.Sizes)
	if rule == Greedy {
		p.shorten(n)
	}
	return p, nil
}

// deal gives neuron after neuron to core after core.
func (p *Placement) deal(sizes []int) {
	dealt := 0
	for population := 1; population < len(sizes); population++ {
		for c := range p.Cores {
			first := (c - dealt) % len(p.Cores)
			if first < 0 {
				first += len(p.Cores)
			}
			if count := (sizes[population] - first + len(p.Cores) - 1) / len(p.Cores); count > 0 {
				p.Cores[c].Groups = append(p.Cores[c].Groups, Group{Population: population, First: first, Step: len(p.Cores), Count: count})
			}
		}
		dealt += sizes[population]
	}
}

// findHomes turns the groups of cores into the cores of neurons.
func (p *Placement) findHomes(sizes []int) {
	p.homes = make([][]int32, len(sizes))
	for population := 1; population < len(sizes); population++ {
		p.homes[population] = make([]int32, sizes[population])
	}
	for c := range p.Cores {
		for _, group := range p.Cores[c].Groups {
			for k := range group.Count {
				p.homes[group.Population][group.Neuron(k)] = int32(c)
			}
		}
	}
}
