package reference

import (
	"fmt"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// checkBackward refuses networks through which errors can't be propagated back.
func checkBackward(net *network.Network) error {
	rule := net.Learning.Rule
	if rule.HiddenError() != learning.BackPropagated {
		return nil
	}
	plain := net.Topology.IsChain()
	for population := net.Topology.FirstNeurons(); population <= net.Topology.Output(); population++ {
		plain = plain && !net.Topology.HasSynapticDelays(population) && !net.Populations[population].Drive.IsThere()
	}
	if !plain {
		return fmt.Errorf("reference: the rule is %s, allowed on chains of populations without drives or delays of single synapses: each population projects to the next one only", rule.Name())
	}
	return nil
}

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
	e.errors = neuron.Resized(e.errors, batch.Size)
	for s := range e.errors {
		e.errors[s].setOutputs(e.fired[e.net.Topology.Output()][s], e.broadcasts[s].Errors)
	}
	for i := len(e.layers) - 1; i >= 0; i-- {
		layer := e.layers[i]
		if err := layer.adjoin(e.workers, batch, e.errors); err != nil {
			return err
		}
		if i > 0 {
			if err := layer.handBack(e.workers, batch, len(e.layers[i-1].neurons), e.errors); err != nil {
				return err
			}
		}
		if err := end(i, layer); err != nil {
			return err
		}
	}
	return nil
}

// differentiable is a neuron as back-propagation sees it.
func (l *layer) differentiable(i int) neuron.Differentiable {
	return l.neurons[i].(neuron.Differentiable)
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

// handBack replaces the errors by those of the spikes of the presynaptic layer, with
// its number of neurons. Each turn takes some of the samples through all neurons:
// a neuron's weights are then read once for several samples, and each error is
// a sum in the order of the neurons, however samples are shared out.
func (l *layer) handBack(w *workers, batch messages.Batch, presynaptic int, errors []spikeErrors) error {
	l.arrivals = neuron.Resized(l.arrivals, batch.Size)
	turns := min(batch.Size, 4*w.most)
	samplesOfTurn := func(turn int) (from, to int) { return turn * batch.Size / turns, (turn + 1) * batch.Size / turns }
	what := func(turn int) string {
		from, to := samplesOfTurn(turn)
		return fmt.Sprintf("errors handed back by population %d in %s", l.population, samplesOf(messages.Batch{First: batch.First + uint64(from), Size: to - from}))
	}
	return w.each(turns, loop{what: what, turn: func(turn int, _ *neuron.Scratch) error {
		from, to := samplesOfTurn(turn)
		sums := l.arrivals[from:to]
		inputs := l.inputs[0].NeuronPresentations(0).Inputs[from:to] // all cores get the same arrivals
		for s := range sums {
			sums[s] = neuron.Resized(sums[s], len(inputs[s].Arrivals))
			clear(sums[s])
		}
		for i := range l.neurons {
			l.differentiable(i).HandBack(batch, l.adjoints[i], from, sums)
		}
		for s := range sums {
			errors[from+s].setArrivals(presynaptic, inputs[s].Arrivals, sums[s])
		}
		return nil
	}})
}
