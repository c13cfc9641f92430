package messages

// Assignment is what a client asks of the network: to present some samples of
// a part of the data set, and to learn from them batch by batch if Learn is set.
type Assignment struct {
	Part     Part
	Indices  []int // of the samples, in the order of presentation
	Labels   []int
	First    uint64 // presentation number of the first sample
	Batch    int    // samples after which the neurons learn
	Coalesce int    // samples whose messages travel together, from 1 to Batch
	InFlight int    // samples that may be under way at a time when not learning
	Learn    bool
	Rates    Rates
	// Segment makes the one sample of the assignment a part of an endless one, in which no state is lost.
	Segment *Segment
}

// Segment is some windows of an endless sample: those from First, which is counted from the start of the
// sample, to the one before End.
type Segment struct{ First, End int }

// Halt asks the coordinator to stop after the batches that are under way.
type Halt struct{}

// Finished ends an assignment.
type Finished struct {
	Presented int // samples, all of them unless halted
	Tally     Tally
	Activity  Activities // of all neurons, the input's included
}
