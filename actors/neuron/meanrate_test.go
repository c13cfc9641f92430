package neuron_test

import (
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// regularised is a neuron that learns from its regulariser only, and fires once in a sample
// that reaches synapse 0.
func regularised(t *testing.T, rateAverage int) (*neuron.Population, neuron.Neuron) {
	t.Helper()
	p := newPopulation(t, "frozen", learning.GradientDescent)
	p.Learning.RateAverage = rateAverage
	n := buildOne(p, 2)
	state := n.State()
	state.Weights = []float64{1, 0}
	setState(t, n, state)
	return p, n
}

// learnOnline takes a neuron through samples in batches of one.
func learnOnline(t *testing.T, p *neuron.Population, n neuron.Neuron, samples ...[]messages.Spike) {
	t.Helper()
	scratch := neuron.NewScratch()
	for s, spikes := range samples {
		present(n, presentations(p, uint64(s), spikes), true, scratch)
		if err := n.Learn([]messages.ErrorBroadcast{{Sample: uint64(s), Errors: []float64{0, 0}}}, handRates, scratch); err != nil {
			t.Fatal(err)
		}
	}
}

// A neuron that fires in one sample of three fires too little for r* = 0.75, and is pushed up,
// with N = 4: 0.75·(3/4)² = 0.421875 before its spike, and
//
//	r̄ = 0.421875 + (1 − 0.421875)/4 = 0.56640625,   pull 0.3·(0.75 − r̄) = 0.055078125
//
// By its count in the sample alone it would be pulled down: 0.3·(0.75 − 1) = −0.075.
// Reference: Appendix A.1.
func TestANeuronThatFiresOnceIsNotPulledDown(t *testing.T) {
	for average, pull := range map[int]float64{4: 0.055078125, 0: -0.075} {
		p, n := regularised(t, average)
		learnOnline(t, p, n, nil, nil, []messages.Spike{{}})
		expectNear(t, "weights", n.State().Weights, 1+0.3*pull/15, 0)
		if average > 0 {
			expectNear(t, "mean rate", n.State().MeanRate, 0.56640625)
		}
	}
}

// A batch of three with two spikes, as in the case above it by hand, moves the mean by a
// quarter of the way from 0.75 to 2/3 with N = 12.
func TestABatchMovesTheMeanRate(t *testing.T) {
	p, n := regularised(t, 12)
	handBatch(p, n)
	if err := n.Learn(handBroadcasts, handRates, neuron.NewScratch()); err != nil {
		t.Fatal(err)
	}
	const pull = 0.3 * (1.0 / 12 / 4)
	expectNear(t, "mean rate", n.State().MeanRate, 0.75-1.0/12/4)
	expectNear(t, "weights", n.State().Weights, 1+0.3/3*2*pull/15, 0.3/3*pull/15)
}

// Only what is learned from moves the mean, and it starts at r*.
func TestSamplesNotLearnedFromLeaveTheMeanRate(t *testing.T) {
	p, n := regularised(t, 12)
	present(n, presentations(p, 0, []messages.Spike{{}}), false, neuron.NewScratch())
	if got := n.State().MeanRate; !slices.Equal(got, []float64{0.75}) {
		t.Errorf("mean rate %v before training, want r* = 0.75", got)
	}
}

// Output neurons have no regulariser, and so no mean.
func TestOutputNeuronsHaveNoMeanRate(t *testing.T) {
	p := newPopulation(t, "sfdfa", learning.GradientDescent)
	p.Learning.RateAverage, p.IsOutput = 12, true
	if got := buildOne(p, 2).State().MeanRate; got != nil {
		t.Errorf("mean rate %v, want none", got)
	}
}
