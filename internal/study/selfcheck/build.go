package selfcheck

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/datasets"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// neuronsPerCore is small, so that even a small case has several cores.
const neuronsPerCore = 2

// network makes the case's network for one variant, in its state before
// learning and with the case's perturbations.
func (c *Case) network(v Variant, precision neuron.Precision) (*network.Network, error) {
	spec := network.Spec{
		Topology: topology.Network{Sizes: []int{c.Layers[0].Inputs}},
		Learning: learning.Settings{
			Rule:           v.Rule,
			Gradient:       v.Gradient,
			Form:           v.Form,
			Optimiser:      learning.Optimiser{Kind: learning.GradientDescent},
			Targets:        c.targets(),
			Ties:           learning.EarliestSpike,
			Regularisation: c.Regularisation,
			TargetRate:     c.TargetRate,
		},
		Precision:      precision,
		NeuronsPerCore: neuronsPerCore,
	}
	if v.backPropagates() {
		spec.Learning.Regularisation = 0 // the case's gradient is that of the readout's loss alone
	}
	for _, layer := range c.Layers {
		spec.Topology.Sizes = append(spec.Topology.Sizes, layer.Neurons)
		spec.Topology.Projections = topology.Append(spec.Topology.Projections, topology.Dense{}, topology.Constant{})
		spec.Neurons = append(spec.Neurons, model.Parameters{
			TauSyn: layer.TauSyn, Threshold: layer.Threshold, Duration: layer.Duration, SpikeCap: layer.SpikeCap,
		})
	}
	net, err := network.New(spec)
	if err != nil {
		return nil, err
	}
	for l := range len(c.Layers) - 1 {
		net.Populations[l+1].Perturbations = func(neuron int, sample uint64) float64 {
			return c.Samples[sample].Perturbations[l][neuron]
		}
	}
	return net, nil
}

// initial is the state of a neuron before learning.
func (c *Case) initial(v Variant, population, index int) messages.State {
	l := population - 1
	state := messages.State{Weights: c.Layers[l].Weights[index]}
	if l < len(c.Feedback) && !v.backPropagates() {
		state.Feedback = c.Feedback[l][index]
	}
	return state
}

// split presents the case's samples as a part of a data set.
type split struct{ samples []Sample }

var _ datasets.Split = split{}

// Len implements datasets.Split.
func (s split) Len() int { return len(s.samples) }

// Label implements datasets.Split.
func (s split) Label(i int) int { return s.samples[i].Label }

// AppendSpikes implements datasets.Split.
func (s split) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	from := len(dst)
	for j, times := range s.samples[i].Input {
		for _, time := range times {
			dst = append(dst, messages.Spike{Time: time, Source: int32(j)})
		}
	}
	messages.SortSpikes(dst[from:])
	return dst
}

func (c *Case) parts() network.Parts {
	return network.Parts{messages.Train: split{c.Samples}}
}

// gradientRate is the learning rate with which a gradient is read off the change
// of the weights: so large that rounding the weights takes nothing from it.
const gradientRate = 1 << 20

// assignment presents all samples as one batch and learns from it.
func (c *Case) assignment(v Variant) *messages.Assignment {
	a := &messages.Assignment{
		Part: messages.Train, Batch: len(c.Samples), Coalesce: v.Engine.coalesce(len(c.Samples)),
		InFlight: len(c.Samples), Learn: true,
		Rates: messages.Rates{Weights: c.Rate, Feedback: c.FeedbackRate},
	}
	if v.backPropagates() {
		a.Rates.Weights = gradientRate
	}
	for s := range c.Samples {
		a.Indices = append(a.Indices, s)
		a.Labels = append(a.Labels, c.Samples[s].Label)
	}
	return a
}
