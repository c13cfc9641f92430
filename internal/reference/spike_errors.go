package reference

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// spikeErrors holds ∂L/∂T of the spikes of one population in one sample, neuron
// after neuron and each neuron's in order of time.
type spikeErrors struct {
	ends   []int32 // of each neuron's
	errors []float64
	next   []int32 // by neuron: the place of the spike that arrives next, through the projection at work
}

// ofNeuron returns the errors of one neuron's spikes.
func (e *spikeErrors) ofNeuron(neuron int) []float64 {
	start := int32(0)
	if neuron > 0 {
		start = e.ends[neuron-1]
	}
	return e.errors[start:e.ends[neuron]]
}

// reset makes room for the spikes of a population with its number of neurons, whose errors are 0.
func (e *spikeErrors) reset(size int, spikes []messages.Spike) {
	e.ends = neuron.Resized(e.ends, size)
	clear(e.ends)
	for k := range spikes {
		e.ends[spikes[k].Source]++
	}
	end := int32(0)
	for i, fired := range e.ends {
		end += fired
		e.ends[i] = end
	}
	e.errors = neuron.Resized(e.errors, len(spikes))
	clear(e.errors)
}

// setOutputs takes e_o = n*_o − n_o for each spike of output o: the spike count
// is a step function of spike times, and its derivative by one of them is taken
// as −1, since an earlier spike leaves room for more.
func (e *spikeErrors) setOutputs(countErrors []float64) {
	for o, err := range countErrors {
		errors := e.ofNeuron(o)
		for k := range errors {
			errors[k] = err
		}
	}
}

// add takes what the population was handed back for its spikes through a projection, arrival by arrival. Its neurons are
// those from first on among all from which something arrives. A spike that comes after the end of the sample has no arrival.
func (e *spikeErrors) add(first int, arrivals []model.Arrival, errors []float64) {
	e.next = append(append(e.next[:0], 0), e.ends...)
	for n := range arrivals {
		i := int(arrivals[n].Synapse) - first // in a spike train that is the neuron that fired
		if i < 0 || i >= len(e.ends) {
			continue // of another projection
		}
		e.errors[e.next[i]] += errors[n]
		e.next[i]++
	}
}
