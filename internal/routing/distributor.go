package routing

import (
	"sfdfa-actors/internal/lif"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Distributor hands the spikes that reach a core to its neurons. Where all
// neurons have the same presynaptic partners they share one input; elsewhere
// each gets its own part. It is not safe for concurrent use.
type Distributor struct {
	model *lif.Model
	axons *topology.Axons // nil where neurons share their input
	count int             // neurons of the core

	whole lif.Input // the sample's spikes with their kernels, before splitting
	free  []*Inputs
}

// NewDistributor returns the distributor of a core with count neurons. axons
// is nil if every neuron has all presynaptic neurons as partners.
func NewDistributor(model *lif.Model, axons *topology.Axons, count int) *Distributor {
	return &Distributor{model: model, axons: axons, count: count}
}

// Inputs are the inputs of a core's neurons in the samples of one envelope.
type Inputs struct {
	presentations []neuron.Presentation // [sample], or [neuron][sample] if split
	split         bool
	samples       int
	inputs        []lif.Input

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
		if in.split {
			d.splitSample(in, s, spikes)
		} else {
			d.shareSample(in, s, spikes)
		}
	}
	for i := range in.presentations {
		in.presentations[i] = neuron.Presentation{Sample: first + uint64(i%in.samples), Input: &in.inputs[i]}
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
	need := samples
	if in.split {
		need *= d.count
	}
	for cap(in.inputs) < need {
		in.inputs = append(in.inputs[:cap(in.inputs)], lif.Input{})
	}
	in.inputs = in.inputs[:need]
	for i := range in.inputs {
		in.inputs[i].Reset()
	}
	if cap(in.presentations) < need {
		in.presentations = make([]neuron.Presentation, need)
	}
	in.presentations = in.presentations[:need]
	return in
}

func (d *Distributor) shareSample(in *Inputs, sample int, spikes []messages.Spike) {
	input := &in.inputs[sample]
	for _, spike := range spikes {
		input.Append(d.model, spike, spike.Source)
	}
	input.Seal(d.model)
	in.Packets += int64(len(spikes))
	in.SynapticEvents += int64(len(spikes)) * int64(d.count)
}

func (d *Distributor) splitSample(in *Inputs, sample int, spikes []messages.Spike) {
	d.whole.Reset()
	for _, spike := range spikes {
		d.whole.Append(d.model, spike, spike.Source)
		reached := len(d.axons.Synapses(spike.Source))
		in.SynapticEvents += int64(reached)
		if reached > 0 {
			in.Packets++
		}
	}
	for n := range d.whole.Arrivals {
		for _, synapse := range d.axons.Synapses(d.whole.Arrivals[n].Synapse) {
			in.inputs[int(synapse.Neuron)*in.samples+sample].AppendShared(&d.whole, n, synapse.Index)
		}
	}
	for i := range d.count {
		in.inputs[i*in.samples+sample].Seal(d.model)
	}
}
