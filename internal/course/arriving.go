package course

import (
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
)

// Obstacle says why the spikes of others don't tell what a population's neurons get, or nothing if they do.
func Obstacle(net *network.Network, population int) string {
	switch p := net.Populations[population]; {
	case p.Generates:
		return "its neurons fire by themselves"
	case net.Topology.HasSynapticDelays(population):
		return "its synapses have delays of their own"
	case p.Drive.IsThere():
		return "it has a drive"
	}
	return ""
}

// Arriving is what reaches a population, in order, given the spikes of all, each population's by (time, source).
func Arriving(net *network.Network, population int, fired [][]messages.Spike) (spikes []messages.Spike) {
	conduction := routing.NewConduction(&net.Topology, population, net.Populations[population].Model.End())
	for from := range fired {
		spikes = conduction.Append(spikes, from, fired[from]...)
	}
	messages.SortSpikes(spikes)
	return spikes
}

// EachSynapse visits the synapses of a neuron that spikes arrive at, given its presynaptic neurons in ascending order.
func EachSynapse(arriving []messages.Spike, partners []int32, visit func(spike *messages.Spike, synapse int)) {
	for i := range arriving {
		spike := &arriving[i]
		first, _ := slices.BinarySearch(partners, spike.Source)
		for synapse := first; synapse < len(partners) && partners[synapse] == spike.Source; synapse++ {
			visit(spike, synapse)
		}
	}
}
