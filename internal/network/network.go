package network

import (
	"fmt"
	"math"

	"sfdfa-actors/internal/lif"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/learning"
	"sfdfa-actors/topology"
)

// Spec determines a network in its state before training completely.
type Spec struct {
	Topology       topology.Network
	Neurons        []lif.Parameters // of each population but the input
	Weights        []neuron.Range   // initial weights of each population but the input
	Learning       learning.Settings
	Precision      neuron.Precision
	NeuronsPerCore int
}

// Network is a checked spec with what derives from it.
type Network struct {
	Spec
	Populations []*neuron.Population // the input's is nil
	Cores       []topology.Core
}

// New checks the spec.
func New(spec Spec) (*Network, error) {
	if err := spec.Topology.Validate(); err != nil {
		return nil, err
	}
	if err := spec.Learning.Validate(); err != nil {
		return nil, err
	}
	if err := spec.Precision.Validate(); err != nil {
		return nil, err
	}
	learned := len(spec.Topology.Sizes) - 1
	if len(spec.Neurons) != learned || len(spec.Weights) != learned {
		return nil, fmt.Errorf("network: %d neuron parameters and %d ranges of initial weights for %d populations", len(spec.Neurons), len(spec.Weights), learned)
	}
	cores, err := spec.Topology.Cores(spec.NeuronsPerCore)
	if err != nil {
		return nil, err
	}
	n := &Network{Spec: spec, Cores: cores, Populations: make([]*neuron.Population, learned+1)}
	for population := 1; population <= learned; population++ {
		if n.Populations[population], err = n.population(population); err != nil {
			return nil, fmt.Errorf("population %d: %w", population, err)
		}
	}
	return n, nil
}

func (n *Network) population(index int) (*neuron.Population, error) {
	model, err := lif.NewModel(n.Neurons[index-1])
	if err != nil {
		return nil, err
	}
	weights := n.Weights[index-1]
	if !(weights.Low <= weights.High) || math.IsInf(weights.Low, 0) || math.IsInf(weights.High, 0) {
		return nil, fmt.Errorf("network: initial weights from %v to %v, must be finite and in ascending order", weights.Low, weights.High)
	}
	output := n.Topology.Output()
	return &neuron.Population{
		Index:    index,
		Outputs:  n.Topology.Sizes[output],
		IsOutput: index == output,
		Model:    model,
		Learning: &n.Learning,
		Weights:  weights,
		Seed:     n.Topology.Seed,
	}, nil
}

// Inputs is the number of input neurons.
func (n *Network) Inputs() int { return n.Topology.Sizes[0] }

// Outputs is the number of output neurons.
func (n *Network) Outputs() int { return n.Topology.Sizes[n.Topology.Output()] }

// BuildCore makes a core's neurons in their state before training, and the
// distributor that hands them their inputs.
func (n *Network) BuildCore(core topology.Core) ([]neuron.Neuron, *routing.Distributor) {
	p := n.Populations[core.Population]
	degrees := make([]int, core.Count)
	if n.Topology.IsDense(core.Population) {
		for i := range degrees {
			degrees[i] = n.Topology.Sizes[core.Population-1]
		}
		return neuron.Build(p, n.Precision, core.First, degrees), routing.NewDistributor(p.Model, nil, core.Count)
	}
	n.countPartners(core, degrees)
	distributor := routing.NewDistributor(p.Model, n.Topology.NewAxons(core), core.Count)
	return neuron.Build(p, n.Precision, core.First, degrees), distributor
}

func (n *Network) countPartners(core topology.Core, degrees []int) {
	var partners []int32
	stream := rng.NewStream(0, rng.Key{})
	for i := range degrees {
		partners = n.Topology.AppendPresynaptic(partners[:0], core.Population, core.First+i, stream)
		degrees[i] = len(partners)
	}
}
