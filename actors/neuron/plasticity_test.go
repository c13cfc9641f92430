package neuron_test

import (
	"math"
	"strings"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/eventlif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// plasticPopulation is an output neuron's, with two projections: the first one learns its delays, from 2 to 8 ms,
// and no weights; the second one learns its weights. A weight of 1 makes it fire once in a sample.
func plasticPopulation(t *testing.T, optimiser learning.OptimiserKind) *neuron.Population {
	t.Helper()
	p := newPopulation(t, "sfdfa", optimiser)
	m, err := eventlif.NewModel(model.Parameters{TauSyn: 0.1, Threshold: 0.0375, Duration: 0.3, SpikeCap: 8})
	if err != nil {
		t.Fatal(err)
	}
	settings := *p.Learning
	settings.Gradient = learning.Exact
	p.Model, p.Learning, p.IsOutput, p.Weights = m, &settings, true, append(p.Weights, p.Weights...)
	p.Plasticity = []neuron.Plasticity{{FixedWeights: true, LearnsDelays: true, LeastDelay: 0.002, MostDelay: 0.008}, {MostDelay: 0.001}}
	return p
}

// plasticNeuron has one synapse of each projection, with weights of 1.
func plasticNeuron(t *testing.T, p *neuron.Population) neuron.Neuron {
	t.Helper()
	n := neuron.Build(p, neuron.Float64, 0, []int{1, 1})[0]
	n.SetDelays([]float64{0.005, 0.001})
	state := n.State()
	state.Weights = []float64{1, 1}
	setState(t, n, state)
	return n
}

// learnDelay takes a step in which only the first of two samples has a spike, through the first synapse, and an error.
func learnDelay(t *testing.T, p *neuron.Population, n neuron.Neuron, e, rate float64) {
	t.Helper()
	fired := present(n, presentations(p, 0, []messages.Spike{{Time: 0.01}}, nil), true, neuron.NewScratch())
	if len(fired) != 1 {
		t.Fatalf("it fires %v, want one spike", fired)
	}
	broadcasts := []messages.ErrorBroadcast{{Sample: 0, Errors: []float64{e, 0}}, {Sample: 1, Errors: []float64{7, 0}}}
	if err := n.Learn(broadcasts, messages.Rates{Weights: 0.3, Delays: rate}, neuron.NewScratch()); err != nil {
		t.Fatal(err)
	}
}

// A spike that a single arrival evokes is later by what the delay is longer: dT/dd = 1 with the exact gradient, so
// the delay falls by rate · mean of e.
func TestADelayLearnsByHand(t *testing.T) {
	p := plasticPopulation(t, learning.GradientDescent)
	n := plasticNeuron(t, p)
	for _, step := range []struct{ e, rate, want float64 }{
		{4, 0.0005, 0.004},  // 0.005 − 0.0005·4/2
		{-2, 0.001, 0.005},  // up again
		{10, 0.001, 0.002},  // no less than the least delay
		{-100, 0.01, 0.008}, // no more than the most
	} {
		learnDelay(t, p, n, step.e, step.rate)
		state := n.State()
		expectNear(t, "delays", state.Delays, step.want, 0.001)
		expectNear(t, "weights", state.Weights, 1, 1) // fixed, and one that nothing reached
	}
}

// A weight that is learned stays within the bounds of its projection; those of others move as far as they like. Every spike is
// later by what the weight is smaller, so a positive error makes weights larger.
func TestAWeightStaysWithinBounds(t *testing.T) {
	p := plasticPopulation(t, learning.Adam)
	p.Plasticity = []neuron.Plasticity{{LeastWeight: 0.95, MostWeight: 1.05, MostDelay: 1}, {}}
	n := plasticNeuron(t, p)
	for _, step := range []struct{ e, want float64 }{{4, 1.05}, {4, 1.05}, {-400, 0.95}} {
		learnDelay(t, p, n, step.e, 0)
		if weights := n.State().Weights; weights[0] != step.want || weights[1] != 1 {
			t.Errorf("error %v: weights %v, want %v and 1", step.e, weights, step.want)
		}
	}
	p.Plasticity[0] = neuron.Plasticity{MostDelay: 1}
	n = plasticNeuron(t, p)
	learnDelay(t, p, n, 4, 0)
	if weight := n.State().Weights[0]; math.Abs(weight-1.3) > 1e-6 {
		t.Errorf("without bounds Adam's first step comes to %v, want 1.3", weight)
	}
}

// Adam's first step is as long as the rate, whatever the gradient is. Weights that are not learned have no moments.
func TestADelayLearnsWithAdam(t *testing.T) {
	p := plasticPopulation(t, learning.Adam)
	n := plasticNeuron(t, p)
	learnDelay(t, p, n, 4, 0.001)
	state := n.State()
	if math.Abs(state.Delays[0]-0.004) > 1e-9 || state.Delays[1] != 0.001 {
		t.Errorf("delays %v, want 0.004 and 0.001", state.Delays)
	}
	expectNear(t, "first moments of delays", state.DelayFirst, 0.1*2, 0)
	expectNear(t, "second moments of delays", state.DelaySecond, 0.001*4, 0)
	expectNear(t, "weights", state.Weights, 1, 1)
	expectNear(t, "first moments", state.First, 0, 0)
	other := plasticNeuron(t, p)
	before := other.Digest()
	setState(t, other, state)
	if other.Digest() != n.Digest() || other.Digest() == before {
		t.Error("a neuron with the state of another one has another digest, or the digest leaves delays out")
	}
}

// Delays of a state that are beyond their bounds, or no numbers, would break what relies on the bounds.
func TestAStateWithDelaysHasToFit(t *testing.T) {
	n := plasticNeuron(t, plasticPopulation(t, learning.GradientDescent))
	for _, test := range []struct {
		delays []float64
		want   string
	}{
		{nil, "has 0 delays, must have 2"},
		{[]float64{0.005, math.NaN()}, "has NaN at place 1 of its delays"},
		{[]float64{0.001, 0}, "has the delay 0.001 s at synapse 0, must be from 0.002 to 0.008 s"},
		{[]float64{0.008, 0.0011}, "has the delay 0.0011 s at synapse 1, must be from 0 to 0.001 s"},
	} {
		state := n.State()
		state.Delays = test.delays
		if err := n.SetState(state); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("delays %v: error %v, want one with %q", test.delays, err, test.want)
		}
	}
}

// A delay that stops being a number is an error that names it.
func TestABrokenDelayIsAnError(t *testing.T) {
	p := plasticPopulation(t, learning.GradientDescent)
	for e, want := range map[float64]string{
		math.MaxFloat64: "the delay of synapse 0",
		math.NaN():      "projected error",
	} {
		n := plasticNeuron(t, p)
		present(n, presentations(p, 0, []messages.Spike{{Time: 0.01}}), true, neuron.NewScratch())
		err := n.Learn([]messages.ErrorBroadcast{{Errors: []float64{e, 0}}}, messages.Rates{Delays: 10}, neuron.NewScratch())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v: %v, want one with %q", e, err, want)
		}
	}
}

// A delay may bring an arrival to the end of the sample, but not to the number behind it: that is too late, in one window or in
// many.
func TestWhatDelaysBringTooLate(t *testing.T) {
	p := plasticPopulation(t, learning.GradientDescent)
	const delay, end = 0.005, 0.3
	last := end - delay // the latest spike that arrives in time
	for ; last+delay > end; last = math.Nextafter(last, 0) {
	}
	for ; math.Nextafter(last, end)+delay <= end; last = math.Nextafter(last, end) {
	}
	first := messages.Spike{Time: 0.01}
	for time, want := range map[float64]int32{0.1: 0, last: 0, math.Nextafter(last, end): 1, end: 1} {
		second := messages.Spike{Time: time}
		for _, windows := range [][][]messages.Spike{{{first, second}}, {{first}, {second}}} {
			n, late := plasticNeuron(t, p), int32(0)
			for w, spikes := range windows {
				window := messages.Window{Until: 0.05}
				if w == len(windows)-1 {
					window = messages.Window{Until: math.Inf(1), Last: true}
				}
				in := presentations(p, 0, spikes)
				in.Late = &late
				if _, _, err := n.PresentWindow(nil, in, &window, false, neuron.NewScratch()); err != nil {
					t.Fatal(err)
				}
			}
			if late != want {
				t.Errorf("a spike at %v s in %d windows: %d arrivals too late, want %d", time, len(windows), late, want)
			}
		}
	}
}
