package limits

import (
	"context"
	"math"
	"runtime/debug"
	"strings"
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

// The collector keeps to the run's limit, or else to the user's, or else to most of the machine's memory, and is set back.
func TestTheCollectorKeepsToALimit(t *testing.T) {
	const unset = math.MaxInt64
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(unset))
	machine := int64(float64(Limits{}.ceiling().size) * softShare)
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

// A run without a limit of its own stops before the machine's memory is used up. A batch that alone takes more is given up,
// and the error names what was too small.
func TestARunKeepsToTheMachinesMemory(t *testing.T) {
	_, begun := Limits{}.Begin(t.Context())
	memory := begun.memory
	begun.Release()
	if machine := machineMemory(); machine > 0 && (memory.size >= machine || memory.size < machine/2) {
		t.Errorf("%v of %v, want most of it", memory.size, machine)
	}
	memory.size = 1000
	for used, want := range map[Size]struct{ stopped, givenUp bool }{
		1000: {}, 1001: {stopped: true}, 1020: {stopped: true}, 1021: {stopped: true, givenUp: true},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		g := &Guard{memory: memory, cancel: cancel, usage: func() Size { return used }}
		var givenUp error
		uncover := g.Cover(func(err error) { givenUp = err })
		g.Look()
		uncover()
		if stopped := ctx.Err() != nil; stopped != want.stopped || stopped && StoppedBy(ctx) != StoppedByMemory {
			t.Errorf("%d of 1000 bytes: stopped is %v, by %q; want %v", used, stopped, StoppedBy(ctx), want.stopped)
		}
		if (givenUp != nil) != want.givenUp || givenUp != nil && !strings.Contains(givenUp.Error(), memory.name) {
			t.Errorf("%d of 1000 bytes: given up with %v, want %v", used, givenUp, want.givenUp)
		}
	}
}
