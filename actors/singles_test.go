package actors

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// Spikes that travel alone are presented by (time, source, grade) in whichever order
// they arrive: the sums over them depend on it.
func TestSinglesArePresentedInOrder(t *testing.T) {
	model, err := lif.NewModel(model.Parameters{TauSyn: 0.1, Threshold: 1, Duration: 1, SpikeCap: 1})
	if err != nil {
		t.Fatal(err)
	}
	delivery := &messages.Delivery{Number: 3, First: 40, Count: 2}
	// The synapse is the place of the spike in its sample.
	singles := []messages.ArrivingSingle{
		{Synapse: 0, Spike: messages.Spike{Time: 0.1, Source: 7}},
		{Synapse: 1, Spike: messages.Spike{Time: 0.2, Source: 2}},
		{Synapse: 2, Spike: messages.Spike{Time: 0.2, Source: 4, Grade: -1}},
		{Synapse: 3, Spike: messages.Spike{Time: 0.2, Source: 4, Grade: 1}},
		{Synapse: 4, Spike: messages.Spike{Time: 0.3, Source: 0}},
		{Synapse: 0, Spike: messages.Spike{Time: 0.05, Source: 9, Sample: 1}},
		{Synapse: 1, Spike: messages.Spike{Time: 0.05, Source: 10, Sample: 1}},
	}
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		order := random.Perm(len(singles) + 1) // the last is the message that counts them
		waiting := newArrivingSingles(model)
		for i, k := range order {
			var complete *arrivingDelivery
			if k == len(singles) {
				complete = waiting.close(&messages.ArrivingCount{Delivery: delivery, Count: 7})
			} else {
				single := singles[k]
				single.Delivery = delivery.Number
				complete = waiting.add(&single)
			}
			if i < len(order)-1 {
				if complete != nil {
					t.Fatalf("seed %d: presented after %d of %d messages", seed, i+1, len(order))
				}
				continue
			}
			if complete == nil || len(complete.inputs) != 2 || complete.count.Delivery != delivery {
				t.Fatalf("seed %d: %+v, want the inputs of 2 samples of %v", seed, complete, delivery)
			}
			for s, want := range [][]int32{{0, 1, 2, 3, 4}, {0, 1}} {
				var got []int32
				for _, arrival := range complete.inputs[s].Arrivals {
					got = append(got, arrival.Synapse)
				}
				if !slices.Equal(got, want) {
					t.Errorf("seed %d, sample %d: order %v, want %v", seed, s, got, want)
				}
			}
			waiting.presented(complete, false) // the next seed finds its memory
		}
	}
}
