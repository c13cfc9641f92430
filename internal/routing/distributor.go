package routing

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Distributor hands the spikes that reach a core to its neurons. Where all
// neurons have the same presynaptic partners they share one input; elsewhere
// each is told which of the spikes reach it. It is not safe for concurrent use.
type Distributor struct {
	model   *lif.Model
	axons   *topology.Axons // nil where neurons share their input
	neurons int             // of the core

	next  []int32 // by neuron: where its next touch goes
	stock *Stock  // of inputs
}

// NewDistributor returns the distributor of a core with so many neurons. axons
// is nil if every neuron has all presynaptic neurons as partners. Distributors of cores of
// the same population may share their stock.
func NewDistributor(model *lif.Model, axons *topology.Axons, neurons int, stock *Stock) *Distributor {
	return &Distributor{model: model, axons: axons, neurons: neurons, next: make([]int32, neurons+1), stock: stock}
}

// Inputs are the inputs of a core's neurons in the samples of one envelope.
type Inputs struct {
	first      uint64
	split      bool
	sideBySide bool
	volleys    []lif.Volley // by sample: all spikes that reach the core
	inputs     []lif.Input  // [sample], or [neuron][sample] if split
	quads      lif.Quads    // the volleys side by side, if sideBySide
	room       neuron.Room  // of volleys

	// Packets is the number of (spike, core) pairs: spikes that reach at
	// least one synapse of the core.
	Packets int64
	// SynapticEvents is the number of (spike, synapse) pairs.
	SynapticEvents int64
}

// Len is the number of samples.
func (in *Inputs) Len() int { return len(in.volleys) }

// Of returns what reaches one of the core's neurons.
func (in *Inputs) Of(index int) neuron.Presentations {
	p := neuron.Presentations{First: in.first, Inputs: in.inputs}
	switch samples := len(in.volleys); {
	case in.split:
		p.Inputs = in.inputs[index*samples : (index+1)*samples]
	case in.sideBySide:
		p.Quads = &in.quads
	}
	return p
}

// Shared tells whether the core's neurons all have the same inputs.
func (d *Distributor) Shared() bool { return d.axons == nil }

// EachSynapse visits the synapses of the core that a spike of the presynaptic
// neuron reaches.
func (d *Distributor) EachSynapse(source int32, visit func(topology.Synapse)) {
	if d.axons == nil {
		for i := range d.neurons {
			visit(topology.Synapse{Neuron: int32(i), Index: source})
		}
		return
	}
	for _, synapse := range d.axons.Synapses(source) {
		visit(d.axons.Unpack(synapse))
	}
}

// Distribute builds the inputs of the samples first, first+1, …, whose spikes
// are ordered by (time, source). The inputs stay valid until they are released.
func (d *Distributor) Distribute(first uint64, samples [][]messages.Spike) *Inputs {
	in := d.take(len(samples))
	in.first = first
	for s, spikes := range samples {
		volley := &in.volleys[s]
		if next := s + 1; next < len(samples) {
			in.volleys[next].Expect(len(samples[next]))
		}
		if in.sideBySide {
			volley.LoadArrivals(d.model, spikes)
		} else {
			volley.Load(d.model, spikes)
		}
		d.count(in, spikes)
		if in.split {
			d.splitSample(in, s)
		} else {
			in.inputs[s] = lif.Whole(volley)
		}
	}
	if in.sideBySide {
		in.quads.Fill(d.model, in.volleys)
	}
	return in
}

// Release gives inputs back once no neuron will look at them again.
func (d *Distributor) Release(in *Inputs) { d.stock.put(in) }

func (d *Distributor) take(samples int) *Inputs {
	in := d.stock.take()
	in.trim()
	in.split = d.axons != nil
	in.sideBySide = lif.QuadsPay && !in.split && samples > 1
	in.Packets, in.SynapticEvents = 0, 0
	in.volleys = resized(in.volleys, samples)
	inputs := samples
	if in.split {
		inputs *= d.neurons
	}
	in.inputs = resized(in.inputs, inputs)
	return in
}

// trim gives memory back that is left of samples with many more spikes.
func (in *Inputs) trim() {
	used, most := 0, 0
	for i := range in.volleys {
		used, most = max(used, len(in.volleys[i].Arrivals)), max(most, cap(in.volleys[i].Arrivals))
	}
	if in.room.Exceeds(used, most) {
		in.volleys, in.inputs, in.quads = nil, nil, lif.Quads{}
	}
}

// resized returns the slice with length n; elements that it had are kept, for
// the memory that they hold.
func resized[T any](slice []T, n int) []T {
	if missing := n - cap(slice); missing > 0 {
		slice = append(slice[:cap(slice)], make([]T, missing)...)
	}
	return slice[:n]
}

// roomFor returns a slice of length n, the one given if it is large enough, with
// some room for later samples that touch more.
func roomFor(touches []lif.Touch, n int) []lif.Touch {
	if cap(touches) < n {
		return make([]lif.Touch, n, n+n/16)
	}
	return touches[:n]
}

// count counts what a sample's spikes reach.
func (d *Distributor) count(in *Inputs, spikes []messages.Spike) {
	if !in.split {
		in.Packets += int64(len(spikes))
		in.SynapticEvents += int64(len(spikes)) * int64(d.neurons)
		return
	}
	for i := range spikes {
		if reached := len(d.axons.Synapses(spikes[i].Source)); reached > 0 {
			in.SynapticEvents += int64(reached)
			in.Packets++
		}
	}
}

// splitSample tells each neuron which of a sample's arrivals reach it. The
// touches of a neuron lie side by side: they are counted first and then put in
// their places, both in the order of the arrivals.
func (d *Distributor) splitSample(in *Inputs, sample int) {
	volley := &in.volleys[sample]
	next, axons := d.next, d.axons // here the loops find them in registers
	clear(next)
	for n := range volley.Arrivals {
		for _, synapse := range axons.Synapses(volley.Arrivals[n].Synapse) {
			next[axons.Unpack(synapse).Neuron+1]++
		}
	}
	for i := range d.neurons {
		next[i+1] += next[i]
	}
	touches := roomFor(volley.Touches, int(next[d.neurons]))
	volley.Touches = touches
	for i := range d.neurons {
		in.inputs[i*len(in.volleys)+sample] = lif.Part(volley, next[i], next[i+1])
	}
	for n := range volley.Arrivals {
		for _, packed := range axons.Synapses(volley.Arrivals[n].Synapse) {
			synapse := axons.Unpack(packed)
			touches[next[synapse.Neuron]] = lif.Touch{Arrival: int32(n), Synapse: synapse.Index}
			next[synapse.Neuron]++
		}
	}
}
