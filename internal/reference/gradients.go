package reference

import (
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/traffic"
	"sfdfa-actors/messages"
)

// Gradients presents the samples of an assignment as one batch and returns the
// gradient that the network's rule gives for it, the mean over the samples:
// [population − 1][neuron][synapse], of all populations but the input. Nothing is
// learned, so it is a way to look: weights, feedback weights and moments stay, and
// the rates of the assignment have no part in it. Rules whose feedback weights
// learn move them before they project errors; here errors are projected through
// them as they stand.
func (e *Engine) Gradients(a *messages.Assignment) [][][]float64 {
	batch := messages.Batch{First: a.First, Size: len(a.Indices), Learn: true}
	var tally traffic.Tally // of nobody's interest
	e.forward(batch, a.Part, a.Indices, &tally)
	e.decode(batch, a.Indices, a.Labels)
	gradients := make([][][]float64, len(e.layers))
	if e.net.Learning.Rule.BackPropagates {
		e.propagate(batch, func(i int, layer *layer) error {
			gradients[i] = layer.gradients(e.workers, func(n int, _ *neuron.Scratch) []float64 {
				return layer.differentiable(n).Gradient(batch, layer.adjoints[n])
			})
			return nil
		})
	} else {
		for i, layer := range e.layers {
			gradients[i] = layer.gradients(e.workers, func(n int, scratch *neuron.Scratch) []float64 {
				return layer.differentiable(n).Estimate(e.broadcasts, scratch)
			})
		}
	}
	for _, layer := range e.layers {
		layer.release()
		layer.report(&tally) // what was fired here is no activity of a later assignment
	}
	return gradients
}

// gradients calls gradient for every neuron.
func (l *layer) gradients(w *workers, gradient func(n int, scratch *neuron.Scratch) []float64) [][]float64 {
	all := make([][]float64, len(l.neurons))
	w.each(len(l.neurons), func(n int, scratch *neuron.Scratch) { all[n] = gradient(n, scratch) })
	return all
}
