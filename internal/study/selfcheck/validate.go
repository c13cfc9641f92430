package selfcheck

import (
	"fmt"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
)

// largestWeight keeps the sums of a neuron inside float64's range, whatever a
// file asks for.
const largestWeight = 1e6

// validate checks shapes first, then values; the engines rely on both.
func (c *Case) validate() error {
	if c.Name == "" {
		return fmt.Errorf("name is empty, must say what the case is")
	}
	if err := c.validateLayers(); err != nil {
		return err
	}
	if err := c.validateLearning(); err != nil {
		return err
	}
	if len(c.Samples) == 0 {
		return fmt.Errorf("samples is empty, must hold at least one")
	}
	for s := range c.Samples {
		if err := c.validateSample(fmt.Sprintf("samples[%d]", s), &c.Samples[s]); err != nil {
			return err
		}
	}
	// Whatever else an engine asks of constants, it is asked here.
	_, err := c.network(Variants()[0], neuron.Float64)
	return err
}

func (c *Case) validateLayers() error {
	if len(c.Layers) == 0 {
		return fmt.Errorf("layers is empty, must hold at least the output layer")
	}
	for l := range c.Layers {
		layer, path := &c.Layers[l], fmt.Sprintf("layers[%d]", l)
		if layer.Inputs < 1 || layer.Neurons < 1 {
			return fmt.Errorf("%s has %d inputs and %d neurons, must have at least 1 of each", path, layer.Inputs, layer.Neurons)
		}
		if l > 0 && layer.Inputs != c.Layers[l-1].Neurons {
			return fmt.Errorf("%s.n_in is %d, must be the %d neurons of the layer before", path, layer.Inputs, c.Layers[l-1].Neurons)
		}
		if err := checkMatrix(path+".w", layer.Weights, layer.Neurons, layer.Inputs); err != nil {
			return err
		}
		if err := checkSize(path+".w", layer.Weights, largestWeight); err != nil {
			return err
		}
	}
	return nil
}

func (c *Case) validateLearning() error {
	for _, field := range []struct {
		name          string
		value, atMost float64
	}{
		{"lr", c.Rate, largestWeight},
		{"lr_fb", c.FeedbackRate, 1},
	} {
		if !(field.value >= 0 && field.value <= field.atMost) {
			return fmt.Errorf("%s is %v, must be from 0 to %v", field.name, field.value, field.atMost)
		}
	}
	for _, field := range []struct {
		name   string
		values [][][]float64
		layers int
		wide   bool // a row an output instead of a synapse
	}{
		{"feedback", c.Feedback, len(c.Layers) - 1, true},
		{"feedback_after", c.FeedbackAfter, len(c.Layers) - 1, true},
		{"w_after", c.WeightsAfter, len(c.Layers), false},
		{"bp_grad", c.BackProp, len(c.Layers), false},
	} {
		if len(field.values) != field.layers {
			return fmt.Errorf("%s has %d layers, must have %d", field.name, len(field.values), field.layers)
		}
		for l, values := range field.values {
			columns := c.Layers[l].Inputs
			if field.wide {
				columns = c.outputs()
			}
			if err := checkMatrix(fmt.Sprintf("%s[%d]", field.name, l), values, c.Layers[l].Neurons, columns); err != nil {
				return err
			}
		}
	}
	return c.targets().Validate()
}

func (c *Case) validateSample(path string, sample *Sample) error {
	if sample.Label < 0 || sample.Label >= c.outputs() {
		return fmt.Errorf("%s.label is %d, must be from 0 to %d", path, sample.Label, c.outputs()-1)
	}
	if err := checkLength(path+".input", "neurons", len(sample.Input), c.Layers[0].Inputs); err != nil {
		return err
	}
	for j, times := range sample.Input {
		for k, time := range times {
			if !(time >= 0) {
				return fmt.Errorf("%s.input[%d][%d] is %v s, must be at least 0", path, j, k, time)
			}
		}
	}
	if err := c.checkVectors(path+".xi", sample.Perturbations, len(c.Layers)-1); err != nil {
		return err
	}
	if err := c.checkVectors(path+".delta", sample.Deltas, len(c.Layers)); err != nil {
		return err
	}
	if err := checkLength(path+".d", "values", len(sample.Derivatives), c.outputs()); err != nil {
		return err
	}
	if err := checkLength(path+".err", "values", len(sample.Errors), c.outputs()); err != nil {
		return err
	}
	if err := checkLength(path+".layers", "layers", len(sample.Layers), len(c.Layers)); err != nil {
		return err
	}
	for l := range sample.Layers {
		if err := sample.Layers[l].validate(fmt.Sprintf("%s.layers[%d]", path, l), &c.Layers[l]); err != nil {
			return err
		}
	}
	return nil
}

func (a *Activity) validate(path string, layer *Layer) error {
	if err := checkLength(path+".spikes", "neurons", len(a.Spikes), layer.Neurons); err != nil {
		return err
	}
	if err := checkLength(path+".grades", "neurons", len(a.Grades), layer.Neurons); err != nil {
		return err
	}
	for i := range a.Spikes {
		if len(a.Grades[i]) != len(a.Spikes[i]) {
			return fmt.Errorf("%s.grades[%d] has %d values, must have one for each of %d spikes", path, i, len(a.Grades[i]), len(a.Spikes[i]))
		}
	}
	if err := checkMatrix(path+".elig_exact", a.Exact, layer.Neurons, layer.Inputs); err != nil {
		return err
	}
	return checkMatrix(path+".elig_modified", a.Modified, layer.Neurons, layer.Inputs)
}

// checkVectors checks for one value a neuron in each of the first so many layers.
func (c *Case) checkVectors(path string, values [][]float64, layers int) error {
	if err := checkLength(path, "layers", len(values), layers); err != nil {
		return err
	}
	for l := range values {
		if err := checkLength(fmt.Sprintf("%s[%d]", path, l), "values", len(values[l]), c.Layers[l].Neurons); err != nil {
			return err
		}
	}
	return nil
}

func (c *Case) outputs() int { return c.Layers[len(c.Layers)-1].Neurons }

func (c *Case) targets() learning.Targets {
	return learning.Targets{Right: c.TargetTrue, Other: c.TargetFalse}
}
