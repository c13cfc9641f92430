package bench

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/study/machine"
	"sfdfa-actors/messages"
)

// newLimit is the bare loop over a dense network's first hidden population: the least that presenting some samples costs.
func newLimit(net *network.Network, split datasets.Split, samples int) *machine.BareLoop {
	inputs := make([][]machine.Event, samples)
	m := net.Populations[1].Model
	var spikes []messages.Spike
	var train model.SpikeTrain
	for s := range inputs {
		spikes = split.AppendSpikes(spikes[:0], s)
		train.Load(m, spikes)
		for n := range train.Arrivals {
			inputs[s] = append(inputs[s], machine.Event{Q: train.Arrivals[n].Q, Synapse: train.Arrivals[n].Synapse})
		}
	}
	return machine.NewBareLoop(net.Topology.Sizes[1], net.Inputs(), inputs)
}
