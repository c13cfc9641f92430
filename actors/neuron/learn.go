package neuron

import (
	"cmp"
	"slices"

	"sfdfa-actors/actors/neuron/model"
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
	defer n.forget()
	if n.idles(rates) {
		return n.stepIdle(rates.Weights, scratch, func() error { return n.brokenError(broadcasts) })
	}
	gradient, pull := zeroed(&scratch.gradient, len(n.weights)), n.regulariser(n.rate)
	byDelay := n.accumulate(broadcasts, pull, gradient, scratch) // at the weights before the step
	if !n.step(rates, len(broadcasts), gradient, scratch) {
		return n.brokenBy(gradient, len(broadcasts), func() error { return n.brokenError(broadcasts) })
	}
	if !n.stepDelays(rates.Delays, len(broadcasts), byDelay, scratch) {
		return n.brokenDelay(byDelay, func() error { return n.brokenError(broadcasts) })
	}
	return nil
}

// accumulate adds the rule's gradient of the batch, summed over its samples, with the
// regulariser's part of the errors. It returns that by the delays, or nil where none are learned.
func (n *typed[W]) accumulate(broadcasts []messages.ErrorBroadcast, pull float64, gradient []float64, scratch *Scratch) (byDelay []float64) {
	settings := n.population.Learning
	if n.population.delayed != nil {
		byDelay = zeroed(&scratch.delays, len(n.weights))
	}
	for t := range n.traces {
		trace := &n.traces[t]
		input, ownSpikes := n.inputOf(trace, scratch), n.ownSpikes[trace.first:trace.end]
		delta := n.projectedError(broadcastOf(broadcasts, trace.sample)) + pull
		n.population.Model.Accumulate(settings.Form, settings.Gradient, input, ownSpikes, delta, gradient, &scratch.eligibility)
		if byDelay != nil {
			n.population.delayed.AccumulateDelays(settings.Gradient, n.weights, input, ownSpikes, delta, byDelay)
		}
	}
	return byDelay
}

// inputOf is what reached the neuron in the sample of a trace. What the model needs of times that the neuron has kept is worked
// out again: it would take several times the memory.
func (n *typed[W]) inputOf(t *trace, scratch *Scratch) *model.Input {
	if t.input != nil {
		return t.input
	}
	train := &scratch.train
	train.Arrivals, train.Grades = append(train.Arrivals[:0], t.open.arrived...), train.Grades[:0]
	n.population.Model.Prepare(train, false)
	scratch.input = model.Whole(train)
	return &scratch.input
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
func (n *typed[W]) step(rates messages.Rates, batch int, gradient []float64, scratch *Scratch) (finite bool) {
	n.steps++
	n.settle()
	n.idle = learning.Idle{}
	finite = n.stepOrRevive(rates.Weights, func() bool {
		return n.stepWeights(rates.Weights, 1/float64(batch), gradient, scratch)
	})
	n.boundWeights()
	return n.moveAverages() && finite
}

// moveAverages moves the mean of the weights after a step, if there is one, and reports whether it is finite.
func (n *typed[W]) moveAverages() (finite bool) {
	return n.averages == nil || learning.Average(n.population.Learning.WeightAverage, n.steps, n.weights, n.averages)
}

// idles reports whether an idle step is all that there is to learn: no spike left a gradient. A rate that is no
// number shows in weights only.
func (n *typed[W]) idles(rates messages.Rates) bool {
	return len(n.traces) == 0 && n.population.idles && isFinite(rates.Weights)
}

// stepIdle takes the step of a batch without a gradient. before looks for a cause of a number that is not finite.
func (n *typed[W]) stepIdle(rate float64, scratch *Scratch, before func() error) error {
	n.steps++
	finite := n.stepOrRevive(rate, func() bool {
		return learning.StepIdle(&n.population.Learning.Optimiser, rate, n.steps, &n.idle, &scratch.powers, n.weights, n.first, n.second)
	})
	if !n.moveAverages() || !finite {
		return n.brokenBy(nil, 1, before)
	}
	return nil
}

// CatchUp implements Neuron.
func (n *typed[W]) CatchUp(batches, size int, rates messages.Rates, scratch *Scratch) error {
	if !isFinite(rates.Weights) { // see idles
		for range batches {
			if err := n.Learn(make([]messages.ErrorBroadcast, size), rates, scratch); err != nil {
				return err
			}
		}
		return nil
	}
	n.rate = n.population.Learning.SilentRate(n.rate, size, batches)
	for batches > 0 {
		if n.averages == nil { // means move in every step
			off := n.idle.PutOff(rates.Weights, batches)
			n.steps, batches = n.steps+off, batches-off
			if batches == 0 {
				break
			}
		}
		if err := n.stepIdle(rates.Weights, scratch, func() error { return n.brokenError(nil) }); err != nil {
			return err
		}
		batches--
	}
	return nil
}

// settle makes the moments what they are after the last step.
func (n *typed[W]) settle() {
	learning.Settle(&n.population.Learning.Optimiser, &n.idle, n.first, n.second)
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
