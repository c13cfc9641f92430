package messages

// TallyRequest asks a core, or the input, for its tally since the last request. A core answers once its
// neurons have answered to all of the first Envelopes: it may be at work on some that the output did not need.
type TallyRequest struct {
	Envelopes uint64 // admitted since the engine's start
}

// TallyReport is the answer to the coordinator.
type TallyReport struct {
	Tally    Tally
	From     int        // core, or InputCore
	Activity []Activity // of its neurons
}
