package simulation

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/networkfile"
	"sfdfa-actors/learning"
	"sfdfa-actors/topology"
)

// Settings are those of a free run besides its network.
type Settings struct {
	Duration       float64 // biological time, seconds
	Seed           uint64
	NeuronsPerCore int // 0 for a number by those of neurons and synapses
}

// Network is the network that a text describes, to run freely. What the text leaves out of neurons is τs = 5 ms,
// τm = 10 ms, a threshold of 0.01, and no refractory time.
func Network(text []byte, s Settings) (*network.Network, error) {
	file, err := networkfile.ParseFree(text)
	if err != nil {
		return nil, err
	}
	spec := network.Spec{
		Topology:       topology.Network{Seed: s.Seed},
		Precision:      neuron.Float32,
		NeuronsPerCore: s.NeuronsPerCore,
		Learning: learning.Settings{ // nothing is learned
			Rule: learning.Frozen{}, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.EarliestSpike,
			Optimiser: learning.Optimiser{Kind: learning.GradientDescent}, Targets: learning.Targets{Right: 2, Other: 1},
		},
	}
	parameters := model.Parameters{TauSyn: 5e-3, Threshold: 0.01, Duration: s.Duration, SpikeCap: model.MaxSpikeCap}
	weights := topology.Uniform{Low: -1, High: 1}
	err = file.Complete(&spec, networkfile.Defaults{
		Inputs: 1, Hidden: parameters, Output: parameters, HiddenWeights: weights, OutputWeights: weights,
	})
	if err != nil {
		return nil, err
	}
	if spec.NeuronsPerCore == 0 {
		spec.NeuronsPerCore = neuronsPerCore(&spec.Topology)
	}
	return network.New(spec)
}

// A spike that reaches a core should find some synapses there: to find the first ones takes longer than to serve them. Cores
// have no more neurons for that than 16 bits can name.
const (
	synapsesOfSpike = 32
	smallestCore    = 2048
	largestCore     = 1 << 16
)

// neuronsPerCore is the number of neurons on a core, at most.
func neuronsPerCore(n *topology.Network) int {
	neurons := 0.0
	for _, size := range n.Sizes[n.FirstNeurons():] {
		neurons += float64(size)
	}
	return int(min(max(synapsesOfSpike*neurons*neurons/max(n.MeanSynapses(), 1), smallestCore), largestCore))
}
