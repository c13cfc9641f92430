package reference

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// Gradients presents the samples of an assignment as one batch and returns the
// gradient that the network's rule gives for it, the mean over the samples:
// [population − 1][neuron][synapse], of all populations but the input. Nothing is
// learned, so it is a way to look: weights, feedback weights and moments stay, and
// the rates of the assignment have no part in it. Rules whose feedback weights
// learn move them before they project errors; here errors are projected through
// them as they stand. Its errors are those of Run.
func (e *Engine) Gradients(a *messages.Assignment) (gradients [][][]float64, err error) {
	defer e.rescue(&err)
	if e.failure != nil {
		return nil, e.failure
	}
	batch := e.begin(messages.Batch{First: a.First, Size: len(a.Indices), Learn: true})
	var tally messages.Tally // of nobody's interest
	if err := e.forward(batch, a, a.Indices, &tally); err != nil {
		return nil, err
	}
	e.decode(batch, a.Indices, a.Labels)
	if gradients, err = e.gradients(batch); err != nil {
		return nil, err
	}
	for _, layer := range e.layers {
		layer.release()
		layer.report(&tally) // what was fired here is no activity of a later assignment
	}
	return gradients, nil
}

// gradients are those of all layers on a batch that was presented and decoded.
func (e *Engine) gradients(batch messages.Batch) ([][][]float64, error) {
	gradients := make([][][]float64, len(e.layers))
	if e.net.Learning.Rule.HiddenError() == learning.BackPropagated {
		return gradients, e.propagate(batch, func(i int, layer *layer) (err error) {
			gradients[i], err = layer.gradients(e.workers, batch, func(n int, scratch *neuron.Scratch) []float64 {
				return layer.differentiable(n).Gradient(batch, layer.adjoints[n], scratch)
			})
			return err
		})
	}
	for i, layer := range e.layers {
		var err error
		gradients[i], err = layer.gradients(e.workers, batch, func(n int, scratch *neuron.Scratch) []float64 {
			return layer.differentiable(n).Estimate(e.broadcasts, scratch)
		})
		if err != nil {
			return nil, err
		}
	}
	return gradients, nil
}

// gradients calls gradient for every neuron.
func (l *layer) gradients(w *workers, batch messages.Batch, gradient func(n int, scratch *neuron.Scratch) []float64) ([][]float64, error) {
	all := make([][]float64, len(l.neurons))
	err := l.eachNeuron(w, batch, func(n int, scratch *neuron.Scratch) error {
		all[n] = gradient(n, scratch)
		return nil
	})
	return all, err
}
