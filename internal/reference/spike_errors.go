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
}

// ofNeuron returns the errors of one neuron's spikes. They may be fewer than it fired:
// the next population sees no spike after its own end of the sample.
func (e *spikeErrors) ofNeuron(neuron int) []float64 {
	start := int32(0)
	if neuron > 0 {
		start = e.ends[neuron-1]
	}
	return e.errors[start:e.ends[neuron]]
}

// setOutputs takes e_o = n*_o − n_o for each spike of output o: the spike count
// is a step function of spike times, and its derivative by one of them is taken
// as −1, since an earlier spike leaves room for more.
func (e *spikeErrors) setOutputs(spikes []messages.Spike, countErrors []float64) {
	e.reset(len(countErrors), len(spikes))
	for k := range spikes {
		e.ends[spikes[k].Source]++
	}
	e.startNeurons()
	for k := range spikes {
		e.put(spikes[k].Source, countErrors[spikes[k].Source])
	}
}

// setArrivals takes what a population, with its number of neurons, was handed back for
// its spikes, arrival by arrival.
func (e *spikeErrors) setArrivals(neurons int, arrivals []model.Arrival, errors []float64) {
	e.reset(neurons, len(arrivals))
	for n := range arrivals {
		e.ends[arrivals[n].Synapse]++ // in a spike train that is the neuron that fired
	}
	e.startNeurons()
	for n := range arrivals {
		e.put(arrivals[n].Synapse, errors[n])
	}
}

func (e *spikeErrors) reset(neurons, spikes int) {
	e.ends = neuron.Resized(e.ends, neurons)
	clear(e.ends)
	e.errors = neuron.Resized(e.errors, spikes)
}

// startNeurons turns each neuron's number of spikes into where they start; put
// moves that to where they end.
func (e *spikeErrors) startNeurons() {
	start := int32(0)
	for i, spikes := range e.ends {
		e.ends[i] = start
		start += spikes
	}
}

func (e *spikeErrors) put(neuron int32, err float64) {
	e.errors[e.ends[neuron]] = err
	e.ends[neuron]++
}
