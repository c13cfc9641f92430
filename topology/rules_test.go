package topology_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/topology"
)

// all draws the partners of every neuron of population 1.
func all(n *topology.Network) *topology.Partners {
	return n.Partners(topology.Core{Population: 1, Count: n.Sizes[1]})
}

// Every presynaptic neuron has the same number of partners, and every postsynaptic one
// is as likely as any other.
func TestFixedOutDegree(t *testing.T) {
	const presynaptic, postsynaptic = 4000, 40
	for _, degree := range []int{1, 7, 39, 40} {
		n := pair(presynaptic, postsynaptic, topology.FixedOutDegree{OutDegree: degree}, 3)
		out, chosen := make([]int, presynaptic), make([]int, postsynaptic)
		partners := all(n)
		for i := range postsynaptic {
			list := partners.NeuronPartners(i)
			expectSet(t, list, presynaptic)
			chosen[i] = len(list)
			for _, j := range list {
				out[j]++
			}
		}
		if least, most := slices.Min(out), slices.Max(out); least != degree || most != degree {
			t.Errorf("out-degrees from %d to %d, want %d", least, most, degree)
		}
		expectBinomial(t, chosen, presynaptic, float64(degree)/postsynaptic)
	}
}

// However a population is cut into groups, its neurons have the same partners.
func TestGroupsHaveThePartnersOfTheirNeurons(t *testing.T) {
	for _, rule := range topology.Rules {
		n := &topology.Network{Sizes: []int{24, 24}, Seed: 3, Projections: []topology.Projection{
			{From: 0, To: 1, Rule: rule},
			{From: 1, To: 1, Rule: rule, NoSelf: rule.Name() != "one-to-one" && rule.Name() != "receptive-field"},
		}}
		for _, group := range [][3]int{{0, 1, 24}, {5, 1, 7}, {23, 1, 1}, {1, 5, 4}, {3, 20, 2}} {
			partners := n.GroupPartners(1, group[0], group[1], group[2])
			for k := range group[2] {
				if got, want := partners.NeuronPartners(k), partnersOf(n, group[0]+k*group[1]); !slices.Equal(got, want) {
					t.Errorf("%s, group %v: partners %v of neuron %d, want %v", rule.Name(), group, got, k, want)
				}
			}
		}
	}
}

func partnersOf(n *topology.Network, neuron int) []int32 { return partners(n, 1, neuron) }

// Without self-connections all others stay as likely as each other.
func TestNoNeuronIsItsOwnPartner(t *testing.T) {
	const size = 500
	for _, rule := range []topology.Rule{
		topology.Dense{}, topology.Bernoulli{Density: 0.3}, topology.Bernoulli{Density: 1},
		topology.FixedInDegree{InDegree: 9}, topology.FixedInDegree{InDegree: size - 1},
		topology.FixedOutDegree{OutDegree: 9}, topology.FixedOutDegree{OutDegree: size - 1},
	} {
		n := &topology.Network{Sizes: []int{1, size}, Seed: 8, Projections: []topology.Projection{
			{From: 0, To: 1, Rule: topology.Dense{}},
			{From: 1, To: 1, Rule: rule, NoSelf: true, Delays: topology.Delays{Distribution: topology.Constant{Value: 1}}},
		}}
		if err := n.Validate(); err != nil {
			t.Fatal(err)
		}
		if n.IsDense(1) {
			t.Errorf("%s: IsDense is true without self-connections", rule.Name())
		}
		byDistance := make([]int, size) // around the ring of neurons
		partners := all(n)
		for i := range size {
			for _, j := range partners.NeuronPartners(i)[1:] {
				byDistance[(int(j)-1-i+size)%size]++
			}
		}
		if byDistance[0] > 0 {
			t.Errorf("%s: %d neurons are partners of their own", rule.Name(), byDistance[0])
		}
		expectBinomial(t, byDistance[1:], size, (n.MeanInDegree(1)-1)/(size-1))
	}
}

// A 3 x 4 plane of two maps under kernels of 2 x 2 that move by a row, and by two columns:
//
//	0  1  2  3    12 13 14 15
//	4  5  6  7    16 17 18 19
//	8  9 10 11    20 21 22 23
func TestReceptiveFieldsByHand(t *testing.T) {
	rule := topology.ReceptiveField{Shape: [2]int{3, 4}, Kernel: [2]int{2, 2}, Stride: [2]int{1, 2}}
	n := pair(24, 8, rule, 1) // two maps of 2 x 2
	if err := n.Validate(); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]int32{
		{0, 1, 4, 5, 12, 13, 16, 17}, {2, 3, 6, 7, 14, 15, 18, 19},
		{4, 5, 8, 9, 16, 17, 20, 21}, {6, 7, 10, 11, 18, 19, 22, 23},
	} {
		for _, neuron := range []int{i, i + 4} {
			if got := partners(n, 1, neuron); !slices.Equal(got, want) {
				t.Errorf("neuron %d sees %v, want %v", neuron, got, want)
			}
		}
	}
	if got := n.MeanInDegree(1); got != 8 {
		t.Errorf("%v synapses a neuron, want 8", got)
	}
}

func TestOneToOne(t *testing.T) {
	n := pair(3, 3, topology.OneToOne{}, 1)
	for i := range 3 {
		if got := partners(n, 1, i); !slices.Equal(got, []int32{int32(i)}) {
			t.Errorf("neuron %d has partners %v", i, got)
		}
	}
}

func TestRulesAreChecked(t *testing.T) {
	field := func(rows, kernel, stride int) topology.Rule {
		return topology.ReceptiveField{Shape: [2]int{rows, 1}, Kernel: [2]int{kernel, 1}, Stride: [2]int{stride, 1}}
	}
	for _, test := range []struct {
		rule   topology.Rule
		noSelf bool
		want   string
	}{
		{topology.OneToOne{}, false, "one-to-one joins populations of 6 and 3 neurons, which must be as many"},
		{topology.FixedOutDegree{}, false, "out-degree is 0, must be from 1 to the 3 postsynaptic neurons"},
		{topology.FixedOutDegree{OutDegree: 4}, false, "out-degree is 4, must be"},
		{field(3, 4, 1), false, "kernel of 4 rows with stride 1, must be from 1 to the 3 of the presynaptic map"},
		{field(3, 1, 0), false, "kernel of 1 rows with stride 0"},
		{field(4, 1, 1), false, "6 presynaptic neurons, must be maps of 4 x 1"},
		{field(6, 2, 1), false, "3 postsynaptic neurons, must be maps of 5 x 1"},
		{field(1<<62, 1, 1), false, "6 presynaptic neurons, must be maps"},
	} {
		if err := pair(6, 3, test.rule, 1).Validate(); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: error %v, want one with %q", test.rule, err, test.want)
		}
	}
	for want, rule := range map[string]topology.Rule{
		"one-to-one without self-connections leaves nothing": topology.OneToOne{},
		"receptive-field can't leave out self-connections":   field(1, 1, 1),
		"in-degree is 3, must be from 1 to the 2":            topology.FixedInDegree{InDegree: 3},
		"out-degree is 3, must be from 1 to the 2":           topology.FixedOutDegree{OutDegree: 3},
		"rule half gives neither":                            half{},
	} {
		n := pair(6, 3, topology.Dense{}, 1)
		n.Projections = append(n.Projections, topology.Projection{From: 1, To: 1, Rule: rule, NoSelf: true})
		if err := n.Validate(); err == nil || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%s: error %v, want one with %q", rule.Name(), err, want)
		}
	}
}

// half is a rule that connects nobody.
type half struct{}

func (half) Name() string                          { return "half" }
func (half) Validate(topology.Between) error       { return nil }
func (half) MeanInDegree(topology.Between) float64 { return 0 }
