package messages

// MomentRequest asks a core for itself and its neurons in the middle of an endless sample. It comes between
// two segments only.
type MomentRequest struct{}

// Moment is a core in the middle of an endless sample: the answer for the client, or what the core is to go on
// from.
type Moment struct {
	Window  int       // whose turn is next
	Next    []float32 // of each neuron, as OwnSpikes has it
	Waiting []Spike   // arrivals of later windows
	Neurons [][]byte  // each neuron's own
}

// NeuronMoment is a neuron's answer to its core, or what it is to go on from.
type NeuronMoment struct {
	Neuron int    // in its core
	State  []byte // the neuron's own form; none if nothing has happened to it
}
