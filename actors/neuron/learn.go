package neuron

import (
	"cmp"
	"slices"

	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// Learn implements Neuron. The order inside a batch is the authors': first the
// feedback row moves, then every sample's error is projected through the new
// row, then the optimiser takes its step (Section 3 of docs/MODEL.md).
func (n *typed[W]) Learn(broadcasts []messages.ErrorBroadcast, rates messages.Rates, scratch *Scratch) error {
	prefetch.Slice(n.traces) // both are as old as the batch
	prefetch.Slice(n.ownSpikes)
	n.sortTraces()
	if n.population.learned != nil {
		n.moveFeedback(broadcasts, rates.Feedback, scratch)
	}
	n.rate = n.meanRate(len(broadcasts))
	gradient, pull := zeroed(&scratch.gradient, len(n.weights)), n.regulariser(n.rate)
	n.accumulate(broadcasts, pull, gradient, scratch)
	byDelay := n.delayGradient(broadcasts, pull, scratch) // at the weights before the step
	defer n.forget()
	if !n.step(rates, len(broadcasts), gradient) {
		return n.brokenBy(gradient, len(broadcasts), func() error { return n.brokenError(broadcasts) })
	}
	if !n.stepDelays(rates.Delays, len(broadcasts), byDelay) {
		return n.brokenDelay(byDelay, broadcasts)
	}
	return nil
}

// accumulate adds the rule's gradient of the batch, summed over its samples, with the
// regulariser's part of the errors.
func (n *typed[W]) accumulate(broadcasts []messages.ErrorBroadcast, pull float64, gradient []float64, scratch *Scratch) {
	settings := n.population.Learning
	for t := range n.traces {
		trace := &n.traces[t]
		delta := n.projectedError(broadcastOf(broadcasts, trace.sample)) + pull
		n.population.Model.Accumulate(settings.Form, settings.Gradient, trace.input,
			n.ownSpikes[trace.first:trace.end], delta, gradient, &scratch.eligibility)
	}
}

// sortTraces orders what the batch left: samples may have been presented in any
// order, but sums are in sample order.
func (n *typed[W]) sortTraces() {
	slices.SortFunc(n.traces, func(x, y trace) int { return cmp.Compare(x.sample, y.sample) })
}

// step takes the optimiser's step against the gradient summed over the samples
// of the batch, and moves the mean of the weights if there is one. It reports
// whether the numbers that the neuron learns with are still finite. NaN and infinity stay
// what they are in a step, so those that were there before it or in the gradient are
// found too.
func (n *typed[W]) step(rates messages.Rates, batch int, gradient []float64) (finite bool) {
	n.steps++
	finite = n.stepOrRevive(rates.Weights, 1/float64(batch), gradient)
	if n.averages != nil {
		finite = learning.Average(n.population.Learning.WeightAverage, n.steps, n.weights, n.averages) && finite
	}
	return finite
}

// broadcastOf finds a sample's broadcast among those of its batch.
func broadcastOf(broadcasts []messages.ErrorBroadcast, sample uint64) *messages.ErrorBroadcast {
	return &broadcasts[sample-broadcasts[0].Sample]
}

func (n *typed[W]) moveFeedback(broadcasts []messages.ErrorBroadcast, rate float64, scratch *Scratch) {
	estimate, perturbed := zeroed(&scratch.estimate, len(n.feedback)), 0
	for t := range n.traces {
		if !n.population.perturbs(n.traces[t].sample, scratch.stream) {
			continue
		}
		perturbed++
		for o, d := range broadcastOf(broadcasts, n.traces[t].sample).Derivatives {
			estimate[o] += d * n.traces[t].perturbation
		}
	}
	n.population.learned.Move(n.feedback, estimate, perturbed, rate)
}

// projectedError is the part of δ that comes from the broadcast. For output
// neurons feedback is the identity.
func (n *typed[W]) projectedError(broadcast *messages.ErrorBroadcast) float64 {
	if n.population.IsOutput {
		return broadcast.Errors[n.index]
	}
	return learning.Project(n.feedback, broadcast.Errors)
}

// meanRate is r̄ after the batch at hand.
func (n *typed[W]) meanRate(batch int) float64 {
	return n.population.Learning.MeanRate(n.rate, len(n.ownSpikes), batch)
}

// regulariser is λ·(r* − r̄); output neurons have none.
func (n *typed[W]) regulariser(meanRate float64) float64 {
	if n.population.IsOutput {
		return 0
	}
	return n.population.Learning.Regularisation * (n.population.Learning.TargetRate - meanRate)
}

// forget empties the batch's memory, so that inputs can be used again. It gives the memory
// back if recent batches needed much less.
func (n *typed[W]) forget() {
	if n.passing != nil {
		n.passing.forget()
	}
	if n.silence != nil {
		n.silence.forget()
	}
	if n.mark.Exceeds(len(n.ownSpikes), cap(n.ownSpikes)) {
		n.ownSpikes, n.traces = nil, nil
		return
	}
	clear(n.traces)
	n.traces = n.traces[:0]
	n.ownSpikes = n.ownSpikes[:0]
}
