package messages

// Count holds the traffic of a run of samples. Its logical part is the same
// for every engine, transport, coalescing and number of CPU cores.
type Count struct {
	Samples int64 `json:"samples"`

	// Spikes fired, by where.
	InputSpikes  int64 `json:"input_spikes"`
	HiddenSpikes int64 `json:"hidden_spikes"`
	OutputSpikes int64 `json:"output_spikes"`

	// SpikePackets is the number of (spike, destination) pairs, where a
	// destination is a core on which the spike reaches a synapse, or the
	// readout: a spike crosses to a core once and fans out there.
	SpikePackets int64 `json:"spike_packets"`
	// SynapticEvents is the number of (spike, synapse) pairs.
	SynapticEvents int64 `json:"synaptic_events"`

	// Broadcasts is the number of (sample, core) pairs that an error broadcast
	// crossed to, BroadcastWords the numbers it carried there: for each output
	// neuron an error and, if the rule sends it, a directional derivative.
	Broadcasts     int64 `json:"broadcasts"`
	BroadcastWords int64 `json:"broadcast_words"`

	// Envelopes is the number of messages that mailboxes really took. It depends on
	// the engine and the coalescing and, where envelopes are smaller than a batch, a
	// little on the schedule: what waits together travels on together. The reference
	// engine sends none.
	Envelopes int64 `json:"envelopes"`
}

// Add adds another count to c.
func (c *Count) Add(other Count) {
	c.Samples += other.Samples
	c.InputSpikes += other.InputSpikes
	c.HiddenSpikes += other.HiddenSpikes
	c.OutputSpikes += other.OutputSpikes
	c.SpikePackets += other.SpikePackets
	c.SynapticEvents += other.SynapticEvents
	c.Broadcasts += other.Broadcasts
	c.BroadcastWords += other.BroadcastWords
	c.Envelopes += other.Envelopes
}

// Messages is the number of logical messages: spike packets and broadcasts.
func (c Count) Messages() int64 { return c.SpikePackets + c.Broadcasts }

// Logical returns the count without its physical part.
func (c Count) Logical() Count {
	c.Envelopes = 0
	return c
}

// Tally is the traffic of a run of samples with the activity of its neurons.
type Tally struct {
	Count
	// Silent is the number of hidden and output neurons that never fired.
	Silent int64 `json:"silent_neurons"`
	// SilentOutputs is the number of output neurons among them. An output
	// neuron that never fires never learns.
	SilentOutputs int64 `json:"silent_outputs"`
	// Neurons is the number of hidden and output neurons.
	Neurons int64 `json:"neurons"`
	// Capped is the number of pairs of a hidden or output neuron and a sample in which the neuron reached its spike cap.
	Capped int64 `json:"capped_pairs"`
}

// Add adds the tally of another part of the network.
func (t *Tally) Add(other Tally) {
	t.Count.Add(other.Count)
	t.Silent += other.Silent
	t.SilentOutputs += other.SilentOutputs
	t.Neurons += other.Neurons
	t.Capped += other.Capped
}

// SpikesPerNeuron is the mean spike count of a hidden or output neuron in one
// sample.
func (t Tally) SpikesPerNeuron() float64 {
	if t.Samples == 0 || t.Neurons == 0 {
		return 0
	}
	return float64(t.HiddenSpikes+t.OutputSpikes) / float64(t.Samples) / float64(t.Neurons)
}
