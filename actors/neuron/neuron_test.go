package neuron_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// newPopulation has c = 3/16: an input of total weight 1 at time t then gives one
// spike with I = 9/16 and a modified eligibility of −1/15; 1/2 stays silent.
func newPopulation(t *testing.T, rule string, optimiser learning.OptimiserKind) *neuron.Population {
	t.Helper()
	model, err := lif.NewModel(model.Parameters{TauSyn: 0.1, Threshold: 0.0375, Duration: 0.3, SpikeCap: 8})
	if err != nil {
		t.Fatal(err)
	}
	r, err := learning.RuleByName(rule)
	if err != nil {
		t.Fatal(err)
	}
	return &neuron.Population{
		Index: 1, Outputs: 2, Model: model, Seed: 5,
		Weights: []neuron.Distribution{topology.Uniform{Low: -1, High: 2}},
		Learning: &learning.Settings{
			Rule: r, Gradient: learning.Modified, Form: learning.Fused,
			Optimiser:      learning.Optimiser{Kind: optimiser, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
			Regularisation: 0.3, TargetRate: 0.75,
		},
	}
}

// buildOne makes neuron 0 of a population with n synapses.
func buildOne(p *neuron.Population, synapses int) neuron.Neuron {
	return neuron.Build(p, neuron.Float64, 0, []int{synapses})[0]
}

func setState(t *testing.T, n neuron.Neuron, state messages.State) {
	t.Helper()
	if err := n.SetState(state); err != nil {
		t.Fatal(err)
	}
}

// presentations are consecutive samples of spikes ordered by time; sources are
// synapses.
func presentations(p *neuron.Population, first uint64, samples ...[]messages.Spike) neuron.Presentations {
	presentations := neuron.Presentations{First: first}
	for _, spikes := range samples {
		train := &model.SpikeTrain{}
		train.Load(p.Model, spikes)
		presentations.Inputs = append(presentations.Inputs, model.Whole(train))
	}
	return presentations
}

// present presents samples in which nothing can fail.
func present(n neuron.Neuron, p neuron.Presentations, learn bool, scratch *neuron.Scratch) []messages.Spike {
	spikes, err := n.Present(nil, p, learn, scratch)
	if err != nil {
		panic(err)
	}
	return spikes
}

// single is the presentation of one of the samples.
func single(p neuron.Presentations, sample int) neuron.Presentations {
	return neuron.Presentations{First: p.First + uint64(sample), Inputs: p.Inputs[sample : sample+1]}
}

// handBatch presents three samples: one that reaches synapse 0, one that
// reaches both synapses, and an empty one.
func handBatch(p *neuron.Population, n neuron.Neuron) []messages.Spike {
	return present(n, presentations(p, 10,
		[]messages.Spike{{}},
		[]messages.Spike{{Time: 0.01}, {Time: 0.01, Source: 1}},
		nil,
	), true, neuron.NewScratch())
}

var handBroadcasts = []messages.ErrorBroadcast{
	{Sample: 10, Errors: []float64{2, 1}, Derivatives: []float64{0.5, 0}},
	{Sample: 11, Errors: []float64{0, 2}, Derivatives: []float64{1, 0.25}},
	{Sample: 12, Errors: []float64{7, 7}, Derivatives: []float64{9, 9}},
}

var handRates = messages.Rates{Weights: 0.3, Feedback: 0.1}

func expectNear(t *testing.T, what string, got []float64, want ...float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %v, want %v", what, got, want)
	}
	for k := range want {
		if math.Abs(got[k]-want[k]) > 1e-14 {
			t.Errorf("%s: %v, want %v", what, got, want)
			return
		}
	}
}

// A hidden neuron's batch by hand. ξ = 0.5, 1; the third sample leaves it silent:
//
//	B     0.5 − 0.1·(0.5 − (0.5·0.5 + 1·1)/2) = 0.5125,   0 − 0.1·(0 − 0.25/2) = 0.0125
//	pull  0.3·(0.75 − 2/3) = 0.025
//	δ     0.5125·2 + 0.0125·1 + 0.025 = 1.0625,   0.5125·0 + 0.0125·2 + 0.025 = 0.05
//
// Feedback moves before weights use it. Reference: Eqs. 7, 12; Section 2.5.
func TestABatchOfAHiddenNeuronByHand(t *testing.T) {
	p := newPopulation(t, "sfdfa", learning.GradientDescent)
	p.Perturbations = func(_ int, sample uint64) float64 { return []float64{0.5, 1, 100}[sample-10] }
	n := buildOne(p, 2)
	setState(t, n, messages.State{Weights: []float64{1, 0}, Feedback: []float64{0.5, 0}})
	spikes := handBatch(p, n)
	fired := 0.2 * math.Log(4.0/3)
	if len(spikes) != 2 {
		t.Fatalf("%d spikes, want 2", len(spikes))
	}
	for k, want := range []messages.Spike{{Time: fired, Grade: 0.5}, {Time: 0.01 + fired, Grade: 1, Sample: 1}} {
		got := spikes[k]
		if math.Abs(got.Time-want.Time) > 1e-15 || got.Grade != want.Grade || got.Sample != want.Sample {
			t.Errorf("spike %d is %+v, want %+v", k, got, want)
		}
	}
	n.Learn(handBroadcasts, handRates, neuron.NewScratch())
	state := n.State()
	expectNear(t, "feedback", state.Feedback, 0.5125, 0.0125)
	expectNear(t, "weights", state.Weights, 1+0.3/3*(1.0625+0.05)/15, 0.3/3*0.05/15)
	if state.Steps != 1 {
		t.Errorf("%d steps, want 1", state.Steps)
	}
}

// For an output neuron feedback is the identity, and there is no regulariser.
func TestABatchOfAnOutputNeuronByHand(t *testing.T) {
	p := newPopulation(t, "sfdfa", learning.GradientDescent)
	p.IsOutput = true
	p.Perturbations = func(int, uint64) float64 { t.Error("an output neuron asked for a perturbation"); return 1 }
	neurons := neuron.Build(p, neuron.Float64, 0, []int{2, 2})
	for i, n := range neurons {
		setState(t, n, messages.State{Weights: []float64{1, 0}})
		handBatch(p, n)
		n.Learn(handBroadcasts, handRates, neuron.NewScratch())
		first, second := handBroadcasts[0].Errors[i], handBroadcasts[1].Errors[i]
		expectNear(t, "weights", n.State().Weights, 1+0.3/3*(first+second)/15, 0.3/3*second/15)
	}
}

// DFA keeps its feedback, and the frozen rule has the regulariser only.
func TestOtherRulesByHand(t *testing.T) {
	const pull = 0.025
	dfa := newPopulation(t, "dfa", learning.GradientDescent)
	n := buildOne(dfa, 2)
	setState(t, n, messages.State{Weights: []float64{1, 0}, Feedback: []float64{0.5, -1}})
	for _, spike := range handBatch(dfa, n) {
		if spike.Grade != 0 {
			t.Errorf("a spike of DFA carries %v, want 0", spike.Grade)
		}
	}
	n.Learn(handBroadcasts, handRates, neuron.NewScratch())
	expectNear(t, "feedback", n.State().Feedback, 0.5, -1)
	expectNear(t, "weights", n.State().Weights, 1+0.3/3*((0.5*2-1*1+pull)+(-1*2+pull))/15, 0.3/3*(-1*2+pull)/15)

	frozen := newPopulation(t, "frozen", learning.GradientDescent)
	n = buildOne(frozen, 2)
	setState(t, n, messages.State{Weights: []float64{1, 0}})
	handBatch(frozen, n)
	n.Learn(handBroadcasts, handRates, neuron.NewScratch())
	expectNear(t, "weights", n.State().Weights, 1+0.3/3*2*pull/15, 0.3/3*pull/15)
}

// A neuron that fired in no sample keeps its feedback row and its weights.
func TestASilentNeuronKeepsWhatItHas(t *testing.T) {
	p := newPopulation(t, "sfdfa", learning.Adam)
	n := buildOne(p, 2)
	setState(t, n, messages.State{Weights: []float64{0.25, 0.25}, Feedback: []float64{0.5, -3}, First: []float64{0, 0}, Second: []float64{0, 0}})
	if spikes := handBatch(p, n); len(spikes) != 0 {
		t.Fatalf("%+v, want no spikes in 3 samples", spikes)
	}
	n.Learn(handBroadcasts, handRates, neuron.NewScratch())
	expectNear(t, "feedback", n.State().Feedback, 0.5, -3)
	expectNear(t, "weights", n.State().Weights, 0.25, 0.25)
}

// ξ is drawn from the stream of the neuron and the sample, and from nothing
// else.
func TestPerturbationsComeFromTheStream(t *testing.T) {
	p := newPopulation(t, "sfdfa", learning.GradientDescent)
	n := neuron.Build(p, neuron.Float64, 3, []int{2})[0]
	setState(t, n, messages.State{Weights: []float64{1, 0}, Feedback: []float64{0, 0}})
	for k, spike := range handBatch(p, n) {
		key := rng.Key{Purpose: rng.Perturbation, Population: 1, Neuron: 3, Sample: uint64(10 + k)}
		if want := rng.NewStream(5, key).NormFloat64(); spike.Grade != want {
			t.Errorf("sample %d: grade %v, want ξ = %v", 10+k, spike.Grade, want)
		}
	}
}

// randomBatch draws the samples of a batch and what is broadcast of them.
func randomBatch(p *neuron.Population, seed, first uint64, synapses int) (neuron.Presentations, []messages.ErrorBroadcast) {
	r := rand.New(rand.NewPCG(seed, first))
	var samples [][]messages.Spike
	var broadcasts []messages.ErrorBroadcast
	for s := range uint64(8) {
		var spikes []messages.Spike
		for n := range r.IntN(20) {
			spikes = append(spikes, messages.Spike{Time: 0.01 * float64(n), Grade: r.NormFloat64(), Source: int32(r.IntN(synapses))})
		}
		samples = append(samples, spikes)
		broadcasts = append(broadcasts, messages.ErrorBroadcast{
			Sample:      first + s,
			Errors:      []float64{r.NormFloat64(), r.NormFloat64()},
			Derivatives: []float64{r.NormFloat64(), r.NormFloat64()},
		})
	}
	return presentations(p, first, samples...), broadcasts
}

// train takes a neuron through several batches, each presented in the order
// that arrange gives to its samples, one by one.
func train(p *neuron.Population, n neuron.Neuron, seed uint64, batches int, arrange func(samples int) []int) {
	scratch := neuron.NewScratch()
	for batch := range batches {
		presented, broadcasts := randomBatch(p, seed, uint64(100+8*batch), 6)
		for _, i := range arrange(len(presented.Inputs)) {
			present(n, single(presented, i), true, scratch)
		}
		n.Learn(broadcasts, messages.Rates{Weights: 0.01, Feedback: 0.1}, scratch)
	}
}

func inOrder(samples int) []int {
	order := make([]int, samples)
	for i := range order {
		order[i] = i
	}
	return order
}

// Samples presented in any order give the same bits.
func TestTheOrderOfPresentationDoesNotMatter(t *testing.T) {
	for seed := range uint64(20) {
		for _, kind := range learning.OptimiserKinds() {
			p := newPopulation(t, "sfdfa", kind)
			plain, mixed := buildOne(p, 6), buildOne(p, 6)
			before := plain.Digest()
			train(p, plain, seed, 3, inOrder)
			r := rand.New(rand.NewPCG(seed, 1))
			train(p, mixed, seed, 3, r.Perm)
			if plain.Digest() != mixed.Digest() {
				t.Errorf("seed %d, %s: the order of presentation changed the result", seed, kind)
			}
			if plain.Digest() == before {
				t.Errorf("seed %d, %s: nothing was learned", seed, kind)
			}
		}
	}
}

// What a neuron would learn does not depend on that order either, changes nothing,
// and is what a plain step takes where feedback weights stay.
func TestEstimatesAreWhatAStepTakes(t *testing.T) {
	for seed := range uint64(20) {
		p := newPopulation(t, "sfdfa", learning.GradientDescent)
		scratch := neuron.NewScratch()
		presented, broadcasts := randomBatch(p, seed, 100, 6)
		presentIn := func(n neuron.Neuron, order []int) {
			for _, i := range order {
				present(n, single(presented, i), true, scratch)
			}
		}
		n := buildOne(p, 6).(neuron.Differentiable)
		before := n.State()
		presentIn(n, inOrder(8))
		estimate := n.Estimate(broadcasts, scratch)
		presentIn(n, rand.New(rand.NewPCG(seed, 1)).Perm(8))
		if again := n.Estimate(broadcasts, scratch); !slices.Equal(again, estimate) {
			t.Errorf("seed %d: estimate %v in another order, %v in theirs", seed, again, estimate)
		}
		if after := n.State(); !reflect.DeepEqual(after, before) {
			t.Errorf("seed %d: state %+v after the estimates, %+v before", seed, after, before)
		}
		presentIn(n, inOrder(8))
		if err := n.Learn(broadcasts, messages.Rates{Weights: 1}, scratch); err != nil {
			t.Fatal(err)
		}
		for j, w := range n.State().Weights {
			if step := before.Weights[j] - w; math.Abs(step-estimate[j]) > 1e-12 {
				t.Errorf("seed %d: synapse %d has the estimate %v, a step takes %v", seed, j, estimate[j], step)
			}
		}
	}
}

// Without learning, spikes are the same but ungraded, and nothing is kept.
func TestPresentingWithoutLearningLeavesNothing(t *testing.T) {
	for seed := range uint64(20) {
		p := newPopulation(t, "sfdfa", learning.Adam)
		plain, tested := buildOne(p, 6), buildOne(p, 6)
		scratch := neuron.NewScratch()
		presentations, broadcasts := randomBatch(p, seed, 0, 6)
		others, _ := randomBatch(p, seed, 1000, 6)
		want := present(plain, presentations, false, scratch)
		got := present(tested, presentations, true, scratch)
		present(tested, others, false, scratch)
		if len(want) != len(got) {
			t.Fatalf("seed %d: %d spikes without learning, %d with", seed, len(want), len(got))
		}
		for k := range want {
			if want[k].Time != got[k].Time || want[k].Sample != got[k].Sample || want[k].Grade != 0 {
				t.Fatalf("seed %d: spike %+v without learning, %+v with", seed, want[k], got[k])
			}
		}
		present(plain, presentations, true, scratch)
		for _, n := range []neuron.Neuron{plain, tested} {
			n.Learn(broadcasts, handRates, scratch)
		}
		if plain.Digest() != tested.Digest() {
			t.Errorf("seed %d: samples presented without learning changed what was learned", seed)
		}
	}
}
