package limits

import (
	"runtime/debug"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/topology"
)

// Large networks change the collector for the time of a run, small ones don't.
func TestTheCollectorIsSetBack(t *testing.T) {
	current := func() int {
		percent := debug.SetGCPercent(100)
		debug.SetGCPercent(percent)
		return percent
	}
	before := current()
	for size, want := range map[int]int{10: before, 4000: largeNetworkGCPercent} {
		net := &network.Network{Spec: network.Spec{Topology: topology.Network{
			Sizes: []int{size, size}, Projections: topology.Chain(topology.Dense{}),
		}}}
		restore := TuneCollector(net)
		if got := current(); got != want {
			t.Errorf("%d×%d synapses: %d %%, want %d %%", size, size, got, want)
		}
		restore()
		if got := current(); got != before {
			t.Errorf("after the run: %d %%, want %d %%", got, before)
		}
	}
}
