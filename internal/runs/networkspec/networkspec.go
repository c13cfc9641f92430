// Package networkspec says which network a config asks for.
package networkspec

import (
	"fmt"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/networkfile"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
	"strings"
)

// Of is the network that the config asks for, on a data set with these
// numbers of inputs and classes.
func Of(c *settings.Config, inputs, classes int) (network.Spec, error) {
	rule, err := learning.RuleByName(c.Rule)
	if err != nil {
		return network.Spec{}, err
	}
	spec := network.Spec{
		Topology:       topology.Network{Seed: c.Seed},
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
			RateAverage:    c.RateAverage,
			Perturb:        learning.Perturb(c.Perturb),
			Revive:         c.Revive,
			WeightAverage:  c.WeightAverage,
		},
	}
	hidden := model.Parameters{TauSyn: c.TauSyn, Duration: c.Duration, SpikeCap: c.SpikeCap}
	output := model.Parameters{TauSyn: c.TauSyn, Threshold: c.OutputThreshold, Duration: c.Duration, SpikeCap: c.OutputSpikeCap}
	if c.Network != "" {
		hidden.Threshold = c.HiddenThreshold[0]
		err := fromFile(c, &spec, networkfile.Defaults{
			Inputs: inputs, Classes: classes, Hidden: hidden, Output: output,
			HiddenWeights: uniform(c.HiddenWeights), OutputWeights: uniform(c.OutputWeights),
		})
		return spec, err
	}
	spec.Topology.Sizes = []int{inputs}
	for population, size := range c.Layers {
		hidden.Threshold = perPopulation(c.HiddenThreshold, population)
		addPopulation(c, &spec, population, size, c.HiddenWeights, hidden)
	}
	addPopulation(c, &spec, len(c.Layers), classes, c.OutputWeights, output)
	return spec, nil
}

// fromFile gives the spec the network that the config has the text of.
func fromFile(c *settings.Config, spec *network.Spec, d networkfile.Defaults) error {
	file, err := networkfile.Parse([]byte(c.Network))
	if err != nil {
		return err
	}
	if err := file.Complete(spec, d); err != nil {
		return fmt.Errorf("network: %w", err)
	}
	return nil
}

// Text is the config's network as a file for the setting network. That of layers is written out,
// without the sizes that a data set has.
func Text(c *settings.Config) (string, error) {
	if c.Network != "" {
		return c.NetworkSection(), nil
	}
	if autos := c.Autos(); len(autos) > 0 {
		return "", settings.Errorf("%s is %s, allowed: numbers in a network that is written out, as with calibrate %s",
			strings.Join(autos, ", "), settings.AutoWord, settings.CalibrateNone)
	}
	spec, err := Of(c, 1, 1)
	return networkfile.EncodeChain(&spec), err
}

func uniform(interval []float64) topology.Uniform {
	return topology.Uniform{Low: interval[0], High: interval[1]}
}

func addPopulation(c *settings.Config, spec *network.Spec, population, size int, weights []float64, p model.Parameters) {
	spec.Topology.Sizes = append(spec.Topology.Sizes, size)
	spec.Topology.Projections = topology.Append(spec.Topology.Projections, rule(c, population), uniform(weights))
	if last := &spec.Topology.Projections[population]; c.HasDelays(population) {
		last.Delays = topology.Delays{Distribution: uniform([]float64{0, c.LargestDelay()}), PerAxon: c.DelayPer == settings.DelaysPerAxon}
		last.LearnsDelays = c.Delays == settings.LearnedDelays
	}
	spec.Neurons = append(spec.Neurons, p)
}

// rule is that of the projection into a population, counted from the first hidden one.
func rule(c *settings.Config, population int) topology.Rule {
	switch {
	case c.InDegreeOf(population) > 0:
		return topology.FixedInDegree{InDegree: c.InDegreeOf(population)}
	case c.DensityOf(population) > 0:
		return topology.Bernoulli{Density: c.DensityOf(population)}
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
