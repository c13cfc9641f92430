package neuron_test

import (
	"reflect"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/topology"
)

// Initial weights lie in the population's range; feedback starts at 0 where it
// is learned and in (−1, 1) where it is fixed, and the frozen rule and output
// neurons have none.
func TestInitialStates(t *testing.T) {
	for _, test := range []struct {
		rule      string
		output    bool
		feedback  int
		low, high float64
	}{
		{"sfdfa", false, 2, 0, 0},
		{"dfa", false, 2, -1, 1},
		{"frozen", false, 0, 0, 0},
		{"sfdfa", true, 0, 0, 0},
		{"dfa", true, 0, 0, 0},
	} {
		p := newPopulation(t, test.rule, learning.Adam)
		p.IsOutput = test.output
		var weights, feedback []float64
		for _, n := range neuron.Build(p, neuron.Float64, 0, []int{3, 0, 200, 7}) {
			state := n.State()
			if len(state.Feedback) != test.feedback {
				t.Errorf("%s, output %v: %d feedback weights, want %d", test.rule, test.output, len(state.Feedback), test.feedback)
			}
			if len(state.First) != len(state.Weights) || len(state.Second) != len(state.Weights) {
				t.Errorf("%d and %d moments of %d synapses", len(state.First), len(state.Second), len(state.Weights))
			}
			weights = append(weights, state.Weights...)
			feedback = append(feedback, state.Feedback...)
		}
		expectInside(t, weights, -1, 2)
		expectInside(t, feedback, test.low, test.high)
		if len(weights) != 210 {
			t.Errorf("%d weights, want 210", len(weights))
		}
	}
}

// expectInside fails the test unless the values lie in the range and, if there
// are many, spread over most of it.
func expectInside(t *testing.T, values []float64, low, high float64) {
	t.Helper()
	least, most := high, low
	for _, value := range values {
		least, most = min(least, value), max(most, value)
	}
	if least < low || most > high {
		t.Errorf("values from %v to %v, must be from %v to %v", least, most, low, high)
	}
	if len(values) > 100 && most-least < 0.9*(high-low) {
		t.Errorf("values from %v to %v only, want most of %v to %v", least, most, low, high)
	}
}

// A neuron is the same on whatever core it is built, and whatever its
// neighbours' sizes.
func TestANeuronDoesNotDependOnItsCore(t *testing.T) {
	p := newPopulation(t, "dfa", learning.Adam)
	for _, precision := range neuron.Precisions() {
		whole := neuron.Build(p, precision, 0, []int{4, 5, 6})
		alone := neuron.Build(p, precision, 1, []int{5})
		if got, want := alone[0].State(), whole[1].State(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", precision, got, want)
		}
		if reflect.DeepEqual(whole[1].State().Weights[:4], whole[0].State().Weights) {
			t.Errorf("%s: two neurons with the same weights", precision)
		}
	}
}

func TestPrecisionsAreChecked(t *testing.T) {
	for _, precision := range neuron.Precisions() {
		if err := precision.Validate(); err != nil {
			t.Errorf("%s: %v", precision, err)
		}
	}
	if err := neuron.Precision("float16").Validate(); err == nil {
		t.Error("float16 is allowed")
	}
}

// A neuron's weights are drawn projection after projection from its one stream: a constant takes
// no draw, and where a projection has no synapse of the neuron, nothing is drawn.
func TestWeightsAreDrawnByProjection(t *testing.T) {
	p := newPopulation(t, "sfdfa", learning.GradientDescent)
	uniform := topology.Uniform{Low: 10, High: 20}
	p.Weights = []neuron.Distribution{uniform}
	drawn := buildOne(p, 4).State().Weights
	p.Weights = []neuron.Distribution{topology.Constant{Value: 7}, uniform, topology.Normal{Mean: -1}, uniform}
	neurons := neuron.Build(p, neuron.Float64, 0, []int{2, 3, 0, 1, 1, 0, 0, 0})
	if got, want := neurons[0].State().Weights, append([]float64{7, 7}, drawn...); !slices.Equal(got, want) {
		t.Errorf("weights of neuron 0 are %v, want %v", got, want)
	}
	if got := neurons[1].State().Weights; !slices.Equal(got, []float64{7}) {
		t.Errorf("weights of neuron 1 are %v, want 7", got)
	}
}
