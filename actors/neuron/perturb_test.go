package neuron_test

import (
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// deepPopulations are those of a network with hidden populations of which one perturbs a sample, by ξ = 1.
func deepPopulations(t *testing.T, hidden int) []*neuron.Population {
	t.Helper()
	populations := make([]*neuron.Population, hidden)
	for i := range populations {
		p := newPopulation(t, "sfdfa", learning.GradientDescent)
		p.Index, p.Hidden, p.Learning.Perturb = 1+i, hidden, learning.PerturbOne
		p.Perturbations = func(int, uint64) float64 { return 1 }
		populations[i] = p
	}
	return populations
}

// In every sample one population perturbs, each in about a third of them. A row moves by Eq. 7 over the
// samples in which its population did:
//
//	B ← B − α·(B − d·ξ),   from 0 with α = 0.1, d = 2 and ξ = 1 to 0.2,   also if others perturbed in most samples
func TestOnePopulationPerturbsASample(t *testing.T) {
	const samples, hidden = 300, 3
	perturbing := make([]int, samples)
	for _, p := range deepPopulations(t, hidden) {
		n := buildOne(p, 1)
		setState(t, n, messages.State{Weights: []float64{1}, Feedback: []float64{0, 0}})
		scratch, chosen := neuron.NewScratch(), 0
		for sample := range uint64(samples) {
			spikes := present(n, presentations(p, sample, []messages.Spike{{}}), true, scratch)
			if spikes[0].Grade == 1 {
				perturbing[sample]++
				chosen++
			} else if spikes[0].Grade != 0 {
				t.Fatalf("population %d has the grade %v in sample %d, want 0 or 1", p.Index, spikes[0].Grade, sample)
			}
		}
		if chosen < samples/hidden-35 || chosen > samples/hidden+35 {
			t.Errorf("population %d perturbs in %d of %d samples, want about a third", p.Index, chosen, samples)
		}
		broadcasts := make([]messages.ErrorBroadcast, samples)
		for sample := range broadcasts {
			broadcasts[sample] = messages.ErrorBroadcast{Sample: uint64(sample), Errors: []float64{0, 0}, Derivatives: []float64{2, -4}}
		}
		if err := n.Learn(broadcasts, handRates, scratch); err != nil {
			t.Fatal(err)
		}
		expectNear(t, "feedback", n.State().Feedback, 0.2, -0.4)
	}
	for sample, populations := range perturbing {
		if populations != 1 {
			t.Errorf("%d populations perturb in sample %d, want 1", populations, sample)
		}
	}
}

// A sample in which one population perturbs moves its row alone.
func TestARowKeepsStillWhileOthersPerturb(t *testing.T) {
	for perturb, moved := range map[learning.Perturb]int{learning.PerturbOne: 1, learning.PerturbAll: 2} {
		rows := 0
		for _, p := range deepPopulations(t, 2) {
			p.Learning.Perturb = perturb
			n := buildOne(p, 1)
			setState(t, n, messages.State{Weights: []float64{1}, Feedback: []float64{0, 0}})
			scratch := neuron.NewScratch()
			present(n, presentations(p, 7, []messages.Spike{{}}), true, scratch)
			if err := n.Learn([]messages.ErrorBroadcast{{Sample: 7, Errors: []float64{0, 0}, Derivatives: []float64{2, 0}}}, handRates, scratch); err != nil {
				t.Fatal(err)
			}
			if n.State().Feedback[0] != 0 {
				rows++
			}
		}
		if rows != moved {
			t.Errorf("with %s, %d of 2 rows move after a sample, want %d", perturb, rows, moved)
		}
	}
}
