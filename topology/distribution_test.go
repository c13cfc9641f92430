package topology_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/topology"
)

func TestDistributionsAreChecked(t *testing.T) {
	inf := math.Inf(1)
	for want, d := range map[string]topology.Distribution{
		"constant is NaN, must be finite":                                    topology.Constant{Value: math.NaN()},
		"uniform is from 2 to 1, must be finite and in ascending order":      topology.Uniform{Low: 2, High: 1},
		"uniform is from 0 to +Inf, must be finite":                          topology.Uniform{High: inf},
		"uniform is from -1e+308 to 1e+308":                                  topology.Uniform{Low: -1e308, High: 1e308},
		"normal is from NaN to 1":                                            topology.Normal{Low: math.NaN(), High: 1},
		"mean of normal is -Inf":                                             topology.Normal{Mean: -inf},
		"standard deviation of normal is -1, must be finite and at least 0":  topology.Normal{SD: -1},
		"standard deviation of normal is NaN, must be finite and at least 0": topology.Normal{SD: math.NaN()},
	} {
		if err := d.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v, want one with %q", d, err, want)
		}
	}
	for i, kind := range topology.Distributions {
		if err := kind.Validate(); err != nil {
			t.Errorf("%s without parameters: %v", kind.Name(), err)
		}
		if slices.Index(topology.DistributionNames(), kind.Name()) != i {
			t.Errorf("%q: want each kind's own name once", topology.DistributionNames())
		}
	}
}

// What is drawn lies within the bounds and has the mean and the standard deviation that
// follow from the parameters.
func TestDistributionsDrawWhatTheySay(t *testing.T) {
	const draws = 40_000
	for _, test := range []struct {
		d        topology.Distribution
		mean, sd float64
		constant bool
	}{
		{topology.Constant{Value: -0.5}, -0.5, 0, true},
		{topology.Uniform{Low: -1, High: 2}, 0.5, 3 / math.Sqrt(12), false},
		{topology.Uniform{Low: 3, High: 3}, 3, 0, true},
		{topology.Normal{Mean: 2, SD: 0.1, Low: 0, High: 4}, 2, 0.1, false},
		// Half of it becomes 0: the mean of the rest is sqrt(2/π), its mean square 1.
		{topology.Normal{Mean: 0, SD: 1, Low: 0, High: 100}, 1 / math.Sqrt(2*math.Pi), math.Sqrt(0.5 - 1/(2*math.Pi)), false},
		{topology.Normal{Mean: 9, SD: 0, Low: 0, High: 4}, 4, 0, true},
	} {
		stream := rng.NewStream(1, rng.Key{Purpose: rng.InitialWeights})
		sum, squares := 0.0, 0.0
		for range draws {
			x := test.d.Draw(stream)
			if x < test.d.Least() || x > test.d.Most() {
				t.Fatalf("%+v: drew %v", test.d, x)
			}
			sum += x
			squares += (x - test.mean) * (x - test.mean)
		}
		if mean := sum / draws; math.Abs(mean-test.mean) > 5*test.sd/math.Sqrt(draws) {
			t.Errorf("%+v: mean %v, want %v", test.d, mean, test.mean)
		}
		if sd := math.Sqrt(squares / draws); math.Abs(sd-test.sd) > 0.03*test.sd {
			t.Errorf("%+v: standard deviation %v, want %v", test.d, sd, test.sd)
		}
		if value, is := test.d.Constant(); is != test.constant || is && value != test.mean {
			t.Errorf("%+v: constant %v %v", test.d, value, is)
		}
	}
}

// delayed has a population with synapses of three projections: constant delays, delays drawn
// for each synapse, and for each axon.
func delayed() *topology.Network {
	uniform := topology.Uniform{Low: 0.001, High: 0.002}
	return &topology.Network{
		Sizes: []int{4, 3}, Seed: 5,
		Projections: []topology.Projection{
			{From: 0, To: 1, Rule: topology.Dense{}, Delays: topology.Delays{Distribution: topology.Constant{Value: 0.5}}},
			{From: 0, To: 1, Rule: topology.Dense{}, Delays: topology.Delays{Distribution: uniform, PerAxon: true}},
			{From: 0, To: 1, Rule: topology.Dense{}, Delays: topology.Delays{Distribution: uniform}},
			{From: 0, To: 1, Rule: topology.Dense{}},
		},
	}
}

// Delays follow from the seed, the neuron and the projection, and from nothing drawn before.
func TestDelaysFollowFromTheSeed(t *testing.T) {
	n, stream := delayed(), rng.NewStream(9, rng.Key{Sample: 3})
	degrees := []int{2, 1, 4, 1}
	first := n.AppendDelays([]float64{7}, 1, 0, degrees, stream)
	if len(first) != 9 || !slices.Equal(first[:4], []float64{7, 0.5, 0.5, 0}) || first[8] != 0 {
		t.Errorf("delays %v, want 7, two of 0.5, 0 for the axon's, four drawn and 0", first)
	}
	seen := map[float64]bool{}
	for neuron := range 3 {
		for _, delay := range n.AppendDelays(nil, 1, neuron, degrees, stream)[3:7] {
			if seen[delay] || delay < 0.001 || delay > 0.002 {
				t.Errorf("neuron %d has a delay of %v s", neuron, delay)
			}
			seen[delay] = true
		}
	}
	for j := range 4 {
		delay := n.AxonDelay(1, j, stream)
		if seen[delay] || delay < 0.001 || delay > 0.002 || delay != n.AxonDelay(1, j, stream) {
			t.Errorf("axon %d has a delay of %v s, then %v s", j, delay, n.AxonDelay(1, j, stream))
		}
		seen[delay] = true
		if other := n.AxonDelay(2, j, stream); other != 0 {
			t.Errorf("axon %d has a delay of %v s without delays per axon", j, other)
		}
	}
	if again := n.AppendDelays([]float64{7}, 1, 0, degrees, stream); !slices.Equal(again, first) {
		t.Errorf("delays %v, then %v", first, again)
	}
}

func TestDegreesByProjection(t *testing.T) {
	partners := []int32{0, 3, 4, 12, 13, 15} // 4 presynaptic neurons of each projection
	if got := delayed().AppendDegrees(nil, 1, partners); !slices.Equal(got, []int{2, 1, 0, 3}) {
		t.Errorf("degrees %v, want 2, 1, 0 and 3", got)
	}
}

func TestDelaysAreChecked(t *testing.T) {
	for want, d := range map[string]topology.Distribution{
		"delays: topology: constant from -1 s, must be at least 0": topology.Constant{Value: -1},
		"delays: topology: uniform is from 0 to +Inf":              topology.Uniform{High: math.Inf(1)},
	} {
		n := delayed()
		n.Projections[3].Delays.Distribution = d
		if err := n.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v, want one with %q", d, err, want)
		}
	}
}

// Delays that are learned are the synapses', also where they start as the same. An axon's can't be learned.
func TestLearnedDelaysAreTheSynapses(t *testing.T) {
	constant := topology.Delays{Distribution: topology.Constant{Value: 0.5}}
	n := &topology.Network{Sizes: []int{4, 3}, Projections: []topology.Projection{{From: 0, To: 1, Rule: topology.Dense{}, Delays: constant}}}
	for _, learns := range []bool{false, true} {
		n.Projections[0].LearnsDelays = learns
		if got := n.HasSynapticDelays(1); got != learns || n.Validate() != nil {
			t.Errorf("learned %v: synaptic %v, error %v", learns, got, n.Validate())
		}
	}
	n.Projections[0].Delays.PerAxon = true
	if err := n.Validate(); err == nil || !strings.Contains(err.Error(), "delays per axon can't be learned") {
		t.Errorf("error %v, want one about delays per axon", err)
	}
}
