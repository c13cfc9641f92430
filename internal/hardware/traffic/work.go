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
	// Bits is the size of the packets, BitHops the sum of size times hops,
	// HostBits the size of those that crossed the host's link.
	Bits     int64 `json:"bits,omitempty"`
	BitHops  int64 `json:"bit_hops,omitempty"`
	HostBits int64 `json:"host_bits,omitempty"`

	// ACs and MACs are additions of a weight, and of a product with a weight: a
	// spike without a grade costs an AC at each synapse, its grade a MAC. They
	// are never one number.
	ACs  int64 `json:"acs,omitempty"`
	MACs int64 `json:"macs,omitempty"`
	// DelayReads is the number of delays that spikes looked up: one at each synapse with a delay of its own, or one at
	// each core that they reach through an axon with one.
	DelayReads int64 `json:"delay_reads,omitempty"`
	// NeuronUpdates is the number of times that a neuron took something in: a
	// spike at one of its synapses, or an error. Firing is part of that.
	NeuronUpdates int64 `json:"neuron_updates,omitempty"`
	// EligibilityUpdates is the number of times that the eligibility of one
	// synapse changed, that of its weight or that of its delay.
	EligibilityUpdates int64 `json:"eligibility_updates,omitempty"`
	// WeightUpdates is the number of times that the optimiser moved one weight,
	// DelayUpdates one delay, and FeedbackUpdates the number of times that one feedback weight moved.
	WeightUpdates   int64 `json:"weight_updates,omitempty"`
	DelayUpdates    int64 `json:"delay_updates,omitempty"`
	FeedbackUpdates int64 `json:"feedback_updates,omitempty"`
	// RandomNumbers is the number of perturbations drawn.
	RandomNumbers int64 `json:"random_numbers,omitempty"`
}

// Quantity is one number of a work.
type Quantity struct {
	Name string // in files
	Of   func(*Work) *int64
}

// Quantities lists the numbers of a work in the order of tables.
func Quantities() []Quantity {
	return []Quantity{
		{"spikes", func(w *Work) *int64 { return &w.Spikes }},
		{"packets", func(w *Work) *int64 { return &w.Packets }},
		{"deliveries", func(w *Work) *int64 { return &w.Deliveries }},
		{"local_packets", func(w *Work) *int64 { return &w.LocalPackets }},
		{"hops_x", func(w *Work) *int64 { return &w.HopsX }},
		{"hops_y", func(w *Work) *int64 { return &w.HopsY }},
		{"host_packets", func(w *Work) *int64 { return &w.HostPackets }},
		{"bits", func(w *Work) *int64 { return &w.Bits }},
		{"bit_hops", func(w *Work) *int64 { return &w.BitHops }},
		{"host_bits", func(w *Work) *int64 { return &w.HostBits }},
		{"acs", func(w *Work) *int64 { return &w.ACs }},
		{"macs", func(w *Work) *int64 { return &w.MACs }},
		{"delay_reads", func(w *Work) *int64 { return &w.DelayReads }},
		{"neuron_updates", func(w *Work) *int64 { return &w.NeuronUpdates }},
		{"eligibility_updates", func(w *Work) *int64 { return &w.EligibilityUpdates }},
		{"weight_updates", func(w *Work) *int64 { return &w.WeightUpdates }},
		{"delay_updates", func(w *Work) *int64 { return &w.DelayUpdates }},
		{"feedback_updates", func(w *Work) *int64 { return &w.FeedbackUpdates }},
		{"random_numbers", func(w *Work) *int64 { return &w.RandomNumbers }},
	}
}

// Hops is the number of times that a packet crossed a link between two cores.
func (w *Work) Hops() int64 { return w.HopsX + w.HopsY }

// BitLinks is the sum of size times links crossed, the host's included.
func (w *Work) BitLinks() int64 { return w.BitHops + w.HostBits }

// SynapticOperations is the number of ACs and MACs, where only their place counts.
func (w *Work) SynapticOperations() int64 { return w.ACs + w.MACs }

// Add adds other work to w.
func (w *Work) Add(other *Work) {
	for _, q := range Quantities() {
		*q.Of(w) += *q.Of(other)
	}
}
