package routing

import (
	"fmt"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// accumulation is what a core sums up for its neurons in an endless sample.
type accumulation struct {
	model   model.Accumulator
	kernel  model.WindowKernel[float32]
	targets *topology.Targets
	states  []model.State
	sums    []model.Sums
	drives  []model.Drive              // nil without any
	weights func(source int32) float32 // nil where targets have them

	weightOf      []float32            // by arrival: with which it reaches neurons, or 1 where that differs
	contributions []model.Contribution // by arrival
	woken         model.Woken
	isWoken       []bool    // by neuron
	reached       []reached // of those that are woken
	fired         []model.OwnSpike
}

// reached is a neuron that an arrival reaches.
type reached struct {
	arrival, neuron int32
	weight          float32
}

// Weights are those of a core's synapses.
type Weights struct {
	OfSource  func(source int32) float32     // of all synapses of a presynaptic neuron, nil where they differ
	OfSynapse func(topology.Synapse) float32 // asked for in Accumulate only
}

// Accumulate has the distributor keep the states of the core's neurons and their weights from now on, and sum up what arrives
// at them. drives are the neurons', or nil. The core has axons, and no more than topology.MostTargets neurons.
func (d *Distributor) Accumulate(m model.Accumulator, weights Weights, drives []model.Drive) {
	a := &accumulation{
		model: m, kernel: m.Float32().(model.WindowKernel[float32]), targets: d.axons.Targets(weights.OfSynapse), weights: weights.OfSource, drives: drives,
		states: make([]model.State, d.neurons), sums: make([]model.Sums, d.neurons), isWoken: make([]bool, d.neurons),
	}
	for i := range a.states {
		a.states[i] = m.Start(a.driveOf(int32(i)))
		a.sums[i] = model.SumsOf(&a.states[i])
	}
	d.accumulation, d.axons = a, nil
}

// driveOf is the drive of a neuron, or nil.
func (a *accumulation) driveOf(neuron int32) *model.Drive {
	if a.drives == nil {
		return nil
	}
	return &a.drives[neuron]
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
	in.accumulated, a.weightOf = a, a.weightOf[:0]
	for n := range train.Arrivals {
		weight := float32(1)
		if a.weights != nil {
			weight = a.weights(train.Arrivals[n].Synapse)
		}
		a.weightOf = append(a.weightOf, weight)
	}
	a.contributions = a.model.AppendContributions(a.contributions[:0], train, a.weightOf)
	d.addUp(in)
	a.woken = a.model.Rest(a.states, a.sums, a.drives, train, from, until, model.Woken{Awake: in.awake[:0], Released: a.woken.Released[:0]})
	in.awake = a.woken.Awake
	d.collectWoken(in)
	a.release(in, until)
	return in
}

// release takes neurons through a window whose refractoriness ends in it, and that do nothing else.
func (a *accumulation) release(in *Inputs, until float64) {
	for _, i := range a.woken.Released {
		if a.fired = a.kernel.Advance(&a.states[i], in.weights, &in.inputs[i], a.driveOf(i), until, a.fired[:0]); len(a.fired) > 0 {
			panic(fmt.Sprintf("neuron %d of the core fires at %v s, which the bound excludes", i, a.fired[0].Time))
		}
		a.sums[i] = model.SumsOf(&a.states[i])
	}
}

// rowsAhead is the number of arrivals whose synapses are asked for ahead of their turn.
const rowsAhead = 6

// addUp adds all arrivals to the sums of the neurons that they reach.
func (d *Distributor) addUp(in *Inputs) {
	a, arrivals := d.accumulation, in.trains[0].Arrivals
	targets, sums, contributions := a.targets, a.sums, a.contributions
	for n := range arrivals {
		a.prefetchRow(arrivals, n+rowsAhead)
		row := targets.Neurons(arrivals[n].Synapse)
		if weights := targets.Weights(arrivals[n].Synapse); weights != nil {
			addWeighted(sums, row, weights, contributions[n], int32(n+1))
		} else {
			add(sums, row, contributions[n], int32(n+1))
		}
		if len(row) > 0 {
			in.SynapticEvents += int64(len(row))
			in.Packets++
		}
	}
}

// prefetchRow asks for the synapses of an arrival, if there is one.
func (a *accumulation) prefetchRow(arrivals []model.Arrival, n int) {
	if n < len(arrivals) {
		prefetch.Slice(a.targets.Neurons(arrivals[n].Synapse))
		if a.weights == nil {
			prefetch.Slice(a.targets.Weights(arrivals[n].Synapse))
		}
	}
}

// add adds an arrival with one weight to the sums of the neurons that it reaches. last is its position, and 1.
func add(sums []model.Sums, row []uint16, c model.Contribution, last int32) {
	for _, neuron := range row {
		sum := &sums[neuron]
		sum.Mem += c.Mem
		sum.Syn += c.Syn
		sum.Excitation += c.Excitation
		sum.Arrivals = last
	}
}

// addWeighted is add with weights of the synapses' own. c is what a weight of 1 adds.
func addWeighted(sums []model.Sums, row []uint16, weights []float32, c model.Contribution, last int32) {
	weights = weights[:len(row)]
	for k, neuron := range row {
		sum, weight := &sums[neuron], float64(weights[k])
		sum.Mem += float64(weight * c.Mem) // no fused operation: as a neuron adds it
		sum.Syn += float64(weight * c.Syn)
		sum.Excitation += max(weights[k], 0)
		sum.Arrivals = last
	}
}

// collectWoken lists what reaches the neurons that are woken, one after the other, each in the order of the arrivals.
func (d *Distributor) collectWoken(in *Inputs) {
	a, train := d.accumulation, &in.trains[0]
	woken := [2][]int32{a.woken.Awake, a.woken.Released}
	for _, list := range woken {
		for _, i := range list {
			a.isWoken[i] = true
			d.next[i] = 0
		}
	}
	a.reached = a.reached[:0]
	if len(woken[0])+len(woken[1]) > 0 {
		d.reach(train.Arrivals)
	}
	train.SynapticEvents, in.weights = roomFor(train.SynapticEvents, len(a.reached)), roomFor(in.weights, len(a.reached))
	end := int32(0)
	for _, list := range woken {
		for _, i := range list {
			start := end
			end += d.next[i]
			in.inputs[i] = model.Part(train, start, end)
			d.next[i] = start
			a.isWoken[i] = false
		}
	}
	for _, r := range a.reached {
		at := d.next[r.neuron]
		train.SynapticEvents[at], in.weights[at] = model.SynapticEvent{Arrival: r.arrival, Synapse: at}, r.weight
		d.next[r.neuron]++
	}
}

// reach lists which arrivals reach which neurons that are woken, and counts those of each.
func (d *Distributor) reach(arrivals []model.Arrival) {
	a, targets := d.accumulation, d.accumulation.targets
	isWoken, list := a.isWoken, a.reached
	for n := range arrivals {
		a.prefetchRow(arrivals, n+rowsAhead)
		weight, weights := a.weightOf[n], targets.Weights(arrivals[n].Synapse)
		for k, neuron := range targets.Neurons(arrivals[n].Synapse) {
			if isWoken[neuron] {
				if weights != nil {
					weight = weights[k]
				}
				list = append(list, reached{int32(n), int32(neuron), weight})
			}
		}
	}
	for _, r := range list {
		d.next[r.neuron]++
	}
	a.reached = list
}

// endWindow goes on from the states in which the neurons that were awake have left a window.
func (a *accumulation) endWindow(in *Inputs) {
	for _, i := range in.awake {
		a.sums[i] = model.SumsOf(&a.states[i])
	}
	in.awake = in.awake[:0]
}
