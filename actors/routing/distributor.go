package routing

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Distributor hands the spikes that reach a core to its neurons. Where all
// neurons have the same presynaptic partners they share one input; elsewhere
// each is told which of the spikes reach it. It is not safe for concurrent use.
type Distributor struct {
	model   model.Model
	axons   *topology.Axons // nil where neurons share their input, or their core sums it up
	neurons int             // of the core

	next         []int32       // by neuron: the place of its next synaptic event
	free         *FreeList     // of inputs
	accumulation *accumulation // nil where the neurons keep their states
}

// NewDistributor returns the distributor of a core with a number of neurons. axons
// is nil if every neuron has all presynaptic neurons as partners. Distributors of cores of
// the same population may share their free list.
func NewDistributor(m model.Model, axons *topology.Axons, neurons int, free *FreeList) *Distributor {
	return &Distributor{model: m, axons: axons, neurons: neurons, next: make([]int32, neurons+1), free: free}
}

// Inputs are the inputs of a core's neurons in the samples of one envelope.
type Inputs struct {
	first    uint64
	isSplit  bool
	isPacked bool                 // the neurons integrate packed
	trains   []model.SpikeTrain   // by sample: all spikes that reach the core
	inputs   []model.Input        // [sample], or [neuron][sample] if split
	packed   model.Packed         // memory for the spike trains side by side, if the model has any
	mark     neuron.HighWaterMark // of spike trains

	// Of a window that a core takes its neurons through.
	accumulated *accumulation // nil where neurons keep their own states
	awake       []int32       // neurons that take themselves through it
	weights     []float32     // by synaptic event

	// Packets is the number of (spike, core) pairs: spikes that reach at
	// least one synapse of the core.
	Packets int64
	// SynapticEvents is the number of (spike, synapse) pairs.
	SynapticEvents int64
}

// Len is the number of samples.
func (in *Inputs) Len() int { return len(in.trains) }

// NeuronPresentations returns what reaches one of the core's neurons.
func (in *Inputs) NeuronPresentations(index int) neuron.Presentations {
	p := neuron.Presentations{First: in.first, Inputs: in.inputs}
	switch samples := len(in.trains); {
	case in.isSplit:
		p.Inputs = in.inputs[index*samples : (index+1)*samples]
	case in.isPacked:
		p.Packed = in.packed
	}
	if a := in.accumulated; a != nil {
		p.State, p.Drives, p.Position, p.Weights = &a.states[index], a.drives, index, in.weights
	}
	return p
}

// Awake lists the neurons that take themselves through a window whose arrivals the distributor has summed up.
func (in *Inputs) Awake() []int32 { return in.awake }

// Reach reports whether anything reaches one of the core's neurons.
func (in *Inputs) Reach(index int) bool {
	inputs := in.inputs
	if samples := len(in.trains); in.isSplit {
		inputs = inputs[index*samples : (index+1)*samples]
	}
	for i := range inputs {
		if inputs[i].Len() > 0 {
			return true
		}
	}
	return false
}

// Shared reports whether the core's neurons all have the same inputs.
func (d *Distributor) Shared() bool { return d.axons == nil && d.accumulation == nil }

// Reaches reports whether a spike of the presynaptic neuron reaches a synapse of the core.
func (d *Distributor) Reaches(source int32) bool {
	return d.axons == nil || len(d.axons.Synapses(source)) > 0
}

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
	in := d.reuseInputs(len(samples))
	in.first = first
	loaded := !in.isSplit && countSpikes(samples) > manySpikes
	if loaded {
		parallel.Each(len(samples), func(s int) { d.load(in, s, samples[s]) })
	}
	for s, spikes := range samples {
		if d.free.abandoned.Load() {
			return in
		}
		train := &in.trains[s]
		if !loaded {
			if next := s + 1; next < len(samples) {
				in.trains[next].Prefetch(len(samples[next]))
			}
			d.load(in, s, spikes)
		}
		d.count(in, spikes)
		if in.isSplit {
			d.splitSample(in, s)
		} else {
			in.inputs[s] = model.Whole(train)
		}
	}
	if in.isPacked {
		in.packed.Fill(in.trains)
	}
	return in
}

// manySpikes are so many that other CPU cores help to load them: those of a population of hundreds of thousands of neurons,
// which come for a few neurons that are all waiting.
const manySpikes = 1 << 18

func countSpikes(samples [][]messages.Spike) (spikes int) {
	for _, sample := range samples {
		spikes += len(sample)
	}
	return spikes
}

// load builds the spike train of a sample.
func (d *Distributor) load(in *Inputs, sample int, spikes []messages.Spike) {
	if in.isPacked {
		in.trains[sample].LoadPacked(d.model, spikes)
	} else {
		in.trains[sample].Load(d.model, spikes)
	}
}

// Release gives inputs back once no neuron will look at them again.
func (d *Distributor) Release(in *Inputs) {
	if d.accumulation != nil {
		d.accumulation.endWindow(in)
	}
	d.free.put(in)
}

func (d *Distributor) reuseInputs(samples int) *Inputs {
	in := d.free.takeInputs()
	in.trim()
	in.isSplit = !d.Shared()
	in.isPacked = !in.isSplit
	if in.isPacked && in.packed == nil {
		in.packed = d.model.NewPacked()
	}
	in.isPacked = in.isPacked && in.packed != nil
	in.Packets, in.SynapticEvents = 0, 0
	in.trains = neuron.Resized(in.trains, samples)
	inputs := samples
	if in.isSplit {
		inputs *= d.neurons
	}
	in.inputs = neuron.Resized(in.inputs, inputs)
	return in
}

// trim gives memory back that is left of samples with many more spikes.
func (in *Inputs) trim() {
	used, most := 0, 0
	for i := range in.trains {
		used, most = max(used, len(in.trains[i].Arrivals)), max(most, cap(in.trains[i].Arrivals))
	}
	if in.mark.Exceeds(used, most) {
		in.trains, in.inputs, in.packed = nil, nil, nil
	}
}

// roomFor returns a slice of length n, the one given if it is large enough, with
// some room for later samples with more synaptic events.
func roomFor[T any](list []T, n int) []T {
	if cap(list) < n {
		return make([]T, n, n+n/16)
	}
	return list[:n]
}

// count counts what a sample's spikes reach.
func (d *Distributor) count(in *Inputs, spikes []messages.Spike) {
	if !in.isSplit {
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
// synaptic events of a neuron lie side by side: they are counted first and then put in
// their places, both in the order of the arrivals.
func (d *Distributor) splitSample(in *Inputs, sample int) {
	train := &in.trains[sample]
	next, axons := d.next, d.axons // here the loops find them in registers
	clear(next)
	for n := range train.Arrivals {
		for _, synapse := range axons.Synapses(train.Arrivals[n].Synapse) {
			next[axons.Unpack(synapse).Neuron+1]++
		}
	}
	for i := range d.neurons {
		next[i+1] += next[i]
	}
	events := roomFor(train.SynapticEvents, int(next[d.neurons]))
	train.SynapticEvents = events
	for i := range d.neurons {
		in.inputs[i*len(in.trains)+sample] = model.Part(train, next[i], next[i+1])
	}
	for n := range train.Arrivals {
		for _, packed := range axons.Synapses(train.Arrivals[n].Synapse) {
			synapse := axons.Unpack(packed)
			events[next[synapse.Neuron]] = model.SynapticEvent{Arrival: int32(n), Synapse: synapse.Index}
			next[synapse.Neuron]++
		}
	}
}
