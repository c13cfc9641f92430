package lif_test

import (
	"math"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// round is a model with c = 3/16: one input of weight 1 then gives y = 3/4.
var round = model.Parameters{TauSyn: 0.1, Threshold: 0.0375, Duration: 1, SpikeCap: 10}

// afterOne is when an input of weight 1 makes a round neuron fire, in seconds.
var afterOne = 0.2 * math.Log(4.0/3)

func newModel(t testing.TB, p model.Parameters) *lif.Model {
	t.Helper()
	m, err := lif.NewModel(p)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// newInput makes an input of spikes ordered by time; a spike's source is its synapse.
func newInput(m *lif.Model, spikes []messages.Spike) *model.Input {
	train := &model.SpikeTrain{}
	train.Load(m, spikes)
	input := model.Whole(train)
	return &input
}

func integrate(t testing.TB, p model.Parameters, weights []float64, spikes ...messages.Spike) []model.OwnSpike {
	t.Helper()
	m := newModel(t, p)
	return lif.Integrate(m, weights, newInput(m, spikes), nil)
}

// expectTimes fails the test unless the own spikes come at those times, in seconds.
func expectTimes(t *testing.T, ownSpikes []model.OwnSpike, tolerance float64, want ...float64) {
	t.Helper()
	if len(ownSpikes) != len(want) {
		t.Fatalf("%d spikes (%+v), want %d at %v", len(ownSpikes), ownSpikes, len(want), want)
	}
	for k := range want {
		if math.Abs(ownSpikes[k].Time-want[k]) > tolerance {
			t.Errorf("spike %d at %.17g s, want %.17g ± %g", k, ownSpikes[k].Time, want[k], tolerance)
		}
	}
}

// potential is v(t) from all input and own spikes up to t. Reference: Eq. 1.
func potential(m *lif.Model, weights []float64, spikes []messages.Spike, own []float64, t float64) float64 {
	v := 0.0
	for _, spike := range spikes {
		if spike.Time <= t {
			age := t - spike.Time
			v += weights[spike.Source] * (math.Exp(-age/m.TauMem) - math.Exp(-age/m.TauSyn))
		}
	}
	for _, fired := range own {
		v -= m.C * math.Exp(-(t-fired)/m.TauMem)
	}
	return v
}

// The spike time has a closed form. Reference: Eq. 3, here
// 2a/(b + √(b² − 4ac)) = 2/(1 + √(1 − 3/4)) = 4/3.
func TestTheSpikeTimeHasAClosedForm(t *testing.T) {
	ownSpikes := integrate(t, round, []float64{1}, messages.Spike{})
	expectTimes(t, ownSpikes, 1e-15, afterOne)
	if y := ownSpikes[0].Y; math.Abs(y-0.75) > 1e-15 {
		t.Errorf("y is %v, want 3/4", y)
	}
	if current := ownSpikes[0].Current; math.Abs(current-0.5625) > 1e-15 {
		t.Errorf("current is %v, want a·y² = 9/16 (Eq. 20)", current)
	}
}

// "A spike is fired when v reaches c from below", and "the reset takes c away,
// after which v is exactly 0". Reference: Section 2.1, Eq. 1.
func TestTheResetLeavesThePotentialAtZero(t *testing.T) {
	m := newModel(t, round)
	weights := []float64{2, 1.5, -0.4}
	spikes := []messages.Spike{{Time: 0, Source: 0}, {Time: 0.02, Source: 2}, {Time: 0.05, Source: 1}, {Time: 0.3, Source: 0}}
	ownSpikes := lif.Integrate(m, weights, newInput(m, spikes), nil)
	if len(ownSpikes) < 3 {
		t.Fatalf("%d spikes, want at least 3", len(ownSpikes))
	}
	var own []float64
	for k, ownSpike := range ownSpikes {
		if before := potential(m, weights, spikes, own, ownSpike.Time); math.Abs(before-m.C) > 1e-13 {
			t.Errorf("spike %d: v is %v before, want c = %v", k, before, m.C)
		}
		if earlier := potential(m, weights, spikes, own, ownSpike.Time-1e-4); !(earlier < m.C) {
			t.Errorf("spike %d: v is %v shortly before, want less than c = %v", k, earlier, m.C)
		}
		own = append(own, ownSpike.Time)
		if after := potential(m, weights, spikes, own, ownSpike.Time); math.Abs(after) > 1e-13 {
			t.Errorf("spike %d: v is %v after, want 0", k, after)
		}
		if !(ownSpike.Current > m.C) {
			t.Errorf("spike %d: current is %v, must exceed c = %v where v rises", k, ownSpike.Current, m.C)
		}
	}
}

// Several spikes may follow one input spike. Reference: Section 2.1.
func TestOneArrivalMayCauseSeveralSpikes(t *testing.T) {
	ownSpikes := integrate(t, round, []float64{3}, messages.Spike{Time: 0.1})
	if len(ownSpikes) < 3 {
		t.Fatalf("%d spikes, want at least 3", len(ownSpikes))
	}
	for k, ownSpike := range ownSpikes {
		if ownSpike.Applied != 1 {
			t.Errorf("spike %d follows %d arrivals, want 1", k, ownSpike.Applied)
		}
		if k > 0 && !(ownSpike.Time > ownSpikes[k-1].Time) {
			t.Errorf("spike %d at %v s, want after %v s", k, ownSpike.Time, ownSpikes[k-1].Time)
		}
	}
}

// Input spikes at exactly the same time are all applied before the test.
func TestSimultaneousArrivalsAreAppliedFirst(t *testing.T) {
	together := integrate(t, round, []float64{0.4, 0.6}, messages.Spike{Time: 0.2}, messages.Spike{Time: 0.2, Source: 1})
	expectTimes(t, together, 1e-14, 0.2+afterOne)
	if together[0].Applied != 2 {
		t.Errorf("the spike follows %d arrivals, want both", together[0].Applied)
	}
	cancelled := integrate(t, round, []float64{3, -3}, messages.Spike{Time: 0.2}, messages.Spike{Time: 0.2, Source: 1})
	expectTimes(t, cancelled, 0)
}

// A crossing that falls on the time of a tie, to the last digits, comes before
// all of the tie's arrivals or after all of them.
func TestACrossingOnATieDoesNotSplitIt(t *testing.T) {
	before, after := 0, 0
	for seed := range 200 {
		first := 0.8 + 0.01*float64(seed)
		weights := []float64{first, 1, -1}
		crossing := integrate(t, round, weights, messages.Spike{})[0].Time
		at := crossing - 8*ulp(crossing)
		for range 17 {
			ownSpikes := integrate(t, round, weights, messages.Spike{}, messages.Spike{Time: at, Source: 1}, messages.Spike{Time: at, Source: 2})
			switch ownSpikes[0].Applied {
			case 1:
				before++
			case 3:
				after++
			default:
				t.Fatalf("weight %v, tie at %.17g s, crossing at %.17g s: the spike follows %d arrivals, want 1 or 3", first, at, crossing, ownSpikes[0].Applied)
			}
			at += ulp(crossing)
		}
	}
	if before < 500 || after < 500 {
		t.Errorf("%d crossings before a tie and %d after: want both often", before, after)
	}
}

// ulp is the distance to the next number above x.
func ulp(x float64) float64 { return math.Nextafter(x, math.Inf(1)) - x }

// The order inside a tie has no influence beyond rounding; callers that want
// equal bits sort by source.
func TestTheOrderInATieDoesNotMatter(t *testing.T) {
	weights := []float64{0.9, -0.5, 1.7, 0.3}
	tie := func(sources ...int32) []messages.Spike {
		spikes := []messages.Spike{{Time: 0, Source: 2}}
		for _, source := range sources {
			spikes = append(spikes, messages.Spike{Time: 0.1, Source: source})
		}
		return append(spikes, messages.Spike{Time: 0.15, Source: 1})
	}
	want := integrate(t, round, weights, tie(0, 1, 2, 3)...)
	if len(want) < 2 {
		t.Fatalf("%d spikes, want at least 2", len(want))
	}
	for _, order := range [][]int32{{3, 2, 1, 0}, {1, 0, 3, 2}, {2, 3, 0, 1}} {
		got := integrate(t, round, weights, tie(order...)...)
		if len(got) != len(want) {
			t.Fatalf("order %v: %d spikes, want %d", order, len(got), len(want))
		}
		for k := range got {
			if math.Abs(got[k].Time-want[k].Time) > 1e-14 || got[k].Applied != want[k].Applied {
				t.Errorf("order %v: spike %d is %+v, want %+v", order, k, got[k], want[k])
			}
		}
	}
}

// The neuron stops when it has fired as many spikes as the cap allows.
func TestTheSpikeCapStops(t *testing.T) {
	spikes := []messages.Spike{{Time: 0}, {Time: 0.1}, {Time: 0.2}, {Time: 0.3}}
	free := integrate(t, round, []float64{2}, spikes...)
	if len(free) < 5 {
		t.Fatalf("%d spikes without a cap, want at least 5", len(free))
	}
	for limit := 1; limit <= len(free); limit++ {
		p := round
		p.SpikeCap = limit
		capped := integrate(t, p, []float64{2}, spikes...)
		if len(capped) != limit {
			t.Fatalf("cap %d: %d spikes", limit, len(capped))
		}
		for k := range capped {
			if capped[k] != free[k] {
				t.Errorf("cap %d: spike %d is %+v, want %+v", limit, k, capped[k], free[k])
			}
		}
	}
}

// The cap counts the spikes of one sample, not those that stand in dst already.
func TestTheSpikeCapCountsOneSample(t *testing.T) {
	p := round
	p.SpikeCap = 2
	m := newModel(t, p)
	input := newInput(m, []messages.Spike{{}})
	ownSpikes := lif.Integrate(m, []float64{3}, input, nil)
	ownSpikes = lif.Integrate(m, []float64{3}, input, ownSpikes)
	if len(ownSpikes) != 4 || ownSpikes[0] != ownSpikes[2] || ownSpikes[1] != ownSpikes[3] {
		t.Errorf("two samples gave %+v, want the same two spikes twice", ownSpikes)
	}
}

// No spike comes after the end of the sample. Reference: Eq. 3's condition T ≤ T_max.
func TestNoSpikeAfterTheDuration(t *testing.T) {
	for _, test := range []struct {
		duration float64
		want     []float64
	}{
		{0.3 + afterOne + 1e-9, []float64{0.3 + afterOne}},
		{0.3 + afterOne - 1e-9, nil},
		{0.29, nil}, // the arrival itself is too late
	} {
		p := round
		p.Duration = test.duration
		expectTimes(t, integrate(t, p, []float64{1}, messages.Spike{Time: 0.3}), 1e-14, test.want...)
	}
}

// A neuron whose net input is inhibitory never crosses: Eq. 3 needs a > 0.
func TestInhibitionCausesNoSpike(t *testing.T) {
	expectTimes(t, integrate(t, round, []float64{-5}, messages.Spike{}, messages.Spike{Time: 0.1}), 0)
	// Excitation first: inhibition that comes before the crossing prevents it,
	// and inhibition that comes after it does not.
	for _, test := range []struct {
		at   float64
		want []float64
	}{{afterOne / 2, nil}, {2 * afterOne, []float64{afterOne}}} {
		got := integrate(t, round, []float64{1, -2}, messages.Spike{}, messages.Spike{Time: test.at, Source: 1})
		expectTimes(t, got, 1e-14, test.want...)
	}
}

// A potential that falls short of the threshold by a hair stays silent, one
// that passes it by a hair spikes: b² > 4ac, which is w > 4c for one input.
func TestTheDiscriminantDecides(t *testing.T) {
	expectTimes(t, integrate(t, round, []float64{0.75 * (1 - 1e-9)}, messages.Spike{}), 0)
	if got := integrate(t, round, []float64{0.75 * (1 + 1e-9)}, messages.Spike{}); len(got) != 1 {
		t.Errorf("%d spikes just above the threshold, want 1", len(got))
	}
}

// EvSpikeSim, another simulator with the same closed form, publishes ten spike
// times of three neurons in the test of its fully connected layer. It compares
// v with c = threshold where we take c = ϑ/τ, and computes in float32, whose
// numbers lie 1.2e-7 apart there.
func TestEvSpikeSimsSpikeTimes(t *testing.T) {
	const tauSyn, threshold = 0.020, 0.1
	const tolerance = 1.2e-7 + 0.5e-7 // and they are published with seven decimals
	p := model.Parameters{TauSyn: tauSyn, Threshold: threshold * 2 * tauSyn, Duration: 2, SpikeCap: 30}
	spikes := []messages.Spike{{Time: 1.0, Source: 0}, {Time: 1.2, Source: 1}, {Time: 1.5, Source: 1}}
	for _, neuron := range []struct {
		weights []float64
		want    []float64
	}{
		{[]float64{1.0, 0.2}, []float64{1.0047829, 1.0112512, 1.0215546}},
		{[]float64{-0.1, 0.8}, []float64{1.2063813, 1.2163547, 1.506313, 1.5162327}},
		{[]float64{0.5, 0.4}, []float64{1.0129402, 1.2233235, 1.5267321}},
	} {
		expectTimes(t, integrate(t, p, neuron.weights, spikes...), tolerance, neuron.want...)
	}
}
