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

// Past is the batches that were learned from. A neuron that was silent in some of them finds there what it owes.
type Past struct {
	Batches   uint64    // number of them, since the engine's start
	Stretches []Stretch // in order; elements are appended and never changed
}

// Stretch is batches in a row that have as many samples each, and the same rates. It goes on to the first of the
// next stretch.
type Stretch struct {
	First uint64 // number of its first batch
	Size  int    // samples of a batch
	Rates Rates
}

// Add adds the next batch.
func (p *Past) Add(batch *Batch) {
	last := len(p.Stretches) - 1
	if last < 0 || p.Stretches[last].Size != batch.Size || p.Stretches[last].Rates != batch.Rates {
		p.Stretches = append(p.Stretches, Stretch{First: p.Batches, Size: batch.Size, Rates: batch.Rates})
	}
	p.Batches++
}

// Since visits the batches from a number on, those of a stretch together, until one of the visits fails.
func (p *Past) Since(number uint64, visit func(batches int, like *Stretch) error) error {
	first := len(p.Stretches)
	for first > 0 && (first == len(p.Stretches) || p.Stretches[first].First > number) {
		first--
	}
	for i := first; number < p.Batches; i++ {
		end := p.Batches
		if i+1 < len(p.Stretches) {
			end = p.Stretches[i+1].First
		}
		if err := visit(int(end-number), &p.Stretches[i]); err != nil {
			return err
		}
		number = end
	}
	return nil
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
