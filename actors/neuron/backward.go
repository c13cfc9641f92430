package neuron

import (
	"cmp"
	"slices"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// Differentiable is a neuron with what back-propagation asks of it instead of
// Learn: Adjoints, then HandBack, then Descend. Each works on the neuron's own
// state; the errors of its spikes come from the neurons that received them, of
// which no actor knows. Estimate and Gradient end a batch without learning from
// it, so that gradients can be compared. The neurons that Build makes are
// differentiable.
type Differentiable interface {
	Neuron
	// Adjoints resizes dst to the neuron's spikes of the batch and fills it, in
	// order of sample and time. errorsOf returns, by a sample's position in the
	// batch, ∂L/∂T^k of the neuron's spikes there, as far as other neurons
	// depend on them.
	Adjoints(batch messages.Batch, errorsOf func(sample int) []float64, dst []model.Adjoint) []model.Adjoint
	// HandBack adds ∂L/∂T of the spikes that reached the neuron in the samples at the
	// positions from, from+1, … of the batch to dst. inputs are those with which it was
	// presented with these samples; dst has a slice for each, with an entry for every arrival
	// of its spike train. It only reads, so it may be called for different samples at once.
	HandBack(batch messages.Batch, adjoints []model.Adjoint, from int, inputs []model.Input, dst [][]float64, scratch *Scratch)
	// Descend ends the batch: it takes one optimiser step against the gradient
	// that the adjoints give, and one of the delays that are learned. Its errors are those of Learn.
	Descend(batch messages.Batch, adjoints []model.Adjoint, scratch *Scratch) error
	// Gradient ends the batch in place of Descend. It changes nothing that was
	// learned, and returns the mean over the samples of the gradient that Descend
	// would step against, by synapse.
	Gradient(batch messages.Batch, adjoints []model.Adjoint, scratch *Scratch) []float64
	// Estimate ends the batch in place of Learn. It changes nothing that was
	// learned, and returns the mean over the samples of the gradient that Learn
	// would step against if the feedback weights stayed where they are, by synapse.
	Estimate(broadcasts []messages.ErrorBroadcast, scratch *Scratch) []float64
}

var (
	_ Differentiable = (*typed[float32])(nil)
	_ Differentiable = (*typed[float64])(nil)
)

// Adjoints implements Differentiable. A spike more changes the regulariser's
// loss ½ λ (r* − r̄)² as one changes the readout's, and an earlier spike is taken
// for more of it: so the regulariser adds the same to the error of every spike.
func (n *typed[W]) Adjoints(batch messages.Batch, errorsOf func(sample int) []float64, dst []model.Adjoint) []model.Adjoint {
	n.sortTraces()
	pull := n.regulariser(n.meanRate(batch.Size))
	dst = slices.Grow(dst[:0], len(n.ownSpikes))[:len(n.ownSpikes)]
	for t := range n.traces {
		trace := &n.traces[t]
		n.population.Model.Adjoints(n.population.Learning.Gradient, n.ownSpikes[trace.first:trace.end],
			errorsOf(int(trace.sample-batch.First)), pull, dst[trace.first:trace.end])
	}
	return dst
}

// HandBack implements Differentiable.
func (n *typed[W]) HandBack(batch messages.Batch, adjoints []model.Adjoint, from int, inputs []model.Input, dst [][]float64, scratch *Scratch) {
	first := batch.First + uint64(from)
	at, _ := slices.BinarySearchFunc(n.traces, first, func(t trace, sample uint64) int {
		return cmp.Compare(t.sample, sample)
	})
	for t := range n.traces[at:] {
		trace := &n.traces[at+t]
		s := trace.sample - first
		if s >= uint64(len(dst)) {
			return
		}
		if trace.open == nil {
			n.handBack(trace, trace.input, adjoints, dst[s])
			continue
		}
		arrived := n.inputOf(trace, scratch)
		n.handBack(trace, arrived, adjoints, zeroed(&scratch.byTime, arrived.Len()))
		handOn(arrived, scratch.byTime, &inputs[s], len(n.weights), dst[s], scratch)
	}
}

// handBack adds ∂L/∂t of what arrived in the sample of a trace to dst.
func (n *typed[W]) handBack(t *trace, arrived *model.Input, adjoints []model.Adjoint, dst []float64) {
	n.population.kernel.HandBack(n.weights, arrived, n.ownSpikes[t.first:t.end], adjoints[t.first:t.end], dst)
}

// handOn adds the errors of what arrived at a neuron, in the order in which it did, to those of the spikes that reached the
// neuron, by their positions in the spike train. At one synapse spikes arrive in the order in which they were fired; the last
// ones may come too late for the sample.
func handOn(arrived *model.Input, errors []float64, reached *model.Input, synapses int, dst []float64, scratch *Scratch) {
	next := zeroed(&scratch.next, synapses+2)
	for k := range reached.Len() {
		_, synapse := reached.At(k)
		next[synapse+2]++
	}
	for j := range synapses {
		next[j+2] += next[j+1]
	}
	positions := Resized(scratch.positions, reached.Len()) // synapse after synapse
	for k := range positions {
		_, synapse := reached.At(k)
		positions[next[synapse+1]] = int32(reached.Position(k))
		next[synapse+1]++
	}
	for k, e := range errors { // next[j] is where the positions of synapse j begin
		_, synapse := arrived.At(k)
		dst[positions[next[synapse]]] += e
		next[synapse]++
	}
	scratch.positions = positions
}

// Descend implements Differentiable.
func (n *typed[W]) Descend(batch messages.Batch, adjoints []model.Adjoint, scratch *Scratch) error {
	n.rate = n.meanRate(batch.Size)
	defer n.forget()
	if n.idles(batch.Rates) {
		return n.stepIdle(batch.Rates.Weights, scratch, func() error { return n.brokenAdjoint(adjoints) })
	}
	gradient := zeroed(&scratch.gradient, len(n.weights))
	byDelay := n.accumulateAdjoints(adjoints, gradient, scratch) // at the weights before the step
	if !n.step(batch.Rates, batch.Size, gradient, scratch) {
		return n.brokenBy(gradient, batch.Size, func() error { return n.brokenAdjoint(adjoints) })
	}
	if !n.stepDelays(batch.Rates.Delays, batch.Size, byDelay, scratch) {
		return n.brokenDelay(byDelay, func() error { return n.brokenAdjoint(adjoints) })
	}
	return nil
}

// Gradient implements Differentiable.
func (n *typed[W]) Gradient(batch messages.Batch, adjoints []model.Adjoint, scratch *Scratch) []float64 {
	gradient := make([]float64, len(n.weights))
	n.accumulateAdjoints(adjoints, gradient, scratch)
	return n.withoutStep(batch.Size, gradient)
}

// Estimate implements Differentiable.
func (n *typed[W]) Estimate(broadcasts []messages.ErrorBroadcast, scratch *Scratch) []float64 {
	n.sortTraces()
	gradient := make([]float64, len(n.weights))
	n.accumulate(broadcasts, n.regulariser(n.meanRate(len(broadcasts))), gradient, scratch)
	return n.withoutStep(len(broadcasts), gradient)
}

// accumulateAdjoints adds the gradient of the batch, summed over its samples. It returns that by the delays, or nil where
// none are learned: how the loss changes with the time at which something arrives at a synapse.
func (n *typed[W]) accumulateAdjoints(adjoints []model.Adjoint, gradient []float64, scratch *Scratch) (byDelay []float64) {
	if n.population.delayed != nil {
		byDelay = zeroed(&scratch.delays, len(n.weights))
	}
	for t := range n.traces {
		trace := &n.traces[t]
		input := n.inputOf(trace, scratch)
		n.population.Model.AccumulateAdjoints(input, n.ownSpikes[trace.first:trace.end], adjoints[trace.first:trace.end], gradient)
		if byDelay == nil {
			continue
		}
		n.handBack(trace, input, adjoints, zeroed(&scratch.byTime, input.Len()))
		for k, derivative := range scratch.byTime {
			_, synapse := input.At(k)
			byDelay[synapse] += derivative
		}
	}
	return byDelay
}

// withoutStep forgets the batch as step does, and turns the gradient summed over
// its samples into their mean.
func (n *typed[W]) withoutStep(batch int, gradient []float64) []float64 {
	n.forget()
	for j := range gradient {
		gradient[j] /= float64(batch)
	}
	return gradient
}
