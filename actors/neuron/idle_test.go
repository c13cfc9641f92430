package neuron_test

import (
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// A neuron that puts steps off learns the bits of one that takes each, because its projection could be one whose
// weights stay: in long silences, at rates that change, for both precisions and optimisers, with weight averages, and
// resumed in the middle.
func TestANeuronThatIsSilentLearnsTheSameBits(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 0x51))
		optimiser := learning.OptimiserKinds()[r.IntN(2)]
		precision := neuron.Precisions()[r.IntN(2)]
		p, steadfast := newPopulation(t, "sfdfa", optimiser), newPopulation(t, "sfdfa", optimiser)
		if r.IntN(4) == 0 {
			p.Learning.WeightAverage, steadfast.Learning.WeightAverage = 0.9, 0.9
		}
		if r.IntN(4) == 0 {
			p.Learning.Revive, steadfast.Learning.Revive = 40, 40
		}
		steadfast.Plasticity = []neuron.Plasticity{{}}
		synapses := 1 + r.IntN(40)
		build := func(p *neuron.Population) neuron.Neuron { return neuron.Build(p, precision, 0, []int{synapses})[0] }
		n, twin, scratch := build(p), build(steadfast), neuron.NewScratch()
		rates, silences := messages.Rates{Weights: 1e-3, Feedback: 0.1}, 0
		for batch := range uint64(600) {
			if r.IntN(100) == 0 {
				rates.Weights = []float64{1e-3, 1e-2, 1e-6, 0}[r.IntN(4)]
			}
			var spikes []messages.Spike
			if r.IntN(60) == 0 {
				for j := range synapses {
					spikes = append(spikes, messages.Spike{Source: int32(j)})
				}
			}
			broadcasts := []messages.ErrorBroadcast{{Sample: batch, Errors: []float64{r.NormFloat64(), 2}, Derivatives: []float64{1, 0.5}}}
			fired := 0
			for _, x := range []struct {
				neuron.Neuron
				of *neuron.Population
			}{{n, p}, {twin, steadfast}} {
				fired = len(present(x, presentations(x.of, batch, spikes), true, scratch))
				if err := x.Learn(broadcasts, rates, scratch); err != nil {
					t.Fatal(err)
				}
			}
			if fired == 0 {
				silences++
			}
			if r.IntN(50) > 0 {
				continue
			}
			if n.Digest() != twin.Digest() {
				t.Fatalf("seed %d, %s, %s, %d synapses: after batch %d the state is\n%+v, want\n%+v", seed, optimiser, precision, synapses, batch, n.State(), twin.State())
			}
			state := n.State()
			n = build(p)
			setState(t, n, state)
		}
		if silences < 300 {
			t.Errorf("seed %d: silent in %d batches, want most", seed, silences)
		}
	}
}
