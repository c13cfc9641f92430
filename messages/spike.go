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
	// Sample is the position of its sample in its envelope, or among the samples that a
	// neuron is presented with, while spikes of several samples lie side by side. It is 0
	// where they are kept sample by sample.
	Sample int32
}
