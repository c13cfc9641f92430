package placement

import (
	"fmt"
	"strings"

	"sfdfa-actors/topology"
)

// Rule says how neurons find their places on the mesh.
type Rule interface {
	// Name is what settings call the rule.
	Name() string
	// Groups returns which neurons each core of the mesh holds: one list for each of
	// the network's cores, and every neuron but the input's once.
	Groups(n *topology.Network, cores []topology.Core) [][]Group
	// Arrange moves the cores, which hold their groups and stand row by row, to
	// their positions.
	Arrange(p *Placement, n *topology.Network)
}

// Rules is the table of placement rules; the first is the default.
var Rules = []Rule{Layer{}, RoundRobin{}, Greedy{}, Bottleneck{}}

// RuleByName returns the rule of that name.
func RuleByName(name string) (Rule, error) {
	for _, rule := range Rules {
		if rule.Name() == name {
			return rule, nil
		}
	}
	return nil, fmt.Errorf("placement: unknown placement %q, allowed: %s", name, strings.Join(RuleNames(), ", "))
}

// RuleNames lists the names of the rules in the table's order.
func RuleNames() []string {
	names := make([]string, len(Rules))
	for i, rule := range Rules {
		names[i] = rule.Name()
	}
	return names
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
	for c, groups := range rule.Groups(n, cores) {
		p.Cores[c] = MeshCore{Position: grid.At(c), Groups: groups}
	}
	p.findHomes(n.Sizes)
	rule.Arrange(p, n)
	return p, nil
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
