package messages

// ErrorBroadcast is the one error message at the end of a sample. Every neuron that
// fired in its batch gets it and projects it through its own feedback weights.
type ErrorBroadcast struct {
	Sample      uint64    // its presentation number
	Errors      []float64 // e_o = n*_o − n_o of each output neuron
	Derivatives []float64 // d_o, the sum of the grades of each output neuron's spikes; none if the rule sends none
}

// ErrorBroadcasts are those of all samples of a batch, in the order of the samples.
// The readout sends them to every core, and the core hands them on to its neurons that
// fired, which learn.
type ErrorBroadcasts struct {
	Batch      Batch
	Broadcasts []ErrorBroadcast
}

// Learned says that a neuron, or a core with all its neurons that fired, has learned from a
// batch.
type Learned struct {
	Batch uint64 // its number
	From  int    // neuron in its core, or core
}
