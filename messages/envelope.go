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
}

// Envelope names the consecutive samples of one batch whose messages travel
// together. How a batch is cut into envelopes changes nothing in the results.
type Envelope struct {
	Number uint64 // since the engine's start; tells envelopes apart
	First  uint64 // presentation number of its first sample
	Count  int    // number of its samples
	Batch  Batch
}

// Admission lets the samples of an envelope into the network: the coordinator
// sends it to the input, which encodes them, and to the readout, which keeps
// the labels.
type Admission struct {
	Envelope *Envelope
	Part     Part
	Indices  []int // of the samples in the part of the data set
	Labels   []int
}

// Packets are the spikes that one core, or the input, fired in the samples of
// an envelope. Without Spikes they travel as Singles; Counts says for how many
// to wait.
type Packets struct {
	Envelope *Envelope
	From     int     // source core, or InputCore
	Counts   []int32 // spikes of each sample
	Spikes   []Spike // sample after sample, each ordered by (time, source)
}

// InputCore is the source of the input's packets.
const InputCore = -1

// Single is one graded spike travelling alone.
type Single struct {
	Envelope *Envelope
	Synapse  int32 // where it arrives; meaningful to a neuron only
	Upward   bool  // from a neuron to its core
	Spike    Spike // with its sample
}

// ErrorBroadcasts are those of the samples of an envelope, from the readout to
// every core, which hands them on to its neurons.
type ErrorBroadcasts struct {
	Envelope   *Envelope
	Broadcasts []ErrorBroadcast
}

// Learned says that a neuron, or a core with all its neurons, has learned from a
// batch.
type Learned struct {
	Batch uint64 // its number
	From  int    // neuron in its core, or core
}

// Outcome is what the readout makes of one sample.
type Outcome struct {
	Index      int // of the sample in its part of the data set
	Label      int
	Prediction int // by the network's tie rule
	Lowest     int // with ties given to the lowest index, as the authors do
	Loss       float64
}

// Outcomes are the outcomes of an envelope, from the readout to the coordinator.
type Outcomes struct {
	Envelope *Envelope
	Outcomes []Outcome
}
