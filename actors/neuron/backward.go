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
	// HandBack adds ∂L/∂t of the arrivals in the samples at the positions from,
	// from+1, … of the batch to dst, one slice a sample with an entry for each
	// arrival. It only reads, so it may be called for different samples at once.
	HandBack(batch messages.Batch, adjoints []model.Adjoint, from int, dst [][]float64)
	// Descend ends the batch: it takes one optimiser step against the gradient
	// that the adjoints give. Its errors are those of Learn.
	Descend(batch messages.Batch, adjoints []model.Adjoint, scratch *Scratch) error
	// Gradient ends the batch in place of Descend. It changes nothing that was
	// learned, and returns the mean over the samples of the gradient that Descend
	// would step against, by synapse.
	Gradient(batch messages.Batch, adjoints []model.Adjoint) []float64
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
func (n *typed[W]) HandBack(batch messages.Batch, adjoints []model.Adjoint, from int, dst [][]float64) {
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
		n.population.kernel.HandBack(n.weights, trace.input,
			n.ownSpikes[trace.first:trace.end], adjoints[trace.first:trace.end], dst[s])
	}
}

// Descend implements Differentiable.
func (n *typed[W]) Descend(batch messages.Batch, adjoints []model.Adjoint, scratch *Scratch) error {
	n.rate = n.meanRate(batch.Size)
	defer n.forget()
	if n.idles(batch.Rates) {
		return n.stepIdle(batch.Rates.Weights, scratch, func() error { return n.brokenAdjoint(adjoints) })
	}
	gradient := zeroed(&scratch.gradient, len(n.weights))
	n.accumulateAdjoints(adjoints, gradient)
	if !n.step(batch.Rates, batch.Size, gradient, scratch) {
		return n.brokenBy(gradient, batch.Size, func() error { return n.brokenAdjoint(adjoints) })
	}
	return nil
}

// Gradient implements Differentiable.
func (n *typed[W]) Gradient(batch messages.Batch, adjoints []model.Adjoint) []float64 {
	gradient := make([]float64, len(n.weights))
	n.accumulateAdjoints(adjoints, gradient)
	return n.withoutStep(batch.Size, gradient)
}

// Estimate implements Differentiable.
func (n *typed[W]) Estimate(broadcasts []messages.ErrorBroadcast, scratch *Scratch) []float64 {
	n.sortTraces()
	gradient := make([]float64, len(n.weights))
	n.accumulate(broadcasts, n.regulariser(n.meanRate(len(broadcasts))), gradient, scratch)
	return n.withoutStep(len(broadcasts), gradient)
}

// accumulateAdjoints adds the gradient of the batch, summed over its samples.
func (n *typed[W]) accumulateAdjoints(adjoints []model.Adjoint, gradient []float64) {
	for t := range n.traces {
		trace := &n.traces[t]
		n.population.Model.AccumulateAdjoints(trace.input, n.ownSpikes[trace.first:trace.end], adjoints[trace.first:trace.end], gradient)
	}
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
