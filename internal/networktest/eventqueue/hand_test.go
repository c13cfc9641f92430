package eventqueue_test

import (
	"math"
	"slices"
	"testing"

	"sfdfa-actors/internal/networktest/eventqueue"
)

// With τs = 1, τm = 2 and y = e^{−t/2}, a single arrival of weight 4 makes v = 4y − 4y²,
// which reaches c = 3/4 at y = 3/4, with I = 4y² = 9/4.
var (
	plain = eventqueue.Population{Size: 1, TauSyn: 1, TauMem: 2, Threshold: 1.5, SpikeCap: 10}
	wait  = -2 * math.Log(0.75)
)

// joined is a network of a source with one neuron, and populations of one neuron each,
// joined by rows (from, to, weight, delay), each a projection; population 0 is the source.
func joined(populations []eventqueue.Population, rows ...[4]float64) eventqueue.Network {
	n := eventqueue.Network{Duration: 1000, Output: len(populations)}
	n.Populations = append([]eventqueue.Population{{Size: 1}}, populations...)
	for _, row := range rows {
		n.Projections = append(n.Projections, eventqueue.Projection{From: int(row[0]), To: int(row[1]),
			Synapses: []eventqueue.Synapse{{Weight: row[2], Delay: row[3]}}})
	}
	return n
}

// present simulates a network whose input spikes are at these times, with ξ of its first
// neuron.
func present(n eventqueue.Network, perturbation float64, input ...float64) eventqueue.Result {
	return n.Simulate(eventqueue.Sample{
		Input:         [][][]float64{{input}},
		Perturbations: [][]float64{nil, {perturbation}},
	})
}

func expect(t *testing.T, what string, got []float64, want ...float64) {
	t.Helper()
	near := func(x, y float64) bool { return math.Abs(x-y) <= 1e-12*max(1, math.Abs(y)) }
	if !slices.EqualFunc(got, want, near) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestTwoNeuronsByHand(t *testing.T) {
	n := joined([]eventqueue.Population{plain, plain}, [4]float64{0, 1, 4, 0}, [4]float64{1, 2, 4, 0.5})
	r := present(n, 2, 1)
	expect(t, "first neuron", r.Spikes[1][0], 1+wait)
	expect(t, "second neuron", r.Spikes[2][0], 1+wait+0.5+wait)
	expect(t, "first grade", r.Grades[1][0], 2)
	expect(t, "second grade", r.Grades[2][0], 8)
	for k := range n.Projections {
		expect(t, "dT/dw", r.Weights.Exact[k], -0.25) // 2/(9/4 − 3/4)·(9/16 − 3/4)
		expect(t, "dT/dw, modified", r.Weights.Modified[k], -1./6)
		expect(t, "dT/dd", r.Delays.Exact[k], 1)
		expect(t, "dT/dd, modified", r.Delays.Modified[k], 2./3)
	}
}

// Without a second arrival the neuron fires again when it recovers: at recovery the
// current is 4 again.
func TestRefractoryNeuronByHand(t *testing.T) {
	p := plain
	p.Refractory = math.Log(3)
	const weight = 12 * 17 * 17 / 256. // v reaches 3/4 at y = 16/17, with I = 12
	r := present(joined([]eventqueue.Population{p}, [4]float64{0, 1, weight, 0}), 0, 0)
	first := 2 * math.Log(17./16)
	expect(t, "spikes", r.Spikes[1][0], first, first+math.Log(3)+wait)
	d := -2 * (0.75 / weight) / (12 - 0.75)
	later := d - 0.25*(4/weight-4*d) // the second waits for recovery, then as long as the current there says
	expect(t, "ΣdT/dw", r.Weights.Exact[0], d+later)
	expect(t, "ΣdT/dd", r.Delays.Exact[0], 2)
}

func TestOtherTimeConstantsByHand(t *testing.T) {
	for _, test := range []struct{ tauMem, c, want float64 }{
		{3, 0.144, -3 * math.Log(0.8)},        // x = e^{−t/3}: v = (x − x³)/2
		{0.5, 0.375, -math.Log(0.75)},         // x = e^{−t}: v = 2(x − x²)
		{1, 0.5 * math.Exp(-0.5), 0.5},        // v = t·e^{−t}
		{1 + 1e-13, 0.5 * math.Exp(-.5), 0.5}, // nearly equal
	} {
		p := eventqueue.Population{Size: 1, TauSyn: 1, TauMem: test.tauMem, Threshold: test.c * test.tauMem, SpikeCap: 1}
		r := present(joined([]eventqueue.Population{p}, [4]float64{0, 1, 1, 0}), 0, 0)
		expect(t, "spikes", r.Spikes[1][0], test.want)
	}
}

func TestASelfConnectionByHand(t *testing.T) {
	p := plain
	p.SpikeCap = 3
	const delay = 80. // until then all has decayed
	r := present(joined([]eventqueue.Population{p}, [4]float64{0, 1, 4, 0}, [4]float64{1, 1, 4, delay}), 1, 0)
	expect(t, "spikes", r.Spikes[1][0], wait, delay+2*wait, 2*delay+3*wait)
	expect(t, "grades", r.Grades[1][0], 1, 4, 16)
	expect(t, "ΣdT/dd of the input", r.Delays.Exact[0], 1)
	expect(t, "ΣdT/dd of itself", r.Delays.Exact[1], 2)
}

func TestSimultaneousArrivalsAreSummed(t *testing.T) {
	r := present(joined([]eventqueue.Population{plain}, [4]float64{0, 1, 400, 1}, [4]float64{0, 1, -400, 1}), 0, 0)
	expect(t, "spikes", r.Spikes[1][0])
	// One of the two comes from a neuron that fires at that very time.
	n := joined([]eventqueue.Population{plain, plain}, [4]float64{0, 1, 4, 0}, [4]float64{1, 2, -400, 0}, [4]float64{0, 2, 400, 0})
	fired := present(n, 0, 0).Spikes[1][0][0]
	n.Projections[2].Synapses[0].Delay = fired
	expect(t, "spikes", present(n, 0, 0).Spikes[2][0])
	n.Projections[2].Synapses[0].Weight = 404
	expect(t, "spikes", present(n, 0, 0).Spikes[2][0], fired+wait)
}

// The sum is taken in the order of the projections: beside 1e17, 4 is lost.
func TestSimultaneousArrivalsAreSummedInOrder(t *testing.T) {
	for _, test := range []struct {
		weights [3]float64
		want    []float64
	}{{[3]float64{1e17, -1e17, 4}, []float64{wait}}, {[3]float64{1e17, 4, -1e17}, nil}} {
		w := test.weights
		n := joined([]eventqueue.Population{plain}, [4]float64{0, 1, w[0]}, [4]float64{0, 1, w[1]}, [4]float64{0, 1, w[2]})
		expect(t, "spikes over three projections", present(n, 0, 0).Spikes[1][0], test.want...)
		// The same from three presynaptic neurons, whose synapses stand in another order.
		n.Populations[0].Size = 3
		n.Projections = []eventqueue.Projection{{From: 0, To: 1, Synapses: []eventqueue.Synapse{
			{Pre: 2, Weight: w[2]}, {Pre: 0, Weight: w[0]}, {Pre: 1, Weight: w[1]}}}}
		r := n.Simulate(eventqueue.Sample{Input: [][][]float64{{{0}, {0}, {0}}}})
		expect(t, "spikes over one projection", r.Spikes[1][0], test.want...)
	}
}

func TestACrossingGoesBeforeAnArrival(t *testing.T) {
	n := joined([]eventqueue.Population{plain}, [4]float64{0, 1, 4, 0}, [4]float64{0, 1, -400, 0})
	fired := present(joined(n.Populations[1:], [4]float64{0, 1, 4, 0}), 0, 0).Spikes[1][0][0]
	n.Projections[1].Synapses[0].Delay = fired
	expect(t, "spikes", present(n, 0, 0).Spikes[1][0], wait)
	n.Projections[1].Synapses[0].Delay = fired - 1e-9
	expect(t, "spikes", present(n, 0, 0).Spikes[1][0])
}

func TestTheLastMomentCounts(t *testing.T) {
	n := joined([]eventqueue.Population{plain}, [4]float64{0, 1, 4, 0})
	n.Duration = present(n, 0, 0).Spikes[1][0][0]
	expect(t, "spikes", present(n, 0, 0).Spikes[1][0], wait)
	n.Duration = math.Nextafter(n.Duration, 0)
	expect(t, "spikes", present(n, 0, 0).Spikes[1][0])
}

// A spike that arrives just when the neuron recovers belongs to the time after.
func TestAnArrivalAtRecovery(t *testing.T) {
	p := plain
	p.Refractory = 80 // all has decayed
	r := present(joined([]eventqueue.Population{p}, [4]float64{0, 1, 4, 0}, [4]float64{1, 1, 4, 80}), 0, 0)
	expect(t, "spikes", r.Spikes[1][0][:2], wait, 80+2*wait)
	last := float64(len(r.Spikes[1][0]) - 1)
	expect(t, "ΣdT/dd of itself", r.Delays.Exact[1], last)
	expect(t, "ΣdT/dw of the input", r.Weights.Exact[0], -0.25)
}

// In the second sample nothing fires: the feedback weight follows the first alone.
func TestABatchByHand(t *testing.T) {
	c := eventqueue.Case{
		Network: joined([]eventqueue.Population{plain, plain}, [4]float64{0, 1, 4, 0}, [4]float64{1, 2, 4, 0.5}),
		Samples: []eventqueue.Sample{
			{Input: [][][]float64{{{0}}}, Perturbations: [][]float64{nil, {2}}},
			{Input: [][][]float64{{nil}}, Perturbations: [][]float64{nil, {3}}},
		},
		Rule: eventqueue.Rule{TargetTrue: 3, TargetFalse: 1, Rate: 0.01, FeedbackRate: 0.1, DelayRate: 0.1,
			DelayMax: 1, Regularisation: 0.3, TargetRate: 2},
		Feedback: [][][]float64{nil, {{0.5}}, nil},
	}
	b := c.Learn(c.Simulate())
	expect(t, "d", []float64{b.Outcomes[0].Derivatives[0], b.Outcomes[1].Derivatives[0]}, 8, 0)
	expect(t, "errors", []float64{b.Outcomes[0].Errors[0], b.Outcomes[1].Errors[0]}, 2, 3)
	expect(t, "loss", []float64{b.Outcomes[0].Loss, b.Outcomes[1].Loss}, 2, 4.5)
	expect(t, "feedback", b.Feedback[1][0], 2.05) // 0.5 − 0.1·(0.5 − 8·2)
	const hidden, output = 2.05*2 + 0.3*(2-0.5), 2.
	expect(t, "input weight", b.Weights[0], 4+0.01*hidden/6/2)
	expect(t, "output weight", b.Weights[1], 4+0.01*output/6/2)
	expect(t, "input delay", b.Delays[0], 0) // no less than the least
	expect(t, "output delay", b.Delays[1], 0.5-0.1*output*2/3/2)
	c.Rule.DelayMax = 0.25
	expect(t, "longest delay", c.Learn(c.Simulate()).Delays[1], 0.25)
}
