package lif_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// activity is one neuron after one sample.
type activity struct {
	model     *lif.Model
	weights   []float64
	input     model.Input
	ownSpikes []model.OwnSpike
}

// randomActivity draws a neuron and integrates it; a third of its input spikes
// are simultaneous with the one before.
func randomActivity(t testing.TB, seed uint64) activity {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 0xe11))
	m, err := lif.NewModel(model.Parameters{
		TauSyn: 0.05 + 0.1*r.Float64(), Threshold: 0.02 + 0.1*r.Float64(), Duration: 0.3, SpikeCap: 1 + r.IntN(20),
	})
	if err != nil {
		t.Fatal(err)
	}
	a := activity{model: m, weights: make([]float64, 1+r.IntN(10))}
	for j := range a.weights {
		a.weights[j] = 2.5*r.Float64() - 0.7
	}
	spikes := make([]messages.Spike, 1+r.IntN(25))
	for n := range spikes {
		spikes[n] = messages.Spike{Time: 0.25 * r.Float64(), Source: int32(r.IntN(len(a.weights)))}
		if n > 0 && r.IntN(3) == 0 {
			spikes[n].Time = spikes[n-1].Time
		}
	}
	slices.SortFunc(spikes, func(x, y messages.Spike) int {
		return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Source, y.Source))
	})
	train := &model.SpikeTrain{}
	train.Load(m, spikes)
	a.input = model.Whole(train)
	a.ownSpikes = lif.Integrate(m, a.weights, &a.input, nil)
	return a
}

func (a *activity) eligibility(form learning.Form, gradient learning.Gradient) []float64 {
	e := make([]float64, len(a.weights))
	a.model.Accumulate(form, gradient, &a.input, a.ownSpikes, 1, e, &model.Scratch{})
	return e
}

// timesWith integrates again with one weight moved.
func (a *activity) timesWith(synapse int, step float64) []model.OwnSpike {
	moved := slices.Clone(a.weights)
	moved[synapse] += step
	return lif.Integrate(a.model, moved, &a.input, nil)
}

func largest(values []float64) float64 {
	most := 0.0
	for _, value := range values {
		most = math.Max(most, math.Abs(value))
	}
	return most
}

// amplification bounds how much rounding in a spike's current grows in h.
func (a *activity) amplification() float64 {
	most := 1.0
	for _, ownSpike := range a.ownSpikes {
		ratio := ownSpike.Current / (ownSpike.Current - a.model.C)
		most = math.Max(most, ratio*ratio)
	}
	return most
}

// The closed form, the trace and the fused form are the same number.
// Reference: Eqs. 17 to 21.
func TestAllFormsAgree(t *testing.T) {
	several, ties := 0, 0
	for seed := range uint64(2000) {
		a := randomActivity(t, seed)
		if len(a.ownSpikes) > 1 {
			several++
		}
		for n := 1; n < len(a.input.Arrivals); n++ {
			if a.input.Arrivals[n].Q == a.input.Arrivals[n-1].Q {
				ties++
			}
		}
		for _, gradient := range learning.Gradients() {
			want := a.eligibility(learning.Closed, gradient)
			for _, form := range []learning.Form{learning.Trace, learning.Fused} {
				got := a.eligibility(form, gradient)
				tolerance := 1e-10 * largest(want)
				if gradient == learning.Exact {
					// Resets after a graze make a later spike's R_j the
					// difference of large numbers.
					tolerance *= math.Sqrt(a.amplification())
				}
				for j := range want {
					if !(math.Abs(got[j]-want[j]) <= tolerance) {
						t.Fatalf("seed %d, %s gradient, synapse %d: %s form gives %.17g, closed form %.17g (%d spikes)",
							seed, gradient, j, form, got[j], want[j], len(a.ownSpikes))
					}
				}
			}
		}
	}
	if several < 500 || ties < 1000 {
		t.Errorf("only %d neurons with several spikes and %d ties: the comparison says little", several, ties)
	}
}

// The exact eligibility is the derivative of the sum of the spike times by the
// weight. Reference: Eqs. 13 to 17.
func TestExactEligibilityIsTheDerivativeOfSpikeTimes(t *testing.T) {
	const step, steepest = 1e-6, 20
	compared, skipped := 0, 0
	for seed := range uint64(300) {
		a := randomActivity(t, seed)
		e := a.eligibility(learning.Fused, learning.Exact)
		for j := range e {
			more, less := a.timesWith(j, step), a.timesWith(j, -step)
			if len(more) != len(a.ownSpikes) || len(less) != len(a.ownSpikes) {
				skipped++ // the sum jumps with the spike count
				continue
			}
			difference := 0.0
			for k := range more {
				difference += (more[k].Time - less[k].Time) / (2 * step)
			}
			if math.Abs(difference) > steepest {
				skipped++ // a graze: the derivative changes within the step
				continue
			}
			compared++
			if tolerance := 1e-6 * math.Max(0.01, largest(e)); math.Abs(e[j]-difference) > tolerance {
				t.Errorf("seed %d, synapse %d: eligibility %.12g, central difference %.12g ± %.2g", seed, j, e[j], difference, tolerance)
			}
		}
	}
	if compared < 1200 || skipped > compared/20 {
		t.Errorf("%d derivatives compared and %d skipped, want at least 1200 and few", compared, skipped)
	}
}

// The modified gradient divides by I where the exact one divides by I − c, so
// with one spike their ratio is (I − c)/I. Reference: Eqs. 17, 18.
func TestModifiedIsExactTimesABoundedFactor(t *testing.T) {
	compared := 0
	for seed := range uint64(500) {
		a := randomActivity(t, seed)
		if len(a.ownSpikes) != 1 {
			continue
		}
		factor := (a.ownSpikes[0].Current - a.model.C) / a.ownSpikes[0].Current
		if !(factor > 0 && factor < 1) {
			t.Errorf("seed %d: factor %v, must be in (0, 1) since I > c", seed, factor)
		}
		for _, form := range learning.Forms() {
			exact, modified := a.eligibility(form, learning.Exact), a.eligibility(form, learning.Modified)
			for j := range exact {
				compared++
				if math.Abs(modified[j]-factor*exact[j]) > 1e-12*largest(modified) {
					t.Errorf("seed %d, %s form, synapse %d: modified %v, want %v·%v", seed, form, j, modified[j], factor, exact[j])
				}
			}
		}
	}
	if compared < 300 {
		t.Errorf("only %d eligibilities compared", compared)
	}
}

// By hand: c = 3/16 and weight 1 give y = 3/4 and I = 9/16, so that
// E = τ·h·(y² − y) = −(3/16)·0.2·h with h = 1/(3/8) or 1/(9/16).
func TestEligibilityByHand(t *testing.T) {
	m, err := lif.NewModel(model.Parameters{TauSyn: 0.1, Threshold: 0.0375, Duration: 1, SpikeCap: 3})
	if err != nil {
		t.Fatal(err)
	}
	train := &model.SpikeTrain{}
	train.Load(m, []messages.Spike{{Source: 1}})
	input := model.Whole(train)
	ownSpikes := lif.Integrate(m, []float64{0, 1}, &input, nil)
	for gradient, want := range map[learning.Gradient]float64{learning.Exact: -1.0 / 10, learning.Modified: -1.0 / 15} {
		for _, form := range learning.Forms() {
			dst := []float64{7, 8} // what is there stays: Accumulate adds
			m.Accumulate(form, gradient, &input, ownSpikes, 3, dst, &model.Scratch{})
			if dst[0] != 7 || math.Abs(dst[1]-(8+3*want)) > 1e-14 {
				t.Errorf("%s gradient, %s form: %v, want [7 %v]", gradient, form, dst, 8+3*want)
			}
		}
	}
}

// A neuron that did not fire has no eligibility.
func TestSilenceHasNoEligibility(t *testing.T) {
	a := randomActivity(t, 1)
	a.ownSpikes = nil
	for _, form := range learning.Forms() {
		for _, gradient := range learning.Gradients() {
			if e := a.eligibility(form, gradient); largest(e) != 0 {
				t.Errorf("%s form, %s gradient: %v, want zeros", form, gradient, e)
			}
		}
	}
}

// Scratch holds nothing between calls: a large neuron leaves no trace in a
// small one.
func TestScratchIsReusable(t *testing.T) {
	var shared model.Scratch
	for seed := range uint64(50) {
		a := randomActivity(t, seed)
		for _, form := range learning.Forms() {
			got := make([]float64, len(a.weights))
			a.model.Accumulate(form, learning.Modified, &a.input, a.ownSpikes, 1, got, &shared)
			if want := a.eligibility(form, learning.Modified); !slices.Equal(got, want) {
				t.Fatalf("seed %d, %s form: %v with a used scratch, %v with a new one", seed, form, got, want)
			}
		}
	}
}
