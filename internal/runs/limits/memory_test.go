package limits

import (
	"math"
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

// The collector keeps to the run's limit, or else to the user's, or else to the machine's memory, and is set back.
func TestTheCollectorKeepsToALimit(t *testing.T) {
	const unset = math.MaxInt64
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(unset))
	machine := int64(float64(machineMemory()) * softShare)
	if machine == 0 {
		machine = unset
	}
	for _, test := range []struct {
		memory      Size
		before, now int64
	}{
		{1 << 40, unset, 1 << 40 / 16 * 15}, {1 << 40, 1 << 41, 1 << 40 / 16 * 15},
		{0, unset, machine}, {0, 1 << 41, 1 << 41},
	} {
		debug.SetMemoryLimit(test.before)
		_, guard := Limits{Memory: test.memory}.Begin(t.Context())
		if got := debug.SetMemoryLimit(-1); got != test.now {
			t.Errorf("max-memory %d, GOMEMLIMIT %d: %d bytes, want %d", test.memory, test.before, got, test.now)
		}
		guard.Release()
		if got := debug.SetMemoryLimit(-1); got != test.before {
			t.Errorf("max-memory %d, GOMEMLIMIT %d: %d bytes afterwards", test.memory, test.before, got)
		}
	}
}
