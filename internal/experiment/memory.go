package experiment

import (
	"runtime/debug"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/topology"
)

// A large network's state is there from the beginning to the end, so it pays to
// let the heap grow by a quarter of it before the garbage collector runs, and not
// to twice its size.
const (
	largeNetwork          = 10_000_000 // synapses
	largeNetworkGCPercent = 25         // Go's default is 100
)

// tuneCollector sets the garbage collector for the network's size and returns
// what sets it back.
func tuneCollector(net *network.Network) (restore func()) {
	if expectedSynapses(&net.Topology) < largeNetwork {
		return func() {}
	}
	previous := debug.SetGCPercent(largeNetworkGCPercent)
	return func() { debug.SetGCPercent(previous) }
}

// expectedSynapses is the number of synapses, or its mean for a Bernoulli rule.
func expectedSynapses(n *topology.Network) float64 {
	total := 0.0
	for l, projection := range n.Projections {
		degree := float64(n.Sizes[l])
		switch projection.Rule {
		case topology.FixedInDegree:
			degree = float64(projection.InDegree)
		case topology.Bernoulli:
			degree *= projection.Density
		}
		total += degree * float64(n.Sizes[l+1])
	}
	return total
}
