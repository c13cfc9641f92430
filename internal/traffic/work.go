package traffic

// Work is what sending and computing for one purpose came to on the simulated
// hardware: numbers of operations, without a price on any of them. It depends on
// the network, its spikes and its placement only. In JSON numbers that are 0 are left out.
type Work struct {
	// Spikes is the number of spikes fired.
	Spikes int64 `json:"spikes,omitempty"`
	// Packets is the number of packets sent. A spike is one packet for each core
	// on which it reaches a synapse; a multicast is one for all its destinations.
	Packets int64 `json:"packets,omitempty"`
	// Deliveries is the number of packets that a core or the host took. It is
	// Packets where none is a multicast.
	Deliveries int64 `json:"deliveries,omitempty"`
	// LocalPackets is the number of packets for the core that sent them, which
	// make no hop.
	LocalPackets int64 `json:"local_packets,omitempty"`
	// HopsX and HopsY are the numbers of times that a packet crossed a link
	// between neighbouring cores along the mesh's first and second dimension. A
	// multicast crosses each link of its tree once.
	HopsX int64 `json:"hops_x,omitempty"`
	HopsY int64 `json:"hops_y,omitempty"`
	// HostPackets is the number of times that a packet crossed the link between
	// the mesh and the host; it is no hop.
	HostPackets int64 `json:"host_packets,omitempty"`
	// Bits is the size of the packets, BitHops the sum of size times hops.
	Bits    int64 `json:"bits,omitempty"`
	BitHops int64 `json:"bit_hops,omitempty"`

	// ACs and MACs are additions of a weight, and of a product with a weight: a
	// spike without a grade costs an AC at each synapse, its grade a MAC. They
	// are never one number.
	ACs  int64 `json:"acs,omitempty"`
	MACs int64 `json:"macs,omitempty"`
	// NeuronUpdates is the number of times that a neuron took something in: a
	// spike at one of its synapses, or an error. Firing is part of that.
	NeuronUpdates int64 `json:"neuron_updates,omitempty"`
	// EligibilityUpdates is the number of times that the eligibility of one
	// synapse changed.
	EligibilityUpdates int64 `json:"eligibility_updates,omitempty"`
	// WeightUpdates is the number of times that the optimiser moved one weight,
	// FeedbackUpdates the number of times that one feedback weight moved.
	WeightUpdates   int64 `json:"weight_updates,omitempty"`
	FeedbackUpdates int64 `json:"feedback_updates,omitempty"`
	// RandomNumbers is the number of perturbations drawn.
	RandomNumbers int64 `json:"random_numbers,omitempty"`
}

// Hops is the number of times that a packet crossed a link between two cores.
func (w *Work) Hops() int64 { return w.HopsX + w.HopsY }

// Add adds other work to w.
func (w *Work) Add(other *Work) {
	w.Spikes += other.Spikes
	w.Packets += other.Packets
	w.Deliveries += other.Deliveries
	w.LocalPackets += other.LocalPackets
	w.HopsX += other.HopsX
	w.HopsY += other.HopsY
	w.HostPackets += other.HostPackets
	w.Bits += other.Bits
	w.BitHops += other.BitHops
	w.ACs += other.ACs
	w.MACs += other.MACs
	w.NeuronUpdates += other.NeuronUpdates
	w.EligibilityUpdates += other.EligibilityUpdates
	w.WeightUpdates += other.WeightUpdates
	w.FeedbackUpdates += other.FeedbackUpdates
	w.RandomNumbers += other.RandomNumbers
}
