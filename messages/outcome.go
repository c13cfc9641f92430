package messages

// Outcome is what the readout makes of one sample.
type Outcome struct {
	Index      int // of the sample in its part of the data set
	Label      int
	Prediction int  // by the network's tie rule
	Lowest     int  // with ties given to the lowest index, as the authors do
	Undecided  bool // no output neuron fired: the prediction says nothing
	Loss       float64
}

// Outcomes are those of an envelope, from the readout to the coordinator and on to
// the client.
type Outcomes struct {
	Envelope *Envelope
	Outcomes []Outcome
}
