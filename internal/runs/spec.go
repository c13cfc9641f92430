package runs

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// network is the checked network that the config asks for on a data set, unless it
// would not fit into the limits.
func (c *Config) network(dataset *datasets.Dataset, limits Limits) (*network.Network, error) {
	if err := c.checkInputs(dataset); err != nil {
		return nil, err
	}
	if err := c.admit(dataset, limits); err != nil {
		return nil, err
	}
	return c.networkOf(dataset.Inputs, dataset.Classes)
}

// networkElsewhere is the network as network has it, of which little is in this process:
// its size is for workers to refuse.
func (c *Config) networkElsewhere(dataset *datasets.Dataset) (*network.Network, error) {
	if err := c.checkInputs(dataset); err != nil {
		return nil, err
	}
	return c.networkOf(dataset.Inputs, dataset.Classes)
}

// checkInputs refuses more synapses than the data set has inputs for.
func (c *Config) checkInputs(dataset *datasets.Dataset) error {
	if degree := c.inDegree(0); degree > dataset.Inputs {
		return configError("in-degree is %d synapses for population 1, allowed: up to the %d inputs of %s", degree, dataset.Inputs, dataset.Name)
	}
	return nil
}

// admit refuses a network that would not fit into the limits, or else the machine.
func (c *Config) admit(dataset *datasets.Dataset, limits Limits) error {
	spec, err := c.spec(dataset.Inputs, dataset.Classes)
	if err != nil {
		return &ConfigError{err}
	}
	parts, err := c.parts(dataset)
	if err != nil {
		return err
	}
	return limits.admit("run", estimate(c, &spec, c.flow(dataset.Inputs, parts), c.procs(), wholeOf(&spec)))
}

// networkOf is the config's network with so many inputs and classes.
func (c *Config) networkOf(inputs, classes int) (*network.Network, error) {
	spec, err := c.spec(inputs, classes)
	if err != nil {
		return nil, &ConfigError{err}
	}
	net, err := network.New(spec)
	if err != nil {
		return nil, &ConfigError{err}
	}
	return net, nil
}

// spec is the network that the config asks for, on a data set with so many
// inputs and classes.
func (c *Config) spec(inputs, classes int) (network.Spec, error) {
	rule, err := learning.RuleByName(c.Rule)
	if err != nil {
		return network.Spec{}, err
	}
	spec := network.Spec{
		Topology:       topology.Network{Sizes: []int{inputs}, Seed: c.Seed},
		Precision:      neuron.Precision(c.Precision),
		NeuronsPerCore: c.NeuronsPerCore,
		Grades:         messages.GradeFormat{Bits: c.GradeBits, Range: c.GradeRange},
		Learning: learning.Settings{
			Rule:      rule,
			Gradient:  learning.Gradient(c.Gradient),
			Form:      learning.Form(c.Eligibility),
			Optimiser: learning.Optimiser{Kind: learning.OptimiserKind(c.Optimiser), Beta1: c.Beta1, Beta2: c.Beta2, Epsilon: c.Epsilon},
			Targets:   learning.Targets{Right: c.TargetRight, Other: c.TargetOther},
			Ties:      learning.TieRule(c.Ties),

			Regularisation: c.Regularisation,
			TargetRate:     c.TargetRate,
			WeightAverage:  c.WeightAverage,
		},
	}
	for population, size := range c.Layers {
		c.addPopulation(&spec, population, size, c.HiddenWeights, model.Parameters{
			TauSyn: c.TauSyn, Threshold: perPopulation(c.HiddenThreshold, population), Duration: c.Duration, SpikeCap: c.SpikeCap,
		})
	}
	c.addPopulation(&spec, len(c.Layers), classes, c.OutputWeights, model.Parameters{
		TauSyn: c.TauSyn, Threshold: c.OutputThreshold, Duration: c.Duration, SpikeCap: c.OutputSpikeCap,
	})
	return spec, nil
}

func (c *Config) addPopulation(spec *network.Spec, population, size int, weights []float64, p model.Parameters) {
	spec.Topology.Sizes = append(spec.Topology.Sizes, size)
	spec.Topology.Projections = append(spec.Topology.Projections, c.projection(population))
	spec.Neurons = append(spec.Neurons, p)
	spec.Weights = append(spec.Weights, neuron.Range{Low: weights[0], High: weights[1]})
}

// projection is the one into a population, counted from the first hidden one.
func (c *Config) projection(population int) topology.Projection {
	switch {
	case c.inDegree(population) > 0:
		return topology.FixedInDegree{InDegree: c.inDegree(population)}
	case c.density(population) > 0:
		return topology.Bernoulli{Density: c.density(population)}
	}
	return topology.Dense{}
}

// perPopulation reads a list with one value for all hidden populations or one
// for each.
func perPopulation(list []float64, population int) float64 {
	if len(list) == 1 {
		return list[0]
	}
	return list[population]
}

// procs is the number of CPU cores that a run uses.
func (c *Config) procs() int {
	return (&network.Setup{CPUCores: c.Procs}).Workers()
}

// coalesce is the number of samples whose messages share an envelope.
func (c *Config) coalesce() int {
	if c.Coalesce == 0 {
		return c.Batch
	}
	return c.Coalesce
}
