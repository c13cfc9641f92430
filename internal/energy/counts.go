package energy

// Counts are what an estimate is made of. The two phases are kept apart:
// Forward is what presenting the samples takes, Learning what learning takes
// beyond that.
type Counts struct {
	Samples  int64 `json:"samples"`
	Forward  Phase `json:"forward"`
	Learning Phase `json:"learning"`
}

// Phase is what one phase of a run came to, over all its samples. All numbers
// are 0 or more.
type Phase struct {
	BinaryOperations int64 `json:"synaptic_operations_binary"` // (spike, synapse) pairs
	GradedOperations int64 `json:"synaptic_operations_graded"` // (grade, synapse) pairs
	ActiveUpdates    int64 `json:"neuron_updates_active"`
	IdleUpdates      int64 `json:"neuron_updates_idle"` // neurons × time steps less the active ones; 0 without a clock
	Spikes           int64 `json:"spikes"`
	Packets          int64 `json:"packets"`       // sent; a multicast is one
	Deliveries       int64 `json:"deliveries"`    // received; a multicast is one for each destination
	LocalPackets     int64 `json:"local_packets"` // of Packets, those that make no hop
	HopsX            int64 `json:"hops_x"`
	HopsY            int64 `json:"hops_y"`

	EligibilityUpdates int64 `json:"eligibility_updates"`
	WeightUpdates      int64 `json:"weight_updates"`
	FeedbackUpdates    int64 `json:"feedback_updates"`
	RandomNumbers      int64 `json:"random_numbers"`

	// ChipSeconds is modelled time, s, times the chips that are on.
	ChipSeconds float64 `json:"chip_seconds"`
}
