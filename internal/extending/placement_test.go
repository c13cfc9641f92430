package extending_test

import (
	"fmt"

	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/topology"
)

// Backwards fills the mesh as Layer does, with the output next to the host.
type Backwards struct{ placement.Layer }

// Name implements placement.Rule.
func (Backwards) Name() string { return "backwards" }

// Arrange implements placement.Rule.
func (Backwards) Arrange(p *placement.Placement, _ *topology.Network) {
	for c := range p.Cores {
		p.Cores[c].Position = p.Grid.At(len(p.Cores) - 1 - c)
	}
}

func ExampleBackwards() {
	n := &topology.Network{Sizes: []int{4, 6, 2}, Projections: topology.Chain(topology.Dense{}, topology.Dense{})}
	cores, err := n.Cores(3)
	if err != nil {
		panic(err)
	}
	p, err := placement.Place(n, cores, Backwards{}, placement.Grid{})
	if err != nil {
		panic(err)
	}
	for c := range p.Cores {
		fmt.Println(p.Cores[c].Position, p.Cores[c].Groups)
	}
	// Output:
	// {0 1} [{1 0 1 3}]
	// {1 0} [{1 3 1 3}]
	// {0 0} [{2 0 1 2}]
}
