package placement_test

import (
	"fmt"
	"strings"
	"testing"

	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/topology"
)

// sparse is a network with every connection rule.
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

func place(t *testing.T, n *topology.Network, perCore int, rule placement.Rule, grid placement.Grid) *placement.Placement {
	t.Helper()
	cores, err := n.Cores(perCore)
	if err != nil {
		t.Fatal(err)
	}
	p, err := placement.Place(n, cores, rule, grid)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Whatever the rule, every neuron but the input's has one home, no core holds more
// than it may, no two cores have the same position, and as many cores are used.
func TestPlacementsHoldEveryNeuronOnce(t *testing.T) {
	n := sparse()
	for perCore := 1; perCore <= 40; perCore++ {
		cores, err := n.Cores(perCore)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range placement.Rules {
			p := place(t, n, perCore, rule, placement.Grid{})
			name := fmt.Sprintf("%s, %d per core", rule.Name(), perCore)
			if len(p.Cores) != len(cores) {
				t.Errorf("%s: %d cores, want %d", name, len(p.Cores), len(cores))
			}
			homes, taken := map[[2]int]int{}, map[placement.Position]bool{}
			for c := range p.Cores {
				core := &p.Cores[c]
				if core.Neurons() > perCore {
					t.Errorf("%s: core %d holds %d neurons", name, c, core.Neurons())
				}
				if at := core.Position; taken[at] || at.X < 0 || at.X >= p.Grid.Width || at.Y < 0 || at.Y >= p.Grid.Height {
					t.Errorf("%s: core %d is at %v of %s, which is taken or outside", name, c, at, p.Grid)
				}
				taken[core.Position] = true
				for _, group := range core.Groups {
					for k := range group.Count {
						neuron := [2]int{group.Population, group.Neuron(k)}
						if _, twice := homes[neuron]; twice || p.Home(neuron[0], neuron[1]) != c {
							t.Errorf("%s: neuron %v is on core %d, its home is %d", name, neuron, c, p.Home(neuron[0], neuron[1]))
						}
						homes[neuron] = c
					}
				}
			}
			if len(homes) != 37+10+3 {
				t.Errorf("%s: %d neurons have a home, want 50", name, len(homes))
			}
		}
	}
}

// Round-robin deals neurons like cards: two hidden populations of 3 and 4 neurons
// and 2 outputs, at most 3 on a core, over 1 + 2 + 1 cores.
func TestRoundRobinByHand(t *testing.T) {
	n := &topology.Network{Sizes: []int{1, 3, 4, 2}, Projections: make([]topology.Projection, 3)}
	p := place(t, n, 3, placement.RoundRobin{}, placement.Grid{Width: 4, Height: 1})
	want := [][]int{nil, {0, 1, 2}, {3, 0, 1, 2}, {3, 0}}
	for population := 1; population < 4; population++ {
		for i, home := range want[population] {
			if got := p.Home(population, i); got != home {
				t.Errorf("neuron %d of population %d is on core %d, want %d", i, population, got, home)
			}
		}
	}
	if core := p.Cores[1]; core.Position != (placement.Position{X: 1}) || core.Neurons() != 2 {
		t.Errorf("core 1 is at %v with %d neurons, want (1, 0) with 2", core.Position, core.Neurons())
	}
}

// Greedy placement by hand: 9 inputs, hidden populations of 2 and 2 neurons and 4
// outputs, dense, two neurons on a core, on a row of four. Packets if every neuron
// fires once: host to core 0 (hidden 1) 9; core 0 to core 1 (hidden 2) 2; core 1 to
// cores 2 and 3 (output) 2 each; cores 2 and 3 to the host 2 each. Core 0 comes
// first, to the host's corner. Then cores 1, 2 and 3 exchange 2 with what is
// placed; the first of them takes x = 1, beside core 0. Core 2 exchanges 2 with
// core 1 and 2 with the host: at x = 2 that is 2·1 + 2·2. Core 3 is left.
func TestGreedyByHand(t *testing.T) {
	n := &topology.Network{Sizes: []int{9, 2, 2, 4}, Projections: topology.Chain(topology.Dense{}, topology.Dense{}, topology.Dense{})}
	p := place(t, n, 2, placement.Greedy{}, placement.Grid{Width: 4, Height: 1})
	for c, x := range []int{0, 1, 2, 3} {
		if p.Cores[c].Position.X != x {
			t.Errorf("core %d is at %v, want x = %d", c, p.Cores[c].Position, x)
		}
	}
	// With 1 input and 6 outputs, host to core 0 is 1, the outputs on cores 2 to 4
	// exchange 2 each with the host and with core 1, cores 0 and 1 exchange 2. Core
	// 2 comes first, to x = 0. Now cores 1, 3 and 4 exchange 2 with what is placed:
	// core 1 to x = 1. Then cores 3 and 4 exchange 4, more than core 0 with 3.
	n.Sizes = []int{1, 2, 2, 6}
	p = place(t, n, 2, placement.Greedy{}, placement.Grid{Width: 5, Height: 1})
	for c, x := range []int{4, 1, 0, 2, 3} {
		if p.Cores[c].Position.X != x {
			t.Errorf("core %d is at %v, want x = %d", c, p.Cores[c].Position, x)
		}
	}
}

// A grid that is too small is refused with both figures, and so is a rule that
// there is not.
func TestPlacementsThatCannotBe(t *testing.T) {
	n := sparse()
	cores, err := n.Cores(10)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := placement.Place(n, cores, placement.Layer{}, placement.Grid{Width: 2, Height: 2}); err == nil || !strings.Contains(err.Error(), "2x2 has room for 4 cores, the network needs 6") {
		t.Errorf("too small a grid: error %v", err)
	}
	if _, err := placement.RuleByName("scattered"); err == nil || !strings.Contains(err.Error(), `"scattered", allowed: layer, round-robin, greedy`) {
		t.Errorf("unknown rule: error %v", err)
	}
}

func TestGridsByHand(t *testing.T) {
	for text, want := range map[string]placement.Grid{"8x4": {Width: 8, Height: 4}, "1x1": {Width: 1, Height: 1}, "1024x2": {Width: 1024, Height: 2}} {
		if got, err := placement.ParseGrid(text); err != nil || got != want || got.String() != text {
			t.Errorf("%s: %+v, error %v", text, got, err)
		}
	}
	for _, text := range []string{"", "8", "x", "8x", "x4", "0x4", "8x-4", "8x4x2", "8×4", "1025x1", "8.0x4", " 8x4"} {
		if got, err := placement.ParseGrid(text); err == nil || !strings.Contains(err.Error(), "allowed: WIDTHxHEIGHT, each from 1 to 1024") {
			t.Errorf("%q: %+v, error %v", text, got, err)
		}
	}
	for cores, want := range map[int]string{1: "1x1", 2: "2x1", 3: "2x2", 5: "3x2", 9: "3x3", 10: "4x3", 14: "4x4", 245: "16x16"} {
		if got := placement.SquareGrid(cores).String(); got != want {
			t.Errorf("%d cores: %s, want %s", cores, got, want)
		}
	}
}

// The fan-in of the groups of a placement is the network's synapses, however they
// are placed.
func TestFanInIsTheNetworksSynapses(t *testing.T) {
	for _, n := range []*topology.Network{sparse(), graph()} {
		for _, rule := range placement.Rules {
			expectFanIn(t, n, rule)
		}
	}
}

// graph has a skip, parallel projections, a cycle, an output that leads back, and a dense population.
func graph() *topology.Network {
	dense, delays := topology.Dense{}, topology.Delays{Distribution: topology.Constant{Value: 1}}
	return &topology.Network{
		Sizes: []int{9, 20, 15, 4}, Seed: 3,
		Projections: []topology.Projection{
			{From: 0, To: 1, Rule: topology.FixedInDegree{InDegree: 3}},
			{From: 2, To: 1, Rule: topology.FixedOutDegree{OutDegree: 5}, Delays: delays},
			{From: 0, To: 1, Rule: topology.Bernoulli{Density: 0.5}},
			{From: 3, To: 1, Rule: dense, Delays: delays},
			{From: 1, To: 2, Rule: dense}, {From: 1, To: 2, Rule: dense}, {From: 0, To: 2, Rule: dense},
			{From: 2, To: 2, Rule: topology.FixedInDegree{InDegree: 2}, NoSelf: true, Delays: delays},
			{From: 1, To: 3, Rule: dense}, {From: 0, To: 3, Rule: dense}, {From: 1, To: 3, Rule: dense},
		},
	}
}

func expectFanIn(t *testing.T, n *topology.Network, rule placement.Rule) {
	t.Helper()
	p := place(t, n, 7, rule, placement.Grid{})
	fanIn := placement.NewFanIn(n)
	for c := range p.Cores {
		for _, group := range p.Cores[c].Groups {
			want, degrees := map[[2]int]int{}, map[int]int{} // by population and neuron
			for k := range group.Count {
				all := n.AppendPresynaptic(nil, group.Population, group.Neuron(k), rng.NewStream(0, rng.Key{}))
				degrees[group.Neuron(k)] = len(all)
				for _, j := range all {
					want[locate(n, group.Population, int(j))]++
				}
			}
			fanIn.Visit(group, func(i int, s placement.Synapses) {
				if degrees[i] != int(s.All) {
					t.Errorf("%s, core %d: neuron %d has %d synapses, want %d", rule.Name(), c, i, s.All, degrees[i])
				}
				delete(degrees, i)
			}, func(from, j int, s placement.Synapses) {
				if want[[2]int{from, j}] != int(s.All) {
					t.Errorf("%s, core %d: neuron %d of population %d reaches %d synapses, want %d", rule.Name(), c, j, from, s.All, want[[2]int{from, j}])
				}
				delete(want, [2]int{from, j})
			})
			if len(want)+len(degrees) > 0 {
				t.Errorf("%s, core %d: not visited: %v, %v", rule.Name(), c, degrees, want)
			}
		}
	}
}

// locate returns the population and the index of a presynaptic neuron of a population.
func locate(n *topology.Network, population, presynaptic int) [2]int {
	for _, afferent := range n.Afferents(population) {
		if presynaptic < afferent.Offset+n.Sizes[afferent.From] {
			return [2]int{afferent.From, presynaptic - afferent.Offset}
		}
	}
	panic("no such presynaptic neuron")
}
