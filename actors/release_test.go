package actors

import (
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
)

// Inputs that several deliveries share are given back once, whatever another core that
// has got them meanwhile makes of them.
func TestSharedInputsAreGivenBackOnce(t *testing.T) {
	model, err := lif.NewModel(lif.Parameters{TauSyn: 0.1, Threshold: 0.1, Duration: 0.3, SpikeCap: 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, order := range [][]int{{0, 1}, {1, 0}} {
		stock := &routing.FreeList{}
		m := &CoreMachine{distributor: routing.NewDistributor(model, nil, 2, stock), inputs: map[uint64]*Delivery{}}
		other := routing.NewDistributor(model, nil, 2, stock)
		m.distribute(
			&collector{envelope: &messages.Envelope{Number: 0, First: 0, Count: 1}, samples: make([][]messages.Spike, 1)},
			&collector{envelope: &messages.Envelope{Number: 1, First: 1, Count: 1}, samples: make([][]messages.Spike, 1)},
		)
		deliveries := []*Delivery{m.inputs[0], m.inputs[1]}
		var taken []*routing.Inputs
		for i, k := range order {
			m.release(deliveries[k])
			taken = append(taken, other.Distribute(uint64(order[1-i]), make([][]messages.Spike, 1)))
		}
		last := other.Distribute(0, make([][]messages.Spike, 1))
		if taken[0] == taken[1] || taken[0] == last || taken[1] == last {
			t.Errorf("order %v: the same inputs are in use twice", order)
		}
		if shared := deliveries[0].Inputs; taken[0] != shared && taken[1] != shared {
			t.Errorf("order %v: the inputs are not used again", order)
		}
	}
}
