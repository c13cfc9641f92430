package limits

import (
	"runtime/debug"

	"sfdfa-actors/actors/network"
)

// A large network's state is there from the beginning to the end, so it pays to
// let the heap grow by a quarter of it before the garbage collector runs, and not
// to twice its size.
const (
	largeNetwork          = 10_000_000 // synapses
	largeNetworkGCPercent = 25         // Go's default is 100
)

// TuneCollector sets the garbage collector for the network's size and returns
// what sets it back.
func TuneCollector(net *network.Network) (restore func()) {
	if net.Topology.MeanSynapses() < largeNetwork {
		return func() {}
	}
	previous := debug.SetGCPercent(largeNetworkGCPercent)
	return func() { debug.SetGCPercent(previous) }
}
