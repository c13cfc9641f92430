package routing

import (
	"sfdfa-actors/internal/lif"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Distributor hands the spikes that reach a core to its neurons. Where all
// neurons have the same presynaptic partners they share one input; elsewhere
// each is told which of the spikes reach it. It is not safe for concurrent use.
type Distributor struct {
	model *lif.Model
	axons *topology.Axons // nil where neurons share their input
	count int             // neurons of the core

	next []int32 // by neuron: where its next touch goes
	free []*Inputs
}

// NewDistributor returns the distributor of a core with count neurons. axons
// is nil if every neuron has all presynaptic neurons as partners.
func NewDistributor(model *lif.Model, axons *topology.Axons, count int) *Distributor {
	return &Distributor{model: model, axons: axons, count: count, next: make([]int32, count+1)}
}

// Inputs are the inputs of a core's neurons in the samples of one envelope.
type Inputs struct {
	presentations []neuron.Presentation // [sample], or [neuron][sample] if split
	split         bool
	samples       int
	whole         []lif.Input   // by sample: all spikes that reach the core
	parts         []lif.Input   // [neuron][sample] if split
	touches       [][]lif.Touch // by sample, if split: those of all neurons

	// Packets is the number of (spike, core) pairs: spikes that reach at
	// least one synapse of the core.
	Packets int64
	// SynapticEvents is the number of (spike, synapse) pairs.
	SynapticEvents int64
}

// Of returns one neuron's presentations, in the order of the samples.
func (in *Inputs) Of(neuron int) []neuron.Presentation {
	if !in.split {
		return in.presentations
	}
	return in.presentations[neuron*in.samples : (neuron+1)*in.samples : (neuron+1)*in.samples]
}

// Shared tells whether all neurons have the same presentations.
func (in *Inputs) Shared() bool { return !in.split }

// EachSynapse visits the synapses of the core that a spike of the presynaptic
// neuron reaches.
func (d *Distributor) EachSynapse(source int32, visit func(topology.Synapse)) {
	if d.axons == nil {
		for i := range d.count {
			visit(topology.Synapse{Neuron: int32(i), Index: source})
		}
		return
	}
	for _, synapse := range d.axons.Synapses(source) {
		visit(synapse)
	}
}

// Distribute builds the inputs of the samples first, first+1, …, whose spikes
// are ordered by (time, source). The inputs stay valid until they are released.
func (d *Distributor) Distribute(first uint64, samples [][]messages.Spike) *Inputs {
	in := d.take(len(samples))
	for s, spikes := range samples {
		d.gather(in, &in.whole[s], spikes)
		if in.split {
			d.splitSample(in, s)
		}
	}
	for i := range in.presentations {
		in.presentations[i].Sample = first + uint64(i%in.samples)
		if in.split {
			in.presentations[i].Input = &in.parts[i]
		} else {
			in.presentations[i].Input = &in.whole[i]
		}
	}
	return in
}

// Release gives inputs back once no neuron will look at them again.
func (d *Distributor) Release(in *Inputs) { d.free = append(d.free, in) }

func (d *Distributor) take(samples int) *Inputs {
	in := &Inputs{}
	if last := len(d.free) - 1; last >= 0 {
		in, d.free = d.free[last], d.free[:last]
	}
	in.samples, in.split = samples, d.axons != nil
	in.Packets, in.SynapticEvents = 0, 0
	in.whole = resized(in.whole, samples)
	parts := samples
	if in.split {
		parts *= d.count
		in.parts = resized(in.parts, parts)
		in.touches = resized(in.touches, samples)
	}
	in.presentations = resized(in.presentations, parts)
	return in
}

// resized returns the slice with length n; elements that it had are kept, for
// the memory that they hold.
func resized[T any](slice []T, n int) []T {
	if missing := n - cap(slice); missing > 0 {
		slice = append(slice[:cap(slice)], make([]T, missing)...)
	}
	return slice[:n]
}

// gather builds the input that holds all spikes of a sample.
func (d *Distributor) gather(in *Inputs, whole *lif.Input, spikes []messages.Spike) {
	whole.Reset()
	for _, spike := range spikes {
		whole.Append(d.model, spike, spike.Source)
		reached := d.count
		if in.split {
			reached = len(d.axons.Synapses(spike.Source))
		}
		in.SynapticEvents += int64(reached)
		if reached > 0 {
			in.Packets++
		}
	}
	whole.Seal(d.model)
}

// splitSample tells each neuron which of a sample's arrivals reach it. The
// touches of a neuron lie side by side: they are counted first and then put in
// their places, both in the order of the arrivals.
func (d *Distributor) splitSample(in *Inputs, sample int) {
	whole := &in.whole[sample]
	clear(d.next)
	for n := range whole.Arrivals {
		for _, synapse := range d.axons.Synapses(whole.Arrivals[n].Synapse) {
			d.next[synapse.Neuron+1]++
		}
	}
	for i := range d.count {
		d.next[i+1] += d.next[i]
	}
	in.touches[sample] = resized(in.touches[sample], int(d.next[d.count]))
	touches := in.touches[sample]
	for i := range d.count {
		in.parts[i*in.samples+sample] = lif.Input{
			Arrivals: whole.Arrivals, Grades: whole.Grades, Partial: true, Touches: touches[d.next[i]:d.next[i+1]],
		}
	}
	for n := range whole.Arrivals {
		for _, synapse := range d.axons.Synapses(whole.Arrivals[n].Synapse) {
			touches[d.next[synapse.Neuron]] = lif.Touch{Arrival: int32(n), Synapse: synapse.Index}
			d.next[synapse.Neuron]++
		}
	}
}
