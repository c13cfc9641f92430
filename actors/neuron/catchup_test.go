package neuron_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// A neuron that catches up before a sample has something for it learns the bits of one that learns from each batch: in
// long silences, at rates that change, with running means of its rate and its weights.
func TestANeuronThatCatchesUpLearnsTheSameBits(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 0xca7c))
		p := newPopulation(t, "sfdfa", learning.OptimiserKinds()[r.IntN(2)])
		p.Learning.WeightAverage = []float64{0, 0, 0.9}[r.IntN(3)]
		p.Learning.RateAverage = []int{0, 7, 100}[r.IntN(3)]
		precision, synapses := neuron.Precisions()[r.IntN(2)], 1+r.IntN(40)
		build := func() neuron.Neuron { return neuron.Build(p, precision, 0, []int{synapses})[0] }
		late, steady, scratch := build(), build(), neuron.NewScratch()
		rates, owed := messages.Rates{Weights: 1e-3, Feedback: 0.1}, 0
		catchUp := func() {
			if err := late.CatchUp(owed, 1, rates, scratch); err != nil {
				t.Fatal(err)
			}
			owed = 0
		}
		for batch := range uint64(900) {
			if r.IntN(150) == 0 {
				catchUp()
				rates.Weights = []float64{1e-3, 1e-2, 1e-6, 0}[r.IntN(4)]
			}
			broadcasts := []messages.ErrorBroadcast{{Sample: batch, Errors: []float64{r.NormFloat64(), 2}, Derivatives: []float64{1, 0.5}}}
			var spikes []messages.Spike
			if r.IntN(80) == 0 {
				for j := range synapses {
					spikes = append(spikes, messages.Spike{Source: int32(j)})
				}
				catchUp()
				present(late, presentations(p, batch, spikes), true, scratch)
			}
			fired := present(steady, presentations(p, batch, spikes), true, scratch)
			if err := steady.Learn(broadcasts, rates, scratch); err != nil {
				t.Fatal(err)
			}
			if len(fired) == 0 {
				owed++
			} else if err := late.Learn(broadcasts, rates, scratch); err != nil {
				t.Fatal(err)
			}
			if r.IntN(200) > 0 {
				continue
			}
			if catchUp(); late.Digest() != steady.Digest() {
				t.Fatalf("seed %d, %s, %d synapses: after batch %d the state is\n%+v, want\n%+v", seed, precision, synapses, batch, late.State(), steady.State())
			}
		}
	}
}

// A weight that a step without a gradient makes infinite is found when the neuron catches up, with the number of its batch.
func TestCatchingUpFindsNumbersThatAreNotFinite(t *testing.T) {
	p := newPopulation(t, "frozen", learning.Adam)
	n := neuron.Build(p, neuron.Float32, 0, []int{1})[0]
	state := n.State()
	state.Weights, state.First, state.Second, state.Steps = []float64{-math.MaxFloat32}, []float64{1}, []float64{0}, 4
	setState(t, n, state)
	err := n.CatchUp(9, 1, messages.Rates{Weights: 1e30}, neuron.NewScratch())
	if err == nil || !strings.Contains(err.Error(), "weight of synapse 0") || !strings.Contains(err.Error(), "after batch 5") {
		t.Errorf("error %v, want one that names the weight of synapse 0 and batch 5", err)
	}
}
