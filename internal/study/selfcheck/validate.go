package selfcheck

import (
	"fmt"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/study/selfcheck/fields"
	"sfdfa-actors/learning"
)

// largestWeight keeps the sums of a neuron inside float64's range, whatever a
// file asks for.
const largestWeight = 1e6

// validate returns the first fault; the engines rely on both.
func (c *Case) validate() error {
	k := &fields.Checker{}
	if c.Name == "" {
		k.Fail("name is empty, must say what the case is")
	}
	if len(c.Layers) == 0 {
		k.Fail("layers is empty, must hold at least the output layer")
	}
	c.checkLayers(k)
	if k.Err == nil { // the rest relies on the layers
		c.checkLearning(k)
		if len(c.Samples) == 0 {
			k.Fail("samples is empty, must hold at least one")
		}
		for s := range c.Samples {
			c.checkSample(k, fmt.Sprintf("samples[%d]", s), &c.Samples[s])
		}
	}
	if k.Err != nil {
		return k.Err
	}
	// Whatever else an engine asks of constants, it is asked here.
	_, err := c.network(Variants()[0], neuron.Float64)
	return err
}

func (c *Case) checkLayers(k *fields.Checker) {
	for l := range c.Layers {
		layer, path := &c.Layers[l], fmt.Sprintf("layers[%d]", l)
		if layer.Inputs < 1 || layer.Neurons < 1 {
			k.Fail("%s has %d inputs and %d neurons, must have at least 1 of each", path, layer.Inputs, layer.Neurons)
		}
		if l > 0 && layer.Inputs != c.Layers[l-1].Neurons {
			k.Fail("%s.n_in is %d, must be the %d neurons of the layer before", path, layer.Inputs, c.Layers[l-1].Neurons)
		}
		k.Matrix(path+".w", layer.Weights, layer.Neurons, layer.Inputs)
		k.Each(path+".w", layer.Weights, -largestWeight, largestWeight)
	}
}

func (c *Case) checkLearning(k *fields.Checker) {
	k.Within("lr", c.Rate, 0, largestWeight)
	k.Within("lr_fb", c.FeedbackRate, 0, 1)
	all := len(c.Layers)
	inputs := func(l int) int { return c.Layers[l].Inputs }
	outputs := func(int) int { return c.outputs() }
	for _, field := range []struct {
		name    string
		values  [][][]float64
		layers  int
		columns func(layer int) int
	}{
		{"feedback", c.Feedback, all - 1, outputs},
		{"feedback_after", c.FeedbackAfter, all - 1, outputs},
		{"w_after", c.WeightsAfter, all, inputs},
		{"bp_grad", c.BackProp, all, inputs},
	} {
		if k.Length(field.name, "layers", len(field.values), field.layers) {
			for l, values := range field.values {
				k.Matrix(fmt.Sprintf("%s[%d]", field.name, l), values, c.Layers[l].Neurons, field.columns(l))
			}
		}
	}
	if err := c.targets().Validate(); err != nil {
		k.Fail("%w", err)
	}
}

func (c *Case) checkSample(k *fields.Checker, path string, sample *Sample) {
	if sample.Label < 0 || sample.Label >= c.outputs() {
		k.Fail("%s.label is %d, must be from 0 to %d", path, sample.Label, c.outputs()-1)
	}
	k.Length(path+".input", "neurons", len(sample.Input), c.Layers[0].Inputs)
	for j, times := range sample.Input {
		for i, time := range times {
			if !(time >= 0) {
				k.Fail("%s.input[%d][%d] is %v s, must be at least 0", path, j, i, time)
			}
		}
	}
	c.checkVectors(k, path+".xi", sample.Perturbations, len(c.Layers)-1)
	c.checkVectors(k, path+".delta", sample.Deltas, len(c.Layers))
	k.Length(path+".d", "values", len(sample.Derivatives), c.outputs())
	k.Length(path+".err", "values", len(sample.Errors), c.outputs())
	if k.Length(path+".layers", "layers", len(sample.Layers), len(c.Layers)) {
		for l := range sample.Layers {
			sample.Layers[l].check(k, fmt.Sprintf("%s.layers[%d]", path, l), &c.Layers[l])
		}
	}
}

func (a *Activity) check(k *fields.Checker, path string, layer *Layer) {
	spikes := k.Length(path+".spikes", "neurons", len(a.Spikes), layer.Neurons)
	if k.Length(path+".grades", "neurons", len(a.Grades), layer.Neurons) && spikes {
		for i := range a.Spikes {
			if len(a.Grades[i]) != len(a.Spikes[i]) {
				k.Fail("%s.grades[%d] has %d values, must have one for each of %d spikes", path, i, len(a.Grades[i]), len(a.Spikes[i]))
			}
		}
	}
	k.Matrix(path+".elig_exact", a.Exact, layer.Neurons, layer.Inputs)
	k.Matrix(path+".elig_modified", a.Modified, layer.Neurons, layer.Inputs)
}

// checkVectors checks for one value a neuron in each of the first layers.
func (c *Case) checkVectors(k *fields.Checker, path string, values [][]float64, layers int) {
	if k.Length(path, "layers", len(values), layers) {
		for l := range values {
			k.Length(fmt.Sprintf("%s[%d]", path, l), "values", len(values[l]), c.Layers[l].Neurons)
		}
	}
}

func (c *Case) outputs() int { return c.Layers[len(c.Layers)-1].Neurons }

func (c *Case) targets() learning.Targets {
	return learning.Targets{Right: c.TargetTrue, Other: c.TargetFalse}
}
