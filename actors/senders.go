package actors

import (
	"slices"

	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// senders are the cores, or the input, whose spikes reach an actor. Each has a position.
type senders struct {
	cores       []int               // by position, ascending; InputCore is the input
	populations []int               // by position
	conduction  *routing.Conduction // what their spikes become; nil if they arrive as they were fired
}

// senders are those of some populations to one, or to the readout if that is behind the output.
func (p *Plan) senders(population int, from func(population int) bool) senders {
	var s senders
	topology := &p.Network.Topology
	if population <= topology.Output() {
		s.conduction = routing.NewConduction(topology, population, p.Network.Populations[population].Model.End())
	}
	for source := range topology.Sizes {
		if !from(source) {
			continue
		}
		if source < topology.FirstNeurons() {
			s.cores, s.populations = append(s.cores, messages.InputCore), append(s.populations, source)
			continue
		}
		for _, core := range coresOf(p, source) {
			s.cores, s.populations = append(s.cores, core.ID), append(s.populations, source)
		}
	}
	return s
}

func coresOf(p *Plan, population int) []topology.Core {
	return topology.OfPopulation(p.Network.Cores, population)
}

func (s *senders) count() int { return len(s.cores) }

// position is that of a core.
func (s *senders) position(core int) int {
	position, _ := slices.BinarySearch(s.cores, core)
	return position
}

// isPlain reports whether the spikes of the sender at a position arrive as they were fired.
func (s *senders) isPlain(position int) bool {
	return s.conduction == nil || s.conduction.IsPlain(s.populations[position])
}

// appendArrivals appends what arrives of spikes of the sender at a position.
func (s *senders) appendArrivals(dst []messages.Spike, position int, spikes ...messages.Spike) []messages.Spike {
	if s.isPlain(position) {
		return append(dst, spikes...)
	}
	return s.conduction.Append(dst, s.populations[position], spikes...)
}

// addresses are the actors at the positions that a condition holds for.
func (s *senders) addresses(condition func(position int) bool) (addresses []Address) {
	for position, core := range s.cores {
		switch {
		case !condition(position):
		case core == messages.InputCore:
			addresses = append(addresses, Address{Role: Input})
		default:
			addresses = append(addresses, Address{Role: Core, Core: core})
		}
	}
	return addresses
}
