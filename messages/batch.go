package messages

// Part names a part of the data set.
type Part int

const (
	Train      Part = iota // what is learned from
	Validation             // what settings are chosen on
	Test                   // what results are measured on
)

// String returns the name of the part.
func (p Part) String() string {
	return [...]string{"train", "validation", "test"}[p]
}

// Batch is a run of consecutive samples after which the neurons learn, or,
// without Learn, that is only presented. Presentations are numbered through:
// the numbers of training samples never repeat within a training.
type Batch struct {
	Number uint64 // of the batches with Learn since the engine's start
	First  uint64 // presentation number of its first sample
	Size   int    // number of its samples
	Learn  bool
	Rates  Rates
}

// Rates are the step sizes with which a batch is learned.
type Rates struct {
	Weights  float64 // learning rate of the optimiser, at least 0
	Feedback float64 // α, rate of the feedback weights (Eq. 7), in [0, 1]
	Delays   float64 // step size of the optimiser for delays that are learned, at least 0
}

// Envelope names the consecutive samples of one batch whose messages travel
// together. How a batch is cut into envelopes changes nothing in the results.
type Envelope struct {
	Number uint64 // since the engine's start; tells envelopes apart
	First  uint64 // presentation number of its first sample
	Count  int    // number of its samples
	Batch  Batch
	// Segment is that of the assignment, or nil.
	Segment *Segment
}

// Admission lets the samples of an envelope into the network. The coordinator
// sends it to the input, which encodes them, and to the readout, which keeps
// the labels.
type Admission struct {
	Envelope *Envelope
	Part     Part
	Indices  []int // of the samples in the part of the data set
	Labels   []int
}
