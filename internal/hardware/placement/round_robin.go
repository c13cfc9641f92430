package placement

import "sfdfa-actors/topology"

// RoundRobin deals the neurons of all populations one by one over as many cores, which
// stand row by row.
type RoundRobin struct{}

// Name implements Rule.
func (RoundRobin) Name() string { return "round-robin" }

// Groups implements Rule.
func (RoundRobin) Groups(n *topology.Network, cores []topology.Core) [][]Group {
	groups := make([][]Group, len(cores))
	dealt := 0
	for population := 1; population < len(n.Sizes); population++ {
		for c := range groups {
			first := (c - dealt) % len(cores)
			if first < 0 {
				first += len(cores)
			}
			if count := (n.Sizes[population] - first + len(cores) - 1) / len(cores); count > 0 {
				groups[c] = append(groups[c], Group{Population: population, First: first, Step: len(cores), Count: count})
			}
		}
		dealt += n.Sizes[population]
	}
	return groups
}

// Arrange implements Rule: the cores stay row by row.
func (RoundRobin) Arrange(*Placement, *topology.Network) {}
