package placement

import "sfdfa-actors/topology"

// Layer fills the mesh row by row with the cores of one population after the other;
// each core holds consecutive neurons of one population.
type Layer struct{}

// Name implements Rule.
func (Layer) Name() string { return "layer" }

// Groups implements Rule.
func (Layer) Groups(_ *topology.Network, cores []topology.Core) [][]Group {
	groups := make([][]Group, len(cores))
	for c, core := range cores {
		groups[c] = []Group{{Population: core.Population, First: core.First, Step: 1, Count: core.Count}}
	}
	return groups
}

// Arrange implements Rule: the cores stay row by row.
func (Layer) Arrange(*Placement, *topology.Network) {}
