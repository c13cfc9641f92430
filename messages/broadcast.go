package messages

// ErrorBroadcast is the one error message at the end of a sample. Every learning
// neuron gets it and projects it through its own feedback weights.
type ErrorBroadcast struct {
	Sample      uint64
	Errors      []float64 // e_o = n*_o − n_o of each output neuron
	Derivatives []float64 // d_o, the sum of the grades of each output neuron's spikes; none if the rule sends none
}
