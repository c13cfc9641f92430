package messages

// Spike is one graded spike of one sample, as it travels from the neuron that
// fired it to the neurons that receive it (Section 2.2 of the paper).
type Spike struct {
	// Time is the spike time in seconds since the start of the sample.
	Time float64
	// Grade is the real number that the spike carries: the directional
	// derivative since the neuron's previous spike. Input spikes carry 0.
	Grade float64
	// Source is the index of the neuron that fired, in its own population.
	Source int32
}
