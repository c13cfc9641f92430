package system_test

import (
	"context"
	"fmt"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Three neurons, each an actor, learn how often to fire: one hidden neuron and two
// outputs, of which the first is to fire three times and the other once.
func Example() {
	rule, err := learning.RuleByName("sfdfa")
	if err != nil {
		fmt.Println(err)
		return
	}
	parameters := model.Parameters{TauSyn: 0.1, Threshold: 0.03, Duration: 0.3, SpikeCap: 10}
	net, err := network.New(network.Spec{
		Topology: topology.Network{
			Sizes: []int{2, 1, 2}, Projections: topology.Weighted(topology.Chain(topology.Dense{}, topology.Dense{}), topology.Uniform{Low: 1, High: 1}, topology.Uniform{Low: 1, High: 1}), Seed: 1,
		},
		Neurons:   []model.Parameters{parameters, parameters},
		Precision: neuron.Float64,
		Learning: learning.Settings{
			Rule: rule, Gradient: learning.Modified, Form: learning.Fused,
			Optimiser: learning.Optimiser{Kind: learning.GradientDescent},
			Targets:   learning.Targets{Right: 3, Other: 1}, Ties: learning.EarliestSpike,
		},
		NeuronsPerCore: 2,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	samples := &networktest.Split{Labels: []int{0}, Spikes: [][]messages.Spike{{{Time: 0.01, Source: 0}, {Time: 0.05, Source: 1}}}}
	var fired [2]int // spikes of each output; one core has both, and they are read after the outcome of the sample
	setup := network.Setup{
		Parts: network.Parts{messages.Train: samples},
		Record: func(core topology.Core, _ uint64, spikes [][]messages.Spike) {
			if core.Population == 2 {
				fired = [2]int{}
				for _, spike := range spikes[0] {
					fired[spike.Source]++
				}
			}
		},
	}
	engine, err := system.New(net, setup, actors.PacketTransport)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	assignment := &messages.Assignment{
		Part: messages.Train, Indices: []int{0}, Labels: []int{0}, Batch: 1, Coalesce: 1, InFlight: 1,
		Learn: true, Rates: messages.Rates{Weights: 0.04, Feedback: 0.1},
	}
	for range 6 {
		_, err := engine.Run(context.Background(), assignment, func(outcomes []messages.Outcome) {
			fmt.Printf("output spikes %d, loss %.2f\n", fired, outcomes[0].Loss)
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		assignment.First++
	}
	err = engine.States(2, func(outputs []messages.State) error {
		for i, output := range outputs {
			fmt.Printf("weight of output %d: %.3f\n", i, output.Weights)
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// output spikes [10 10], loss 65.00
	// output spikes [9 8], loss 42.50
	// output spikes [4 2], loss 1.00
	// output spikes [3 2], loss 0.50
	// output spikes [3 2], loss 0.50
	// output spikes [3 1], loss 0.00
	// weight of output 0: [0.405]
	// weight of output 1: [0.219]
}
