package lif_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// A neuron with c = 3/16 and τ = 1/5 s gets one spike at t = 0 through w = 1 and
// one at e^{t/τ} = 2 through w = 1/4, and fires at y = 3/4 (I = 9/16) and at
// y = 3/8 (I = 9/32). The loss changes with both spike times by 5. The exact
// gradient has f = 8/15 and 32/15, the modified one 16/45 and 32/45. With the
// exact one what is handed back adds up to 10: to move all that arrives is to
// move all that is fired.
func TestBackPropagationThroughTwoSpikesByHand(t *testing.T) {
	m, err := lif.NewModel(model.Parameters{TauSyn: 0.1, Threshold: 0.0375, Duration: 0.3, SpikeCap: 8})
	if err != nil {
		t.Fatal(err)
	}
	train := &model.SpikeTrain{}
	train.Load(m, []messages.Spike{{Time: 0, Source: 0}, {Time: 0.2 * math.Log(2), Source: 1}})
	input, weights := model.Whole(train), []float64{1, 0.25}
	ownSpikes := lif.Integrate(m, weights, &input, nil)
	if len(ownSpikes) != 2 {
		t.Fatalf("%d spikes, want 2", len(ownSpikes))
	}
	for gradient, want := range map[learning.Gradient]struct {
		adjoints       []model.Adjoint
		weights, times []float64
	}{
		learning.Exact: {
			[]model.Adjoint{{Alpha: 9.0 / 2, Beta: -8}, {Alpha: 3.0 / 2, Beta: -4}},
			[]float64{-7.0 / 2, -2}, []float64{5, 5},
		},
		learning.Modified: {
			[]model.Adjoint{{Alpha: 11.0 / 6, Beta: -28.0 / 9}, {Alpha: 1.0 / 2, Beta: -4.0 / 3}},
			[]float64{-23.0 / 18, -2.0 / 3}, []float64{25.0 / 9, 5.0 / 3},
		},
	} {
		adjoints := make([]model.Adjoint, 2)
		// The errors are 5 and 5, in three ways of saying so.
		for _, said := range []struct {
			errors []float64
			pull   float64
		}{{[]float64{5, 5}, 0}, {[]float64{0}, 5}, {[]float64{3, 3}, 2}} {
			m.Adjoints(gradient, ownSpikes, said.errors, said.pull, adjoints)
			for k := range adjoints {
				expectNear(t, adjoints[k].Alpha, want.adjoints[k].Alpha)
				expectNear(t, adjoints[k].Beta, want.adjoints[k].Beta)
			}
		}
		byWeight, byTime := []float64{1, 1}, []float64{2, 2} // both are added to
		m.AccumulateAdjoints(&input, ownSpikes, adjoints, byWeight)
		m.Float64().HandBack(weights, &input, ownSpikes, adjoints, byTime)
		for j := range weights {
			expectNear(t, byWeight[j]-1, want.weights[j])
			expectNear(t, byTime[j]-2, want.times[j])
		}
	}
}

func expectNear(t *testing.T, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12*math.Abs(want)) {
		t.Errorf("%.17g, want %.17g", got, want)
	}
}

// spelledOut is back-propagation spike by spike, without running sums: with the
// derivatives of a spike time
//
//	∂T^k/∂t_j^z = −h_k·w_ij·( e^{t_j^z/τ} y_k − 2·e^{t_j^z/τs} y_k² )
//	∂T^k/∂T^m   =  h_k·c·y_k / y_m,  m < k
//	∂T^k/∂w_ij  =  τ·h_k·( P_j y_k² − Q_j y_k )
//
// and the adjoint of a spike time λ_k = e_k + Σ_{m>k} λ_m ∂T^m/∂T^k.
func (a *activity) spelledOut(gradient learning.Gradient, errors []float64) (byWeight, byTime []float64) {
	byWeight, byTime = make([]float64, len(a.weights)), make([]float64, len(a.input.Arrivals))
	slopes, lambda := make([]float64, len(a.ownSpikes)), make([]float64, len(a.ownSpikes))
	for k := len(a.ownSpikes) - 1; k >= 0; k-- {
		slopes[k] = 1 / a.ownSpikes[k].Current
		if gradient == learning.Exact {
			slopes[k] = 1 / (a.ownSpikes[k].Current - a.model.C)
		}
		lambda[k] = errors[k]
		for m := k + 1; m < len(a.ownSpikes); m++ {
			lambda[k] += lambda[m] * slopes[m] * a.model.C * a.ownSpikes[m].Y / a.ownSpikes[k].Y
		}
	}
	for k, ownSpike := range a.ownSpikes {
		y := ownSpike.Y
		for n := range ownSpike.Applied {
			arrival := &a.input.Arrivals[n]
			byWeight[arrival.Synapse] += lambda[k] * a.model.TauMem * slopes[k] * (arrival.Q*arrival.Q*y*y - arrival.Q*y)
			byTime[n] -= lambda[k] * slopes[k] * a.weights[arrival.Synapse] * (arrival.Q*y - 2*arrival.Q*arrival.Q*y*y)
		}
	}
	return byWeight, byTime
}

func (a *activity) backPropagated(gradient learning.Gradient, errors []float64, input *model.Input) (byWeight, byTime []float64) {
	byWeight, byTime = make([]float64, len(a.weights)), make([]float64, len(a.input.Arrivals))
	adjoints := make([]model.Adjoint, len(a.ownSpikes))
	a.model.Adjoints(gradient, a.ownSpikes, errors, 0, adjoints)
	a.model.AccumulateAdjoints(input, a.ownSpikes, adjoints, byWeight)
	a.model.Float64().HandBack(a.weights, input, a.ownSpikes, adjoints, byTime)
	return byWeight, byTime
}

// The running sums give what the derivatives give spike by spike, for errors of
// any kind and both gradients; and an input that is a part of the spike train gives
// what the same arrivals as a whole give.
func TestBackPropagationIsThatOfTheSpelledOutDerivatives(t *testing.T) {
	several := 0
	for seed := range uint64(2000) {
		a := randomActivity(t, seed)
		r := rand.New(rand.NewPCG(seed, 0xbac))
		errors := make([]float64, len(a.ownSpikes))
		total := 0.0
		for k := range errors {
			errors[k] = r.NormFloat64()
			total += errors[k]
		}
		if len(errors) > 1 {
			several++
		}
		train := *a.input.SpikeTrain
		for n := range train.Arrivals {
			train.SynapticEvents = append(train.SynapticEvents, model.SynapticEvent{Arrival: int32(n), Synapse: train.Arrivals[n].Synapse})
		}
		part := model.Part(&train, 0, int32(len(train.SynapticEvents)))
		for _, gradient := range learning.Gradients() {
			wantWeights, wantTimes := a.spelledOut(gradient, errors)
			for name, input := range map[string]*model.Input{"whole": &a.input, "part": &part} {
				byWeight, byTime := a.backPropagated(gradient, errors, input)
				tolerance := 1e-10
				if gradient == learning.Exact {
					tolerance *= a.amplification()
				}
				expectClose(t, name+" by weight", byWeight, wantWeights, tolerance)
				expectClose(t, name+" by time", byTime, wantTimes, tolerance)
				if gradient == learning.Exact && len(errors) > 0 {
					expectClose(t, "moved as one", []float64{sum(byTime)}, []float64{total}, tolerance*(1+largest(byTime)*float64(len(byTime))))
				}
			}
		}
	}
	if several < 500 {
		t.Errorf("only %d neurons with several spikes: the comparison says little", several)
	}
}

func expectClose(t *testing.T, name string, got, want []float64, tolerance float64) {
	t.Helper()
	for n := range want {
		if !(math.Abs(got[n]-want[n]) <= tolerance*max(1, largest(want))) {
			t.Fatalf("%s, %d: %.17g, want %.17g", name, n, got[n], want[n])
		}
	}
}

func sum(values []float64) float64 {
	total := 0.0
	for _, value := range values {
		total += value
	}
	return total
}
