package reference

import (
	"fmt"
	"slices"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// backward learns from a batch by back-propagation (Eq. 5): from the output down,
// the neurons of a layer turn the errors of their spikes into adjoints, hand
// errors back to the spikes that reached them, through the weights that the batch
// was presented with, and take their optimiser step.
//
// The traffic tally counts nothing for it: no broadcast is sent. What messages
// would carry the errors is a model of internal/hardware/mesh.
func (e *Engine) backward(batch messages.Batch) error {
	return e.propagate(batch, func(_ int, layer *layer) error {
		return layer.eachNeuron(e.workers, batch, func(n int, scratch *neuron.Scratch) error {
			return layer.differentiable(n).Descend(batch, layer.adjoints[n], scratch)
		})
	})
}

// propagate carries the errors of a batch from layer to layer, the output first,
// and calls end for each layer, by its position, once its neurons have their
// adjoints and have handed errors back.
func (e *Engine) propagate(batch messages.Batch, end func(i int, layer *layer) error) error {
	e.startErrors(batch)
	for _, stage := range slices.Backward(e.stages) {
		population := stage.Populations[0] // no cycle leads through it
		layer := e.layers[population-1]
		if err := layer.adjoin(e.workers, batch, e.errors[population]); err != nil {
			return err
		}
		if err := layer.handBack(e.workers, batch, e.learned(population), e.errors); err != nil {
			return err
		}
		if err := end(population-1, layer); err != nil {
			return err
		}
	}
	return nil
}

// startErrors makes room for the errors of all spikes of a batch, by population and sample, and gives the output's spikes theirs.
func (e *Engine) startErrors(batch messages.Batch) {
	e.errors = neuron.Resized(e.errors, len(e.net.Populations))
	for population := e.net.Topology.FirstNeurons(); population < len(e.errors); population++ {
		e.errors[population] = neuron.Resized(e.errors[population], batch.Size)
		for s := range e.errors[population] {
			e.errors[population][s].reset(e.net.Topology.Sizes[population], e.fired[population][s])
		}
	}
	for s := range batch.Size {
		e.errors[e.net.Topology.Output()][s].setOutputs(e.broadcasts[s].Errors)
	}
}

// learned lists the projections into a population from others that learn.
func (e *Engine) learned(population int) (from []topology.Afferent) {
	for _, afferent := range e.net.Topology.Afferents(population) {
		if !e.net.Topology.IsSource(afferent.From) {
			from = append(from, afferent)
		}
	}
	return from
}

// differentiable is a neuron as back-propagation sees it.
func (l *layer) differentiable(i int) neuron.Differentiable {
	return l.neurons[i].(neuron.Differentiable)
}

// inputsOf are what a neuron was presented with, by sample of the batch.
func (l *layer) inputsOf(i int) []model.Input {
	core := l.core[i]
	return l.inputs[core].NeuronPresentations(i - l.cores[core].First).Inputs
}

// adjoin computes the adjoints of every neuron from the errors of its spikes.
func (l *layer) adjoin(w *workers, batch messages.Batch, errors []spikeErrors) error {
	if l.adjoints == nil {
		l.adjoints = make([][]model.Adjoint, len(l.neurons))
	}
	return l.eachNeuron(w, batch, func(i int, _ *neuron.Scratch) error {
		errorsOf := func(sample int) []float64 { return errors[sample].ofNeuron(i) }
		l.adjoints[i] = l.differentiable(i).Adjoints(batch, errorsOf, l.adjoints[i])
		return nil
	})
}

// handBack adds to the errors of the spikes that reached the layer through some projections, by population. Each turn takes some of
// the samples through all neurons: a neuron's weights are then read once for several samples, and each error is
// a sum in the order of the neurons, however samples are shared out.
func (l *layer) handBack(w *workers, batch messages.Batch, afferents []topology.Afferent, errors [][]spikeErrors) error {
	if len(afferents) == 0 {
		return nil
	}
	l.arrivals = neuron.Resized(l.arrivals, batch.Size)
	turns := min(batch.Size, 4*w.most)
	samplesOfTurn := func(turn int) (from, to int) { return turn * batch.Size / turns, (turn + 1) * batch.Size / turns }
	what := func(turn int) string {
		from, to := samplesOfTurn(turn)
		return fmt.Sprintf("errors handed back by population %d in %s", l.population, samplesOf(messages.Batch{First: batch.First + uint64(from), Size: to - from}))
	}
	return w.each(turns, loop{what: what, turn: func(turn int, scratch *neuron.Scratch) error {
		from, to := samplesOfTurn(turn)
		sums := l.arrivals[from:to]
		inputs := l.inputsOf(0)[from:to] // all cores get the same spike trains
		for s := range sums {
			sums[s] = neuron.Resized(sums[s], len(inputs[s].Arrivals))
			clear(sums[s])
		}
		for i := range l.neurons {
			l.differentiable(i).HandBack(batch, l.adjoints[i], from, l.inputsOf(i)[from:to], sums, scratch)
		}
		for s := range sums {
			for _, afferent := range afferents {
				errors[afferent.From][from+s].add(afferent.Offset, inputs[s].Arrivals, sums[s])
			}
		}
		return nil
	}})
}
