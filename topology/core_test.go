package topology_test

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/topology"
)

func sparse() *topology.Network {
	return &topology.Network{
		Sizes: []int{20, 37, 10, 3},
		Projections: topology.Chain(
			topology.FixedInDegree{InDegree: 6},
			topology.Bernoulli{Density: 0.4},
			topology.Dense{},
		),
		Seed: 11,
	}
}

// Cores hold every neuron but the input's once, in order and never more than
// asked; the cores of a population differ in size by at most one.
func TestCoresCoverAllNeuronsOnce(t *testing.T) {
	n := sparse()
	for perCore := 1; perCore <= 40; perCore++ {
		cores, err := n.Cores(perCore)
		if err != nil {
			t.Fatal(err)
		}
		for id, core := range cores {
			if core.ID != id {
				t.Errorf("%d per core: core %d has ID %d", perCore, id, core.ID)
			}
		}
		total := 0
		for population := 1; population < len(n.Sizes); population++ {
			own := topology.OfPopulation(cores, population)
			total += len(own)
			expectCover(t, own, n.Sizes[population], perCore)
		}
		if total != len(cores) {
			t.Errorf("%d per core: %d cores, but %d of the populations that learn", perCore, len(cores), total)
		}
	}
}

func expectCover(t *testing.T, cores []topology.Core, size, perCore int) {
	t.Helper()
	next, smallest, largest := 0, math.MaxInt, 0
	for _, core := range cores {
		if core.First != next || core.Count < 1 || core.Count > perCore {
			t.Errorf("%d per core: core %+v, want it to start at %d with 1 to %d neurons", perCore, core, next, perCore)
		}
		next += core.Count
		smallest, largest = min(smallest, core.Count), max(largest, core.Count)
	}
	if next != size {
		t.Errorf("%d per core: cores hold %d neurons, want %d", perCore, next, size)
	}
	if largest-smallest > 1 {
		t.Errorf("%d per core: sizes from %d to %d, must differ by at most 1", perCore, smallest, largest)
	}
}

func TestCoresNeedRoom(t *testing.T) {
	if _, err := sparse().Cores(-1); err == nil || !strings.Contains(err.Error(), "neurons per core, must be at least 1") {
		t.Errorf("-1 neurons per core: error %v", err)
	}
}

// Without a number small populations have no more cores than 1024 neurons each
// need, large ones 64, and very large ones as many as 4096 neurons each need.
func TestCoresChooseTheirSize(t *testing.T) {
	for size, want := range map[int]int{1: 1, 800: 1, 1024: 1, 1025: 2, 64 * 1024: 64, 200_000: 64, 64 * 4096: 64, 1_000_000: 245} {
		n := topology.Network{Sizes: []int{1, size}, Projections: topology.Chain(topology.Dense{})}
		cores, err := n.Cores(0)
		if err != nil {
			t.Fatal(err)
		}
		if len(cores) != want {
			t.Errorf("%d neurons on %d cores, want %d", size, len(cores), want)
		}
	}
}

// The number of synapses by hand: 20 × 37 × 6/20, 37 × 10 × 0.4, 10 × 3.
func TestMeanSynapsesByHand(t *testing.T) {
	if got, want := sparse().MeanSynapses(), 37*6+10*0.4*37+10*3; got != want {
		t.Errorf("%v synapses, want %v", got, want)
	}
}

// Parts of a core hold its neurons once and in order, and no more synapses than
// asked unless a single neuron has more.
func TestPartsCoverACoreOnce(t *testing.T) {
	n := sparse()
	core := topology.Core{Population: 2, First: 3, Count: 7} // of 14.8 synapses a neuron
	for synapses, want := range map[int][]topology.Part{
		1:       {{First: 0, Count: 1}, {First: 1, Count: 1}, {First: 2, Count: 1}, {First: 3, Count: 1}, {First: 4, Count: 1}, {First: 5, Count: 1}, {First: 6, Count: 1}},
		45:      {{First: 0, Count: 3}, {First: 3, Count: 3}, {First: 6, Count: 1}},
		104:     {{First: 0, Count: 7}},
		1 << 40: {{First: 0, Count: 7}},
	} {
		if got := slices.Collect(n.Parts(core, synapses)); !slices.Equal(got, want) {
			t.Errorf("%d synapses: parts %v, want %v", synapses, got, want)
		}
	}
	for range n.Parts(core, 1) {
		break // whoever has seen enough may stop
	}
}

// synapse is one connection, named independently of cores.
type synapse struct{ pre, post, index int32 }

func inOrder(synapses []synapse) []synapse {
	slices.SortFunc(synapses, func(x, y synapse) int {
		return cmp.Or(cmp.Compare(x.pre, y.pre), cmp.Compare(x.post, y.post), cmp.Compare(x.index, y.index))
	})
	return synapses
}

// The fan-out tables of all cores together are the partner lists transposed,
// however the network is cut into cores.
func TestAxonsAreThePartnersTransposed(t *testing.T) {
	n := sparse()
	for population := 1; population < len(n.Sizes); population++ {
		var want []synapse
		for i := range n.Sizes[population] {
			for index, j := range partners(n, population, i) {
				want = append(want, synapse{j, int32(i), int32(index)})
			}
		}
		inOrder(want)
		for _, perCore := range []int{1, 4, 1000} {
			cores, err := n.Cores(perCore)
			if err != nil {
				t.Fatal(err)
			}
			var got []synapse
			for _, core := range topology.OfPopulation(cores, population) {
				got = append(got, fanOut(t, n, core)...)
			}
			if !slices.Equal(inOrder(got), want) {
				t.Errorf("population %d, %d per core: %d synapses differ from the %d of the partner lists", population, perCore, len(got), len(want))
			}
		}
	}
}

// fanOut lists a core's table, each axon's synapses in the order of the neurons.
func fanOut(t *testing.T, n *topology.Network, core topology.Core) []synapse {
	t.Helper()
	axons, err := topology.NewAxons(n.Partners(core), n.Sizes[core.Population-1])
	if err != nil {
		t.Fatal(err)
	}
	var synapses []synapse
	for j := range n.Sizes[core.Population-1] {
		previous := int32(-1)
		for _, packed := range axons.Synapses(int32(j)) {
			s := axons.Unpack(packed)
			if s.Neuron <= previous || int(s.Neuron) >= core.Count {
				t.Fatalf("core %+v, axon %d: neuron %d follows %d", core, j, s.Neuron, previous)
			}
			previous = s.Neuron
			synapses = append(synapses, synapse{int32(j), int32(core.First) + s.Neuron, s.Index})
		}
	}
	if axons.Count() != len(synapses) {
		t.Errorf("core %+v counts %d synapses, has %d", core, axons.Count(), len(synapses))
	}
	return synapses
}

// A synapse is named in 32 bits: 20 for a million neurons leave 12 for 4096
// synapses each, and not for one more.
func TestAxonsNeedBitsForNeuronsAndSynapses(t *testing.T) {
	for synapses, fits := range map[int]bool{4096: true, 4097: false} {
		n := &topology.Network{
			Sizes: []int{synapses, 1 << 20}, Seed: 1,
			Projections: topology.Chain(topology.FixedInDegree{InDegree: 1}),
		}
		partners := n.Partners(topology.Core{Population: 1, Count: 1<<20 - 1})
		n.Projections[0].Rule = topology.FixedInDegree{InDegree: synapses}
		partners.Append(n.Partners(topology.Core{Population: 1, First: 1<<20 - 1, Count: 1}))
		_, err := topology.NewAxons(partners, synapses)
		if fits != (err == nil) || (!fits && !strings.Contains(err.Error(), "fewer neurons per core")) {
			t.Errorf("a million neurons, one with %d synapses: error %v", synapses, err)
		}
	}
}
