package routing

import (
	"bytes"
	"fmt"
	"slices"

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
	drives  *model.Drives              // nil without any
	weights func(source int32) float32 // nil where targets have them

	rows          []topology.Row       // by arrival
	weightOf      []float32            // by arrival: with which it reaches neurons, or 1 where that differs
	contributions []model.Contribution // by arrival
	window        model.CoreWindow
	borders       [model.MostParts - 1][]model.Sums // at the ends of its parts but the last
	woken         model.Woken
	reached       []reached // of those that are woken
	fired         []model.OwnSpike
}

// notWoken is what model.Woken.From has for a neuron that is not woken.
const notWoken = model.MostParts

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
func (d *Distributor) Accumulate(m model.Accumulator, weights Weights, drives *model.Drives) {
	a := &accumulation{
		model: m, kernel: m.Float32().(model.WindowKernel[float32]), targets: d.axons.Targets(weights.OfSynapse), weights: weights.OfSource, drives: drives,
		states: make([]model.State, d.neurons), sums: make([]model.Sums, d.neurons),
		woken: model.Woken{From: bytes.Repeat([]uint8{notWoken}, d.neurons)},
	}
	for i := range a.states {
		a.states[i] = m.Start(a.driveOf(i))
		a.sums[i] = model.SumsOf(&a.states[i])
	}
	d.accumulation, d.axons = a, nil
}

// driveOf is the drive of a neuron, or nil.
func (a *accumulation) driveOf(neuron int) *model.Drive {
	if a.drives == nil {
		return nil
	}
	drive := a.drives.Of(neuron)
	return &drive
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

// AddWindow takes the neurons through a window, from one time in seconds to another, as far as they surely do nothing by
// themselves, and returns the inputs of those that do not get to its end, with their states, which they take through what is
// left of it themselves. Arrivals are those of the window by (time, source). Release then ends the window.
func (d *Distributor) AddWindow(arrivals []messages.Spike, from, until float64) *Inputs {
	a, in := d.accumulation, d.reuseInputs(1)
	train := &in.trains[0]
	train.Load(d.model, arrivals)
	in.accumulated = a
	a.lookUp(in)
	a.contributions = a.model.AppendContributions(a.contributions[:0], train, a.weightOf)
	a.cut(train, from, until, in.SynapticEvents)
	a.addUp()
	a.woken.Awake, a.woken.Released = in.awake[:0], a.woken.Released[:0]
	a.woken = a.model.Rest(a.states, a.drives, &a.window, a.woken)
	in.awake = a.woken.Awake
	d.collectWoken(in)
	a.release(in, until)
	return in
}

// lookUp finds the synapses of the arrivals, and counts them.
func (a *accumulation) lookUp(in *Inputs) {
	a.rows, a.weightOf = a.rows[:0], a.weightOf[:0]
	for n := range in.trains[0].Arrivals {
		source, weight := in.trains[0].Arrivals[n].Synapse, float32(1)
		if a.weights != nil {
			weight = a.weights(source)
		}
		row := a.targets.Row(source)
		a.rows, a.weightOf = append(a.rows, row), append(a.weightOf, weight)
		if row.Len() > 0 {
			in.SynapticEvents += int64(row.Len())
			in.Packets++
		}
	}
}

// cut cuts a window into parts, unless its synaptic events are too few for that.
func (a *accumulation) cut(train *model.SpikeTrain, from, until float64, events int64) {
	w := &a.window
	w.From, w.Train, w.Parts = from, train, w.Parts[:0]
	if events > int64(len(a.sums)) {
		arrivals := 0
		for p := range a.borders {
			end := from + (until-from)*float64(p+1)/model.MostParts
			for arrivals < len(train.Arrivals) && train.Arrivals[arrivals].Q < end {
				arrivals++
			}
			a.borders[p] = slices.Grow(a.borders[p][:0], len(a.sums))[:len(a.sums)]
			w.Parts = append(w.Parts, model.WindowPart{Until: end, Arrivals: arrivals, Sums: a.borders[p]})
		}
	}
	w.Parts = append(w.Parts, model.WindowPart{Until: until, Arrivals: len(train.Arrivals), Sums: a.sums})
}

// release takes neurons through a window whose refractoriness ends in it, and that do nothing else.
func (a *accumulation) release(in *Inputs, until float64) {
	for _, i := range a.woken.Released {
		if a.fired = a.kernel.Advance(&a.states[i], in.weights, &in.inputs[i], a.driveOf(int(i)), until, a.fired[:0]); len(a.fired) > 0 {
			panic(fmt.Sprintf("neuron %d of the core fires at %v s, which the bound excludes", i, a.fired[0].Time))
		}
		a.sums[i] = model.SumsOf(&a.states[i])
	}
}

// rowsAhead is the number of arrivals whose synapses are asked for ahead of their turn.
const rowsAhead = 6

// addUp adds all arrivals to the sums of the neurons that they reach.
func (a *accumulation) addUp() {
	n := 0
	for p := range a.window.Parts {
		part := &a.window.Parts[p]
		for ; n < part.Arrivals; n++ {
			a.prefetchRow(n + rowsAhead)
			row := a.rows[n]
			if weights := a.targets.Weights(row); weights != nil {
				addWeighted(a.sums, a.targets.Neurons(row), weights, a.contributions[n], int32(n+1))
			} else {
				add(a.sums, a.targets.Neurons(row), a.contributions[n], int32(n+1))
			}
		}
		if part != a.window.Last() {
			copy(part.Sums, a.sums)
		}
	}
}

// prefetchRow asks for the synapses of an arrival, if there is one.
func (a *accumulation) prefetchRow(n int) {
	if n < len(a.rows) {
		prefetch.Slice(a.targets.Neurons(a.rows[n]))
		if a.weights == nil {
			prefetch.Slice(a.targets.Weights(a.rows[n]))
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

// collectWoken lists what reaches the neurons that are woken in the parts of the window that they do not rest in, one neuron
// after the other, each in the order of the arrivals.
func (d *Distributor) collectWoken(in *Inputs) {
	a, train := d.accumulation, &in.trains[0]
	woken := [2][]int32{a.woken.Awake, a.woken.Released}
	for _, list := range woken {
		for _, i := range list {
			d.next[i] = 0
		}
	}
	a.reached = a.reached[:0]
	if len(woken[0])+len(woken[1]) > 0 {
		a.reach()
	}
	for _, r := range a.reached {
		d.next[r.neuron]++
	}
	train.SynapticEvents, in.weights = roomFor(train.SynapticEvents, len(a.reached)), roomFor(in.weights, len(a.reached))
	end := int32(0)
	for _, list := range woken {
		for _, i := range list {
			start := end
			end += d.next[i]
			in.inputs[i] = model.Part(train, start, end)
			d.next[i] = start
			a.woken.From[i] = notWoken
		}
	}
	for _, r := range a.reached {
		at := d.next[r.neuron]
		train.SynapticEvents[at], in.weights[at] = model.SynapticEvent{Arrival: r.arrival, Synapse: at}, r.weight
		d.next[r.neuron]++
	}
}

// reach lists which arrivals reach which neurons that are woken, from the part on from which they are.
func (a *accumulation) reach() {
	from, list, n := a.woken.From, a.reached, 0
	for p := range a.window.Parts {
		for ; n < a.window.Parts[p].Arrivals; n++ {
			a.prefetchRow(n + rowsAhead)
			weight, weights := a.weightOf[n], a.targets.Weights(a.rows[n])
			for k, neuron := range a.targets.Neurons(a.rows[n]) {
				if int(from[neuron]) <= p {
					if weights != nil {
						weight = weights[k]
					}
					list = append(list, reached{int32(n), int32(neuron), weight})
				}
			}
		}
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
