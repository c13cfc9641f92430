package eventlif_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// The fused form is the trace.
func TestFormsAgree(t *testing.T) {
	several := 0
	for seed := range uint64(2000) {
		n := randomNeuron(t, seed)
		ownSpikes := n.fire()
		if len(ownSpikes) > 1 {
			several++
		}
		for _, g := range learning.Gradients() {
			want := n.eligibility(learning.Trace, g, ownSpikes)
			tolerance := 1e-9 * largest(want)
			if g == learning.Exact {
				tolerance *= n.steepness(ownSpikes)
			}
			got := n.eligibility(learning.Fused, g, ownSpikes)
			for j := range want {
				if !(math.Abs(got[j]-want[j]) <= tolerance) {
					t.Fatalf("seed %d, %s gradient, synapse %d: fused form %.17g, trace %.17g (%d spikes)", seed, g, j, got[j], want[j], len(ownSpikes))
				}
			}
		}
	}
	if several < 500 {
		t.Errorf("only %d neurons with several spikes: the comparison says little", several)
	}
}

// sumOfTimes is Σ T, of a neuron that has to fire as often as before.
func sumOfTimes(n random, spikes int) (float64, bool) {
	ownSpikes, total := n.fire(), 0.0
	for _, spike := range ownSpikes {
		total += spike.Time
	}
	return total, len(ownSpikes) == spikes
}

// with is the neuron with one synapse moved: its weight, and the times at which spikes arrive there.
func (n random) with(synapse int, weight, delay float64) random {
	n.weights, n.spikes = slices.Clone(n.weights), slices.Clone(n.spikes)
	n.weights[synapse] += weight
	for i := range n.spikes {
		if n.spikes[i].Source == int32(synapse) {
			n.spikes[i].Time += delay
		}
	}
	slices.SortStableFunc(n.spikes, func(x, y messages.Spike) int { return cmp.Compare(x.Time, y.Time) })
	return n
}

// The exact eligibilities of weights and delays are the derivatives of the sum of the spike times.
func TestExactEligibilitiesAreDerivatives(t *testing.T) {
	const step, steepest = 1e-7, 8
	compared, refractory, skipped := 0, 0, 0
	for seed := range uint64(1500) {
		n := randomNeuron(t, seed)
		ownSpikes := n.fire()
		if len(ownSpikes) == 0 || n.model.Duration > 1 || n.steepness(ownSpikes) > steepest {
			continue
		}
		weights, delays := n.eligibility(learning.Fused, learning.Exact, ownSpikes), n.delays(learning.Exact, ownSpikes)
		for j := range weights {
			for _, c := range []struct {
				name          string
				weight, delay float64
				got           float64
			}{{"weight", step, 0, weights[j]}, {"delay", 0, step * n.model.TauMem, delays[j] * n.model.TauMem}} {
				more, same := sumOfTimes(n.with(j, c.weight, c.delay), len(ownSpikes))
				less, too := sumOfTimes(n.with(j, -c.weight, -c.delay), len(ownSpikes))
				if !same || !too {
					skipped++ // the sum jumps with the spike count
					continue
				}
				want := (more - less) / (2 * step)
				scale := max(largest(weights), largest(delays)*n.model.TauMem)
				if math.Abs(c.got-want) > 2e-5*scale+1e-8 {
					t.Errorf("seed %d, %s %d: %.12g, central difference %.12g (largest %.3g)", seed, c.name, j, c.got, want, scale)
				}
				compared++
				if n.model.Refractory > 0 {
					refractory++
				}
			}
		}
	}
	if compared < 8000 || refractory < 5000 || skipped > 100 {
		t.Errorf("%d derivatives compared, %d of refractory neurons, %d skipped: the comparison says little", compared, refractory, skipped)
	}
}

// What is handed back to the arrivals, summed by synapse, is the eligibility of the delays if every
// own spike has the error 1.
func TestWhatIsHandedBackIsWhatDelaysLearnFrom(t *testing.T) {
	for seed := range uint64(500) {
		n := randomNeuron(t, seed)
		ownSpikes, in := n.fire(), n.input()
		for _, g := range learning.Gradients() {
			want := n.delays(g, ownSpikes)
			adjoints, byTime := make([]model.Adjoint, len(ownSpikes)), make([]float64, len(in.Arrivals))
			n.model.Adjoints(g, ownSpikes, nil, 1, adjoints)
			n.model.Float64().HandBack(n.weights, &in, ownSpikes, adjoints, byTime)
			got := make([]float64, len(want))
			for i, derivative := range byTime {
				got[in.Arrivals[i].Synapse] += derivative
			}
			for j := range want {
				if !(math.Abs(got[j]-want[j]) <= 1e-9*max(1, largest(byTime))) {
					t.Errorf("seed %d, %s gradient, synapse %d: handed back %.17g, want %.17g", seed, g, j, got[j], want[j])
				}
			}
		}
	}
}
