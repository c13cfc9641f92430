package distributed

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/topology"
)

// A Build of a few bytes that names more neurons or cores than there can be is refused before
// anything is made for them.
func TestALargeBuildIsRefusedBeforeItTakesMemory(t *testing.T) {
	spec := networktest.Random(3).Spec
	spec.Topology = topology.Network{Sizes: []int{5, 1_000_000_000, 2}, Projections: topology.Chain(topology.FixedInDegree{InDegree: 2}, topology.FixedInDegree{InDegree: 2})}
	for _, c := range []struct {
		name       string
		perCore    int
		owners     int
		says       string
		fitsHere   bool
		neurons    int
		population int
	}{
		{"one neuron a core", 1, 3, "3 cores are placed, the network has 1000000002", true, 0, 0},
		{"large cores", 1_000_000_000, 2, "its part has 1000000002 neurons, allowed by max-neurons: 100", true, 100, 0},
		{"no room", 1_000_000_000, 2, "no room", false, 0, 0},
		{"a population without end", 1, 3, "must be from 1 to", true, 0, 1 << 40},
	} {
		t.Run(c.name, func(t *testing.T) {
			spec := spec
			spec.NeuronsPerCore = c.perCore
			if c.population > 0 {
				spec.Topology.Sizes = []int{5, c.population, 2}
			}
			w := &Worker{maxNeurons: c.neurons, builder: func([]byte) (terms.Blueprint, error) { return blueprintThat(spec, c.fitsHere), nil }}
			m := &wire.Build{Addresses: []string{"a:1", "b:1"}, Owners: make([]int, c.owners), Window: minWindow, Patience: minPatience}
			for i := range m.Owners {
				m.Owners[i] = 1
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, err := w.checkBuild(m, 1)
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want one that says %q", err, c.says)
			}
			if taken := after.TotalAlloc - before.TotalAlloc; taken > 1<<20 {
				t.Errorf("%d bytes were allocated, want less than 1 MiB", taken)
			}
		})
	}
}

var errNoRoom = errors.New("no room")

// blueprintThat is a plan of a network with or without room for it.
func blueprintThat(spec network.Spec, fits bool) terms.Blueprint {
	return terms.Blueprint{Spec: spec, Admit: func(owns func(topology.Core) bool) error {
		for core := range spec.Topology.EachCore(spec.NeuronsPerCore) {
			if owns(core) && !fits {
				return errNoRoom
			}
		}
		return nil
	}}
}
