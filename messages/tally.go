package messages

// TallyRequest asks a core, or the input, for its tally since the last request.
type TallyRequest struct{}

// TallyReport is the answer to the coordinator.
type TallyReport struct {
	Tally    Tally
	From     int        // core, or InputCore
	Activity []Activity // of its neurons
}
