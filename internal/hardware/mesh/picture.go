package mesh

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
)

// Picture is a network on the mesh: all that has to be known of it to turn spike
// counts into traffic and work.
type Picture struct {
	Placement *placement.Placement
	Format    traffic.Format

	net *network.Network
}

// NewPicture returns the picture of a network whose neurons are placed by a rule
// on a grid; Grid{} is the smallest near-square one. It is an error if the grid has
// too few positions.
func NewPicture(net *network.Network, rule placement.Rule, grid placement.Grid, format traffic.Format) (*Picture, error) {
	placement, err := placement.Place(&net.Topology, net.Cores, rule, grid)
	if err != nil {
		return nil, err
	}
	return &Picture{Placement: placement, Format: format, net: net}, nil
}

// Resources is what a core holds, whether it is used or not.
type Resources struct {
	Neurons int64
	// InAxons is the number of presynaptic neurons with a synapse on the core.
	InAxons int64
	// OutAxons is the number of pairs of a neuron on the core and a core on which
	// it has a synapse; an output neuron has one, to the readout.
	OutAxons int64
	Synapses int64
	// SynapseBytes is the memory of the weights and delays, and in a sparse projection of
	// the table that says which synapses a spike reaches.
	SynapseBytes    int64
	FeedbackWeights int64

	LearnedWeights, LearnedDelays int64 // of synapses
	Delays                        int64 // that are kept, of synapses and of in-axons
}

// delayBytes is the size of a delay, of which there is one precision.
const delayBytes = 8

// tableBytes is the size of topology.PackedSynapse.
const tableBytes = 4

// Resources lists what each core holds.
func (p *Picture) Resources() []Resources {
	cores := make([]Resources, len(p.Placement.Cores))
	fanIn := placement.NewFanIn(&p.net.Topology)
	bytes := int64(4)
	if p.net.Precision == neuron.Float64 {
		bytes = 8
	}
	for c := range cores {
		own := &cores[c]
		for _, group := range p.Placement.Cores[c].Groups {
			own.Neurons += int64(group.Count)
			perSynapse := bytes
			if !p.net.Topology.IsDense(group.Population) {
				perSynapse += tableBytes
			}
			fanIn.Visit(group, func(_ int, s placement.Synapses) {
				own.Synapses += int64(s.All)
				own.SynapseBytes += int64(s.All) * perSynapse
				own.LearnedWeights += int64(s.Learned)
				own.LearnedDelays += int64(s.LearnedDelays)
			}, func(from, j int, s placement.Synapses) {
				own.InAxons++
				own.Delays += int64(s.Delays)
				own.SynapseBytes += int64(s.Delays) * delayBytes
				if from >= p.net.Topology.FirstNeurons() {
					cores[p.Placement.Home(from, j)].OutAxons++
				}
			})
			if group.Population == p.net.Topology.Output() {
				own.OutAxons += int64(group.Count)
			}
			if p.net.Populations[group.Population].HasFeedback() {
				own.FeedbackWeights += int64(group.Count * p.net.Outputs())
			}
		}
	}
	return cores
}
