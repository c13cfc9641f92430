package actors

// A phase is what a machine, or a batch at a core, is waiting for. The tables in doc.go
// say when each one ends and what comes then.

// CoordinatorPhase is what the coordinator is waiting for.
type CoordinatorPhase uint8

const (
	// Idle waits for an assignment.
	Idle CoordinatorPhase = iota
	// Running waits until the samples under way are known and learned from.
	Running
	// Counting waits for the tallies at the end of an assignment.
	Counting
)

// CoordinatorPhases lists the phases in the order in which they follow each other.
func CoordinatorPhases() []CoordinatorPhase { return []CoordinatorPhase{Idle, Running, Counting} }

// String returns the phase's name in the table of doc.go.
func (p CoordinatorPhase) String() string {
	return [...]string{Idle: "idle", Running: "run", Counting: "count"}[p]
}

// BatchPhase is how far a core is with a batch to learn from.
type BatchPhase uint8

const (
	// Held keeps the batch's spikes until it is its turn.
	Held BatchPhase = iota
	// Presented hands the batch's spikes to the neurons as they arrive, and passes
	// their own on.
	Presented
	// Broadcast has handed the error broadcasts on, and waits until the neurons have
	// learned.
	Broadcast
)

// BatchPhases lists the phases in the order in which they follow each other.
func BatchPhases() []BatchPhase { return []BatchPhase{Held, Presented, Broadcast} }

// String returns the phase's name in the table of doc.go.
func (p BatchPhase) String() string {
	return [...]string{Held: "hold", Presented: "present", Broadcast: "learn"}[p]
}

// NeuronPhase says whether a neuron has something to learn from.
type NeuronPhase uint8

const (
	// Rested has learned from all that was presented to learn from.
	Rested NeuronPhase = iota
	// Traced remembers samples of a batch, and waits for its error broadcasts.
	Traced
)

// NeuronPhases lists the phases in the order in which they follow each other.
func NeuronPhases() []NeuronPhase { return []NeuronPhase{Rested, Traced} }

// String returns the phase's name in the table of doc.go.
func (p NeuronPhase) String() string {
	return [...]string{Rested: "rest", Traced: "trace"}[p]
}

// BatchesUnderWay is the number of batches to learn from that are in the network at a
// time: the one that neurons present and learn from, and the next, whose spikes wait at
// the cores.
const BatchesUnderWay = 2
