package selfcheck

import (
	"fmt"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// row is some values of a case next to what a variant made of them.
type row struct {
	path      string // of the row in the file
	got, want []float64
}

// quantity is one kind of value that cases hold.
type quantity struct {
	name     string
	isTime   bool          // compared in seconds, not relatively
	gradient bool          // comes from the local gradient; the name is completed by which one
	rule     learning.Rule // the only one that gives it; nil for all
	rows     func(*Case, Variant, *observation) []row
}

var quantities = []quantity{
	{name: "spike times", isTime: true, rows: spikeTimes},
	{name: "grades", rule: learning.SFDFA{}, rows: grades},
	{name: "eligibilities", gradient: true, rule: learning.SFDFA{}, rows: eligibilities},
	{name: "output derivatives", rule: learning.SFDFA{}, rows: derivatives},
	{name: "errors", rows: errorsOfOutputs},
	{name: "losses", rows: losses},
	{name: "projected errors", rule: learning.SFDFA{}, rows: projectedErrors},
	{name: "feedback weights", rule: learning.SFDFA{}, rows: feedback},
	{name: "weights", gradient: true, rule: learning.SFDFA{}, rows: weights},
	{name: "back-propagated gradients", gradient: true, rule: learning.BP{}, rows: backPropagated},
}

// isOf reports whether a variant gives the quantity.
func (q *quantity) isOf(v Variant) bool { return q.rule == nil || q.rule == v.Rule }

// nameFor is the quantity's name in one variant.
func (q *quantity) nameFor(v Variant) string {
	if q.gradient {
		return fmt.Sprintf("%s, %s", q.name, v.Gradient)
	}
	return q.name
}

// matrix splits a matrix into rows.
func matrix(path string, got, want [][]float64) []row {
	rows := make([]row, len(want))
	for i := range want {
		rows[i] = row{path: fmt.Sprintf("%s[%d]", path, i), got: got[i], want: want[i]}
	}
	return rows
}

// eachLayer gathers rows of every layer in every sample.
func (c *Case) eachLayer(rowsOf func(path string, sample, layer int) []row) []row {
	var rows []row
	for s := range c.Samples {
		for l := range c.Layers {
			rows = append(rows, rowsOf(fmt.Sprintf("samples[%d].layers[%d]", s, l), s, l)...)
		}
	}
	return rows
}

func spikeTimes(c *Case, _ Variant, o *observation) []row {
	return c.eachLayer(func(path string, s, l int) []row {
		got := o.ofLayer(s, l, func(spike *messages.Spike) float64 { return spike.Time })
		return matrix(path+".spikes", got, c.Samples[s].Layers[l].Spikes)
	})
}

func grades(c *Case, _ Variant, o *observation) []row {
	return c.eachLayer(func(path string, s, l int) []row {
		got := o.ofLayer(s, l, func(spike *messages.Spike) float64 { return spike.Grade })
		return matrix(path+".grades", got, c.Samples[s].Layers[l].Grades)
	})
}

func eligibilities(c *Case, v Variant, o *observation) []row {
	return c.eachLayer(func(path string, s, l int) []row {
		activity := &c.Samples[s].Layers[l]
		if v.Gradient == learning.Exact {
			return matrix(path+".elig_exact", o.eligibilities(c, v, s, l), activity.Exact)
		}
		return matrix(path+".elig_modified", o.eligibilities(c, v, s, l), activity.Modified)
	})
}

// eligibilities computes the layer's eligibilities from the spikes that reached
// it in one sample.
func (o *observation) eligibilities(c *Case, v Variant, sample, layer int) [][]float64 {
	m := o.net.Populations[layer+1].Model
	train := &model.SpikeTrain{}
	train.Load(m, o.spikes[sample][layer])
	input := model.Whole(train)
	values := make([][]float64, c.Layers[layer].Neurons)
	var scratch model.Scratch
	for i := range values {
		values[i] = make([]float64, c.Layers[layer].Inputs)
		ownSpikes := o.integrate(m, c.Layers[layer].Weights[i], input)
		m.Accumulate(v.Form, v.Gradient, &input, ownSpikes, 1, values[i], &scratch)
	}
	return values
}

// integrate runs a neuron with weights of the network's precision.
func (o *observation) integrate(m model.Model, weights []float64, input model.Input) []model.OwnSpike {
	inputs, ownSpikes := []model.Input{input}, make([][]model.OwnSpike, 1)
	if o.net.Precision == neuron.Float64 {
		m.Float64().Integrate(weights, inputs, nil, ownSpikes)
		return ownSpikes[0]
	}
	narrow := make([]float32, len(weights))
	for j, w := range weights {
		narrow[j] = float32(w)
	}
	m.Float32().Integrate(narrow, inputs, nil, ownSpikes)
	return ownSpikes[0]
}

func derivatives(c *Case, _ Variant, o *observation) []row {
	var rows []row
	for s := range c.Samples {
		rows = append(rows, row{fmt.Sprintf("samples[%d].d", s), o.broadcasts[s].Derivatives, c.Samples[s].Derivatives})
	}
	return rows
}

func errorsOfOutputs(c *Case, _ Variant, o *observation) []row {
	var rows []row
	for s := range c.Samples {
		rows = append(rows, row{fmt.Sprintf("samples[%d].err", s), o.broadcasts[s].Errors, c.Samples[s].Errors})
	}
	return rows
}

func losses(c *Case, _ Variant, o *observation) []row {
	var rows []row
	for s := range c.Samples {
		rows = append(rows, row{fmt.Sprintf("samples[%d].loss", s), o.losses[s : s+1], []float64{c.Samples[s].Loss}})
	}
	return rows
}

// projectedErrors forms δ as the neurons do: with the feedback weights after
// the batch.
func projectedErrors(c *Case, _ Variant, o *observation) []row {
	var rows []row
	for s := range c.Samples {
		for l := range c.Layers {
			got := o.broadcasts[s].Errors
			if l < len(c.Layers)-1 {
				got = make([]float64, c.Layers[l].Neurons)
				for i := range got {
					got[i] = learning.Project(o.states[l][i].Feedback, o.broadcasts[s].Errors) +
						c.Regularisation*(c.TargetRate-o.meanCount(l, i))
				}
			}
			rows = append(rows, row{fmt.Sprintf("samples[%d].delta[%d]", s, l), got, c.Samples[s].Deltas[l]})
		}
	}
	return rows
}

func feedback(c *Case, _ Variant, o *observation) []row {
	var rows []row
	for l := range c.FeedbackAfter {
		for i, want := range c.FeedbackAfter[l] {
			rows = append(rows, row{fmt.Sprintf("feedback_after[%d][%d]", l, i), o.states[l][i].Feedback, want})
		}
	}
	return rows
}

func weights(c *Case, v Variant, o *observation) []row {
	var rows []row
	for l := range c.WeightsAfter {
		for i, want := range c.WeightsAfter[l] {
			if v.Gradient == learning.Exact {
				want = c.exactWeightsAfter(l, i)
			}
			rows = append(rows, row{fmt.Sprintf("w_after[%d][%d]", l, i), o.states[l][i].Weights, want})
		}
	}
	return rows
}

// exactWeightsAfter is W − lr·mean(δ·E_exact) of one neuron, from the values in
// the file only.
func (c *Case) exactWeightsAfter(layer, index int) []float64 {
	after := append([]float64(nil), c.Layers[layer].Weights[index]...)
	for s := range c.Samples {
		step := c.Rate * c.Samples[s].Deltas[layer][index] / float64(len(c.Samples))
		for j, e := range c.Samples[s].Layers[layer].Exact[index] {
			after[j] -= step * e
		}
	}
	return after
}

// backPropagated reads the gradient off what the weights moved by.
func backPropagated(c *Case, _ Variant, o *observation) []row {
	var rows []row
	for l := range c.BackProp {
		for i, want := range c.BackProp[l] {
			got := make([]float64, len(want))
			for j, w := range c.Layers[l].Weights[i] {
				if o.net.Precision == neuron.Float32 {
					w = float64(float32(w))
				}
				got[j] = (w - o.states[l][i].Weights[j]) / gradientRate
			}
			rows = append(rows, row{fmt.Sprintf("bp_grad[%d][%d]", l, i), got, want})
		}
	}
	return rows
}
