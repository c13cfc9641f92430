package routing

import (
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/messages"
)

// accumulation is what a core sums up for its neurons in an endless sample.
type accumulation struct {
	model   model.Accumulator
	states  []model.State
	sums    []model.Sums
	drives  []model.Drive // nil without any
	weights func(source int32) float32

	contributions []model.Contribution // by arrival
	isAwake       []bool               // by neuron
	reached       []reached            // of those that are awake
}

// reached is a neuron that an arrival reaches.
type reached struct{ arrival, neuron int32 }

// Accumulate has the distributor keep the states of the core's neurons from now on, and sum up what arrives at them. Synapses
// have the weights of their presynaptic neurons; drives are the neurons', or nil.
func (d *Distributor) Accumulate(m model.Accumulator, weights func(source int32) float32, drives []model.Drive) {
	a := &accumulation{
		model: m, weights: weights, drives: drives,
		states: make([]model.State, d.neurons), sums: make([]model.Sums, d.neurons), isAwake: make([]bool, d.neurons),
	}
	for i := range a.states {
		var drive *model.Drive
		if drives != nil {
			drive = &drives[i]
		}
		a.states[i] = m.Start(drive)
		a.sums[i] = model.SumsOf(&a.states[i])
	}
	d.accumulation = a
}

// Accumulates reports whether the distributor keeps the states of the core's neurons.
func (d *Distributor) Accumulates() bool { return d.accumulation != nil }

// States are those of the core's neurons where the distributor keeps them, to be read or replaced between two windows.
func (d *Distributor) States() []model.State { return d.accumulation.states }

// Replaced notes that the states have been replaced.
func (d *Distributor) Replaced() {
	a := d.accumulation
	for i := range a.states {
		a.sums[i] = model.SumsOf(&a.states[i])
	}
}

// AddWindow takes the neurons through a window, from one time in seconds to another, that surely do nothing by
// themselves in it, and returns the inputs of the others with their states, which they take through it themselves. Arrivals are those
// of the window by (time, source). Release then ends the window.
func (d *Distributor) AddWindow(arrivals []messages.Spike, from, until float64) *Inputs {
	a, in := d.accumulation, d.reuseInputs(1)
	train := &in.trains[0]
	train.Load(d.model, arrivals)
	in.states, in.weights = a.states, in.weights[:0]
	for n := range train.Arrivals {
		in.weights = append(in.weights, a.weights(train.Arrivals[n].Synapse))
	}
	a.contributions = a.model.AppendContributions(a.contributions[:0], train, in.weights)
	d.addUp(in)
	in.awake = a.model.Rest(a.states, a.sums, a.drives, train, from, until, in.awake[:0])
	d.collectAwake(in)
	return in
}

// rowsAhead is the number of arrivals whose synapses are asked for ahead of their turn.
const rowsAhead = 6

// addUp adds all arrivals to the sums of the neurons that they reach.
func (d *Distributor) addUp(in *Inputs) {
	axons, sums, arrivals, contributions := d.axons, d.accumulation.sums, in.trains[0].Arrivals, d.accumulation.contributions
	for n := range arrivals {
		if ahead := n + rowsAhead; ahead < len(arrivals) {
			prefetch.Slice(axons.Synapses(arrivals[ahead].Synapse))
		}
		c, row, last := contributions[n], axons.Synapses(arrivals[n].Synapse), int32(n+1)
		for _, synapse := range row {
			sum := &sums[axons.NeuronOf(synapse)]
			sum.Mem += c.Mem
			sum.Syn += c.Syn
			sum.Excitation += c.Excitation
			sum.Arrivals = last
		}
		if len(row) > 0 {
			in.SynapticEvents += int64(len(row))
			in.Packets++
		}
	}
}

// collectAwake lists what reaches the neurons that are awake, one after the other, each in the order of the arrivals.
func (d *Distributor) collectAwake(in *Inputs) {
	a, train := d.accumulation, &in.trains[0]
	for _, i := range in.awake {
		a.isAwake[i] = true
		d.next[i] = 0
	}
	a.reached = a.reached[:0]
	if len(in.awake) > 0 {
		d.reach(train.Arrivals)
	}
	train.SynapticEvents = roomFor(train.SynapticEvents, len(a.reached))
	end := int32(0)
	for _, i := range in.awake {
		start := end
		end += d.next[i]
		in.inputs[i] = model.Part(train, start, end)
		d.next[i] = start
		a.isAwake[i] = false
	}
	for _, r := range a.reached {
		train.SynapticEvents[d.next[r.neuron]] = model.SynapticEvent{Arrival: r.arrival, Synapse: r.arrival}
		d.next[r.neuron]++
	}
}

// reach lists which arrivals reach which neurons that are awake, and counts those of each.
func (d *Distributor) reach(arrivals []model.Arrival) {
	a, axons := d.accumulation, d.axons
	for n := range arrivals {
		if ahead := n + rowsAhead; ahead < len(arrivals) {
			prefetch.Slice(axons.Synapses(arrivals[ahead].Synapse))
		}
		for _, synapse := range axons.Synapses(arrivals[n].Synapse) {
			if neuron := axons.NeuronOf(synapse); a.isAwake[neuron] {
				a.reached = append(a.reached, reached{int32(n), neuron})
				d.next[neuron]++
			}
		}
	}
}

// endWindow goes on from the states in which the neurons that were awake have left a window.
func (a *accumulation) endWindow(in *Inputs) {
	for _, i := range in.awake {
		a.sums[i] = model.SumsOf(&a.states[i])
	}
	in.awake = in.awake[:0]
}
