package simulation

import (
	"math"

	"sfdfa-actors/actors/network"
)

// In a short window fewer neurons may fire, and more surely don't; but each window costs something for each neuron and core.
const (
	eventsInWindow    = 15 // that a neuron should have in a window, measured on balanced networks
	mostInDelay       = 3  // windows in the least delay
	expectedRate      = 20 // Hz, of a neuron
	wholeDelay        = 1
	asLongAsTheDelays = 0 // the engines' own choice
)

// windowShare is the length of a window by the least delay, or 0 for windows as long as delays allow. It follows from the
// network alone, and changes nothing in the spikes.
func windowShare(net *network.Network) float64 {
	delay := net.Stages(&network.Setup{Endless: true, Window: wholeDelay})[0].Windows.Length()
	neurons, arrivals := 0.0, net.Topology.MeanSynapses()*expectedRate // a second
	for p, population := range net.Populations {
		if p < net.Topology.FirstNeurons() || population.Generates {
			continue
		}
		size := float64(net.Topology.Sizes[p])
		neurons += size
		arrivals += size * population.Drive.Rate
	}
	if parts := math.Round(arrivals / neurons * delay / eventsInWindow); parts > 1 {
		return 1 / min(parts, mostInDelay)
	}
	return asLongAsTheDelays
}
