package fit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

func dense(t *testing.T, rule string, grades int, perCore int, sizes ...int) *network.Network {
	t.Helper()
	found, err := learning.RuleByName(rule)
	if err != nil {
		t.Fatal(err)
	}
	spec := network.Spec{
		Topology:       topology.Network{Sizes: sizes},
		NeuronsPerCore: perCore,
		Precision:      neuron.Float32,
		Grades:         messages.GradeFormat{Bits: grades, Range: 16},
		Learning: learning.Settings{
			Rule: found, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.LowestIndex,
			Optimiser: learning.Optimiser{Kind: learning.Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}, Targets: learning.Targets{Right: 2, Other: 1},
		},
	}
	for range len(sizes) - 1 {
		spec.Topology.Projections = topology.Append(spec.Topology.Projections, topology.Dense{}, topology.Uniform{Low: 0, High: 1})
		spec.Neurons = append(spec.Neurons, model.Parameters{TauSyn: 0.1, Threshold: 1, Duration: 0.1, SpikeCap: 9})
	}
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// A chip whose limit is not known is known not to have what is above it.
func TestAnUnknownLimitMayHaveABound(t *testing.T) {
	for bits, want := range map[int]Verdict{0: TooLarge, 32: TooLarge, 31: NotKnown, 8: NotKnown} {
		r := on(t, dense(t, "sfdfa", bits, 0, 10, 20, 3), "loihi1", Options{})
		expect(t, fmt.Sprint("grades of bits ", bits), r.Learning, want)
		expect(t, "presenting", r.Forward, Fits)
		if reasons := r.Reasons(true); (want == TooLarge) != slices.Equal(reasons, []string{"bits of a grade"}) || len(r.Reasons(false)) > 0 {
			t.Errorf("reasons %v, and %v for presenting", reasons, r.Reasons(false))
		}
	}
}

func on(t *testing.T, net *network.Network, chip string, o Options) *Report {
	t.Helper()
	found, err := ChipByName(chip)
	if err != nil {
		t.Fatal(err)
	}
	r, err := On(net, found, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func expect(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// 784-800-10 on cores of 200 neurons: four hidden cores and one output core. A
// hidden core has 784 in-axons, 200 out-axons to the one output core and 200 × 784
// synapses, the output core 800 in-axons and 10 out-axons, to the host.
func TestDemandByHand(t *testing.T) {
	d := on(t, dense(t, "sfdfa", 0, 200, 784, 800, 10), "loihi1", Options{}).Demand
	expect(t, "cores", d.Cores, int64(5))
	expect(t, "neurons", d.Neurons, int64(810))
	expect(t, "synapses", d.Synapses, int64(784*800+800*10))
	expect(t, "weight bits", d.WeightBits, int64(9))
	expect(t, "grade bits", d.GradeBits, int64(64))
	want := Core{
		Neurons: 200, InAxons: 800, OutAxons: 200, Synapses: 156800, WeightMemory: 156800 * 9,
		Learning: Learning{Moments: 156800 * 64, Eligibility: 156800 * 32, Feedback: 200 * 10 * 64},
	}
	expect(t, "largest core", d.LargestCore, want)
}

// Learned delays of up to 40 ms from 10 inputs to 20 neurons are 200 numbers of 6 bits on Loihi, of 40 steps of a clock
// of 1 ms, of which 6 bits hold 63 and 5 bits 31. Two moments of Adam and an eligibility go with each, of 64 bits.
// The 60 weights to the output stay.
func TestDelaysByHand(t *testing.T) {
	spec := dense(t, "dfa", 0, 0, 10, 20, 3).Spec
	first := &spec.Topology.Projections[0]
	first.Delays, first.LearnsDelays = topology.Delays{Distribution: topology.Uniform{Low: 0, High: 0.04}}, true
	spec.Topology.Projections[1].FixedWeights = true
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	r := on(t, net, "loihi1", Options{Timestep: 1e-3})
	expect(t, "bits of a delay", r.Demand.DelayBits, int64(6))
	expect(t, "steps", r.Demand.DelaySteps, int64(40))
	expect(t, "largest core", r.Demand.LargestCore, Core{
		Neurons: 20, InAxons: 20, OutAxons: 20, Synapses: 200, WeightMemory: 200 * 9, DelayMemory: 200 * 6,
		Learning: Learning{Moments: 2 * 200 * (32 + 64), Eligibility: 200 * (32 + 64), Feedback: 20 * 3 * 64},
	})
	expect(t, "with 6 bits", r.Forward, Fits)
	for bits, want := range map[int64][]string{5: {"time steps of the longest delay"}, 7: {"bits of a delay"}, 6: nil} {
		r := on(t, net, "loihi1", Options{Timestep: 1e-3, DelayBits: bits})
		if reasons := r.Reasons(false); !slices.Equal(reasons, want) {
			t.Errorf("%d bits: %v, want %v", bits, reasons, want)
		}
	}
	expect(t, "steps of 0.3 ms", on(t, net, "loihi1", Options{Timestep: 3e-4}).Demand.DelaySteps, int64(134))
	for bits, want := range map[int64]Verdict{0: NotKnown, 6: NotKnown, 5: TooLarge} {
		expect(t, fmt.Sprint("on a chip without a known limit, bits ", bits), on(t, net, "loihi2", Options{Timestep: 1e-3, DelayBits: bits}).Forward, want)
	}
}

// A core of Loihi has 1,048,576 bits: room for 148 neurons with 784 weights of 9
// bits. Five cores for 800 neurons are too few for that, six are enough, and 159
// is the largest number that makes it six.
func TestMNISTOnLoihi(t *testing.T) {
	r := on(t, dense(t, "sfdfa", 8, 200, 784, 800, 10), "loihi1", Options{})
	expect(t, "forward", r.Forward, TooLarge)
	expect(t, "learning", r.Learning, TooLarge)
	expect(t, "advice", r.Advice.Forward, 159)
	// 800 × (9 + 3 × 32) bits of weights, moments and eligibility a neuron of the
	// output, which take more than the hidden neurons' 784 and feedback.
	expect(t, "advice to learn", r.Advice.Learning, 1048576/(800*105))
	expect(t, "advice whatever the grades", on(t, dense(t, "sfdfa", 0, 200, 784, 800, 10), "loihi1", Options{}).Advice, Advice{Forward: 159, Learning: 12, GradeBits: 31})
	expect(t, "grades that fit", r.Advice.GradeBits, int64(0))
	small := on(t, dense(t, "sfdfa", 8, r.Advice.Forward, 784, 800, 10), "loihi1", Options{})
	expect(t, "forward with the advice", small.Forward, Fits)
	expect(t, "cores", small.Demand.Cores, int64(6+1))
	expect(t, "chips", small.Chips, int64(1))
	learns := on(t, dense(t, "sfdfa", 8, r.Advice.Learning, 784, 800, 10), "loihi1", Options{})
	expect(t, "learning with the advice", learns.Learning, NotKnown) // the bits of a grade
	expect(t, "no advice where nothing is too large", learns.Advice.Learning, 0)
	worse := on(t, dense(t, "sfdfa", 8, r.Advice.Learning+1, 784, 800, 10), "loihi1", Options{})
	expect(t, "learning with one neuron more", worse.Learning, TooLarge)
}

// Limits that were not found are neither met nor broken.
func TestUnknownLimitsAreUnknown(t *testing.T) {
	r := on(t, dense(t, "sfdfa", 0, 0, 784, 800, 10), "loihi2", Options{})
	expect(t, "forward", r.Forward, NotKnown)
	expect(t, "learning", r.Learning, TooLarge) // a grade of 64 bits
	expect(t, "advice", r.Advice, Advice{GradeBits: 32})
	for _, check := range r.Checks {
		if (check.Verdict == NotKnown) != (check.Limit.Evidence == Unknown) { // none has a bound here
			t.Errorf("%s: %s with %+v", check.What, check.Verdict, check.Limit)
		}
		if check.What == "bits of a grade" {
			expect(t, "grade", check.Verdict, TooLarge)
		}
	}
	expect(t, "learning with grades of 24 bits", on(t, dense(t, "sfdfa", 24, 0, 784, 800, 10), "loihi2", Options{}).Learning, NotKnown)
	for _, check := range on(t, dense(t, "dfa", 0, 0, 784, 800, 10), "loihi2", Options{}).Checks {
		if strings.Contains(check.What, "grade") {
			t.Error("a rule whose spikes carry no grades is asked for their bits")
		}
	}
}

// No core of Loihi takes 5,000 presynaptic neurons, however few neurons it has.
func TestThereIsNoAdviceWhereNoNumberFits(t *testing.T) {
	r := on(t, dense(t, "dfa", 0, 10, 5000, 20, 2), "loihi1", Options{})
	expect(t, "forward", r.Forward, TooLarge)
	expect(t, "advice", r.Advice.Forward, 0)
}

func TestWeightBitsAreThoseAskedFor(t *testing.T) {
	net := dense(t, "dfa", 0, 10, 100, 20, 2)
	expect(t, "4 bits", on(t, net, "loihi1", Options{WeightBits: 4}).Demand.LargestCore.WeightMemory, int64(10*100*4))
	expect(t, "10 bits", on(t, net, "loihi1", Options{WeightBits: 10}).Forward, TooLarge)
	expect(t, "as many as there are", on(t, net, "loihi1", Options{}).Demand.WeightBits, int64(9))
	expect(t, "those of the simulation", on(t, net, "loihi2", Options{}).Demand.WeightBits, int64(32))
}

// 2,000 cores take 16 chips of 128, 300 million synapses three chips of 120 million.
func TestChips(t *testing.T) {
	expect(t, "by cores", on(t, dense(t, "dfa", 0, 1, 10, 1990, 10), "loihi1", Options{}).Chips, int64(16))
	expect(t, "by synapses", on(t, dense(t, "dfa", 0, 8000, 10000, 30000, 2), "loihi2", Options{}).Chips, int64(3))
	expect(t, "by neurons", on(t, dense(t, "dfa", 0, 8000, 1, 1010000, 2), "loihi2", Options{}).Chips, int64(2))
}

func TestEveryLimitHasASource(t *testing.T) {
	for _, chip := range Chips() {
		for _, limit := range []Limit{chip.NeuronsPerCore, chip.InAxons, chip.OutAxons, chip.SynapseBits, chip.Cores, chip.Neurons, chip.Synapses, chip.WeightBits, chip.GradeBits} {
			if limit.Source == "" || (limit.Value > 0) != limit.known() {
				t.Errorf("%s: %+v", chip.Name, limit)
			}
		}
	}
	if _, err := ChipByName("loihi3"); err == nil || !strings.Contains(err.Error(), "allowed: loihi1, loihi2") {
		t.Errorf("error %v", err)
	}
}
