package messages

// TallyRequest asks a core, or the input, for its tally since the last request.
type TallyRequest struct{}

// Tally is the answer to the coordinator.
type TallyReport struct {
	Tally    Tally
	From     int        // core, or InputCore
	Activity []Activity // of its neurons
}

// StateRequest asks some neurons of a core for what they have learned. It comes
// between runs only.
type StateRequest struct {
	First      int // neuron in its core
	Count      int // of neurons, at least one
	DigestOnly bool
}

// StateAssignment gives some neurons of a core what they have learned elsewhere. It
// comes between runs only.
type StateAssignment struct {
	First  int     // neuron in its core
	States []State // of it and those after it, at least one
}

// NeuronState is a neuron's answer to its core, or what it is to take over.
type NeuronState struct {
	Neuron int // in its core
	State  State
	Digest Digest
}

// CoreStates are the answers of a core's neurons, for the client.
type CoreStates struct {
	States []NeuronState // in the order of the neurons
}
