package topology_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/topology"
)

// pair is a network of two populations with one projection.
func pair(presynaptic, postsynaptic int, projection topology.Rule, seed uint64) *topology.Network {
	return &topology.Network{
		Sizes:       []int{presynaptic, postsynaptic},
		Projections: topology.Chain(projection),
		Seed:        seed,
	}
}

func partners(n *topology.Network, population, neuron int) []int32 {
	return n.AppendPresynaptic(nil, population, neuron, rng.NewStream(99, rng.Key{Sample: 7}))
}

// expectSet fails the test unless the partners are ascending, distinct and in range.
func expectSet(t *testing.T, list []int32, presynaptic int) {
	t.Helper()
	for k, j := range list {
		if j < 0 || int(j) >= presynaptic {
			t.Fatalf("partner %d, must be from 0 to %d", j, presynaptic-1)
		}
		if k > 0 && j <= list[k-1] {
			t.Fatalf("partner %d follows %d, must ascend", j, list[k-1])
		}
	}
}

func TestDenseConnectsAll(t *testing.T) {
	n := pair(5, 3, topology.Dense{}, 1)
	for i := range 3 {
		if got := partners(n, 1, i); !slices.Equal(got, []int32{0, 1, 2, 3, 4}) {
			t.Errorf("neuron %d: partners %v, want all", i, got)
		}
	}
	if !n.IsDense(1) {
		t.Error("IsDense is false for a dense projection")
	}
}

// Every neuron has the same number of partners, and every presynaptic neuron
// is as likely as any other.
func TestFixedInDegree(t *testing.T) {
	const presynaptic, postsynaptic = 40, 4000
	for _, degree := range []int{1, 7, 39, 40} {
		n := pair(presynaptic, postsynaptic, topology.FixedInDegree{InDegree: degree}, 3)
		chosen := make([]int, presynaptic)
		for i := range postsynaptic {
			list := partners(n, 1, i)
			expectSet(t, list, presynaptic)
			if len(list) != degree {
				t.Fatalf("neuron %d has %d partners, want %d", i, len(list), degree)
			}
			for _, j := range list {
				chosen[j]++
			}
		}
		expectBinomial(t, chosen, postsynaptic, float64(degree)/presynaptic)
		if n.IsDense(1) {
			t.Error("IsDense is true for a fixed in-degree")
		}
	}
}

func TestBernoulli(t *testing.T) {
	const presynaptic, postsynaptic = 40, 4000
	for _, density := range []float64{1e-4, 0.02, 0.3, 0.97, 1} {
		n := pair(presynaptic, postsynaptic, topology.Bernoulli{Density: density}, 4)
		chosen := make([]int, presynaptic)
		for i := range postsynaptic {
			list := partners(n, 1, i)
			expectSet(t, list, presynaptic)
			for _, j := range list {
				chosen[j]++
			}
		}
		expectBinomial(t, chosen, postsynaptic, density)
	}
}

// expectBinomial checks how often each presynaptic neuron was chosen in so many
// trials against 5 standard deviations, and all together as well.
func expectBinomial(t *testing.T, chosen []int, trials int, p float64) {
	t.Helper()
	total := 0
	deviation := math.Sqrt(float64(trials) * p * (1 - p))
	for j, count := range chosen {
		total += count
		if math.Abs(float64(count)-float64(trials)*p) > 5*deviation+1 {
			t.Errorf("p = %v: neuron %d chosen %d times, want %.0f ± %.0f", p, j, count, float64(trials)*p, 5*deviation)
		}
	}
	n := float64(len(chosen))
	if want := n * float64(trials) * p; math.Abs(float64(total)-want) > 5*math.Sqrt(n)*deviation+1 {
		t.Errorf("p = %v: %d synapses, want %.0f", p, total, want)
	}
}

// A neuron's partners follow from the seed, its population and its index, and
// from nothing that was drawn before.
func TestPartnersFollowFromTheSeed(t *testing.T) {
	for _, projection := range []topology.Rule{
		topology.FixedInDegree{InDegree: 10},
		topology.Bernoulli{Density: 0.3},
	} {
		n := &topology.Network{Sizes: []int{50, 50, 4}, Projections: topology.Chain(projection, projection), Seed: 5}
		stream := rng.NewStream(0, rng.Key{})
		forwards := n.AppendPresynaptic(nil, 1, 2, stream)
		n.AppendPresynaptic(nil, 1, 3, stream)
		if again := n.AppendPresynaptic(nil, 1, 2, stream); !slices.Equal(again, forwards) {
			t.Errorf("%s: partners %v, then %v", projection.Name(), forwards, again)
		}
		if other := n.AppendPresynaptic(nil, 2, 2, stream); slices.Equal(other, forwards) {
			t.Errorf("%s: the same partners in two populations", projection.Name())
		}
		if other := n.AppendPresynaptic(nil, 1, 3, stream); slices.Equal(other, forwards) {
			t.Errorf("%s: two neurons with the same partners", projection.Name())
		}
		n.Seed++
		if other := n.AppendPresynaptic(nil, 1, 2, stream); slices.Equal(other, forwards) {
			t.Errorf("%s: the same partners for two seeds", projection.Name())
		}
	}
}

// AppendPresynaptic leaves what stands in dst already.
func TestPartnersAreAppended(t *testing.T) {
	for _, projection := range []topology.Rule{
		topology.Dense{},
		topology.FixedInDegree{InDegree: 2},
		topology.Bernoulli{Density: 0.5},
	} {
		n := pair(6, 1, projection, 8)
		want := append([]int32{-7}, partners(n, 1, 0)...)
		if got := n.AppendPresynaptic([]int32{-7}, 1, 0, rng.NewStream(0, rng.Key{})); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", projection.Name(), got, want)
		}
	}
}

func TestNetworksAreChecked(t *testing.T) {
	dense := topology.Dense{}
	for _, test := range []struct {
		name    string
		network topology.Network
		want    string // "" if allowed
	}{
		{"smallest", topology.Network{Sizes: []int{1, 1}, Projections: topology.Chain(dense)}, ""},
		{"no populations", topology.Network{}, "0 populations, needs at least"},
		{"input only", topology.Network{Sizes: []int{3}}, "1 populations, needs at least"},
		{"too few projections", topology.Network{Sizes: []int{3, 2, 2}, Projections: topology.Chain(dense)}, "no projection leads to population 2"},
		{"empty population", topology.Network{Sizes: []int{3, 0}, Projections: topology.Chain(dense)}, "population 1 has 0 neurons"},
		{"negative population", topology.Network{Sizes: []int{-3, 1}, Projections: topology.Chain(dense)}, "population 0 has -3 neurons"},
		{"no rule", *pair(3, 2, nil, 0), "projection from population 0 to 1 is missing, allowed: all-to-all, one-to-one, pairwise-bernoulli, fixed-in-degree, fixed-out-degree, receptive-field"},
		{"in-degree 0", *pair(3, 2, topology.FixedInDegree{}, 0), "in-degree is 0, must be from 1 to the 3"},
		{"in-degree 3 of 3", *pair(3, 2, topology.FixedInDegree{InDegree: 3}, 0), ""},
		{"in-degree 4 of 3", *pair(3, 2, topology.FixedInDegree{InDegree: 4}, 0), "in-degree is 4, must be from 1 to the 3"},
		{"density 0", *pair(3, 2, topology.Bernoulli{}, 0), "density is 0, must be in (0, 1]"},
		{"density 1", *pair(3, 2, topology.Bernoulli{Density: 1}, 0), ""},
		{"density above 1", *pair(3, 2, topology.Bernoulli{Density: 1.1}, 0), "density is 1.1"},
		{"three faults", topology.Network{Sizes: []int{0, 3, 2, 1}, Projections: topology.Chain(dense, topology.FixedInDegree{}, topology.Bernoulli{})},
			"population 0 has 0 neurons, must be from 1 to 2147483647\nprojection from population 1 to 2: topology: in-degree is 0, must be from 1 to the 3 presynaptic neurons\nprojection from population 2 to 3: topology: density is 0"},
		{"density NaN", *pair(3, 2, topology.Bernoulli{Density: math.NaN()}, 0), "density is NaN"},
	} {
		err := test.network.Validate()
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: error %q, want none", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.want)
		}
	}
}

// Every rule of the table draws sets of partners, of as many as it says on average.
func TestEveryRuleKeepsItsPromises(t *testing.T) {
	const presynaptic = 30
	for i, rule := range topology.Rules {
		if names := topology.RuleNames(); slices.Index(names, rule.Name()) != i {
			t.Errorf("names %q, want each rule's own once", names)
		}
		postsynaptic := 4000
		if rule.Name() == "one-to-one" {
			postsynaptic = presynaptic
		}
		for _, size := range []int{1, 2, presynaptic} {
			if err := rule.Validate(topology.Between{Presynaptic: size, Postsynaptic: size}); err != nil {
				t.Errorf("%s with %d presynaptic neurons: %v", rule.Name(), size, err)
			}
		}
		n, total := pair(presynaptic, postsynaptic, rule, 6), 0
		drawn := all(n)
		for neuron := range postsynaptic {
			list := drawn.NeuronPartners(neuron)
			expectSet(t, list, presynaptic)
			total += len(list)
		}
		if mean, want := float64(total)/float64(postsynaptic), n.MeanInDegree(1); math.Abs(mean-want) > 0.05*want {
			t.Errorf("%s: %v synapses on average, want %v", rule.Name(), mean, want)
		}
	}
}
