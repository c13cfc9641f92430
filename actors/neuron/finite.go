package neuron

import (
	"fmt"
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// A number that is NaN or infinite ends the run at the batch in which it comes up, or when a
// neuron catches up with that: it would reach other neurons, or freeze a synapse without a trace. Sums that cost next
// to nothing find out whether there is one. Only then the functions in this file look up
// which number it is, from cause to effect.

// broken is the error of a number that is not finite.
func (n *typed[W]) broken(what string, value float64, when, hint string) error {
	return fmt.Errorf("neuron: the %s of neuron %d of population %d is %v %s, must be finite; %s",
		what, n.index, n.population.Index, value, when, hint)
}

// Hints at likely causes.
const (
	lowerRate    = "a lower learning rate may help"
	largeWeights = "weights have grown too large, a lower learning rate may help"
)

// afterBatch is the time at which a number came up that learning has made.
func (n *typed[W]) afterBatch() string { return fmt.Sprintf("after batch %d", n.steps) }

// areFinite reports whether all spike times and grades are finite numbers.
func areFinite(ownSpikes []model.OwnSpike, grades []float64) bool {
	var check float64 // x − x is 0 for finite x only
	for k := range ownSpikes {
		check += ownSpikes[k].Time - ownSpikes[k].Time
	}
	for _, grade := range grades {
		check += grade - grade
	}
	return check == 0
}

// brokenSpike is the error of a spike of a sample.
func (n *typed[W]) brokenSpike(sample uint64, ownSpikes []model.OwnSpike, grades []float64) error {
	when := fmt.Sprintf("in sample %d", sample)
	for k := range ownSpikes {
		if !isFinite(ownSpikes[k].Time) {
			return n.broken(fmt.Sprintf("time of spike %d", k), ownSpikes[k].Time, when, largeWeights)
		}
	}
	k := learning.FirstNotFinite(grades)
	return n.broken(fmt.Sprintf("grade of spike %d", k), grades[k], when, largeWeights)
}

// brokenBy is the error of a batch's step with a gradient that is summed over the samples.
// before looks for a cause that came before the gradient.
func (n *typed[W]) brokenBy(gradient []float64, batch int, before func() error) error {
	if err := before(); err != nil {
		return err
	}
	scale := 1 / float64(batch)
	for j := range gradient {
		// In the precision of the weights, as the optimiser takes it.
		if g := float64(W(gradient[j] * scale)); !isFinite(g) {
			return n.broken(fmt.Sprintf("gradient of synapse %d", j), g, n.afterBatch(), n.gradientHint())
		}
	}
	for _, part := range []struct {
		name, hint string
		values     []W
	}{
		{"first moment", n.momentHint(), n.first},
		{"second moment", n.momentHint(), n.second},
		{"weight", lowerRate, n.weights},
		{"averaged weight", largeWeights, n.averages},
	} {
		if j := learning.FirstNotFinite(part.values); j >= 0 {
			return n.broken(fmt.Sprintf("%s of synapse %d", part.name, j), float64(part.values[j]), n.afterBatch(), part.hint)
		}
	}
	panic("neuron: all numbers are finite after a step that said otherwise")
}

// gradientHint names what bounds a gradient.
func (n *typed[W]) gradientHint() string {
	if !n.population.Learning.Gradient.IsBounded() {
		return "the modified gradient is bounded, or " + lowerRate
	}
	return lowerRate
}

// momentHint says what helps against large moments: the square of a gradient of 1e20
// does not fit into a float32.
func (n *typed[W]) momentHint() string {
	if _, narrow := any(n.second).([]float32); narrow {
		return "gradients are too large for float32, precision float64 or a lower learning rate may help"
	}
	return lowerRate
}

// brokenError is the error of a feedback weight, or of an error that was projected
// through feedback weights, if one is not finite.
func (n *typed[W]) brokenError(broadcasts []messages.ErrorBroadcast) error {
	if o := learning.FirstNotFinite(n.feedback); o >= 0 {
		return n.broken(fmt.Sprintf("feedback weight from output %d", o), n.feedback[o], n.afterBatch(), "grades have grown too large, "+lowerRate)
	}
	pull, hint := n.regulariser(n.rate), "feedback weights have grown too large, "+lowerRate
	if !isFinite(pull) {
		hint = "a weaker regularisation or a lower target rate may help"
	}
	for t := range n.traces {
		sample := n.traces[t].sample
		if delta := n.projectedError(broadcastOf(broadcasts, sample)) + pull; !isFinite(delta) {
			return n.broken("projected error", delta, fmt.Sprintf("in sample %d", sample), hint)
		}
	}
	return nil
}

// brokenAdjoint is the error of a sample whose spikes have an error, or with it
// an adjoint, that is not finite, if there is one.
func (n *typed[W]) brokenAdjoint(adjoints []model.Adjoint) error {
	for t := range n.traces {
		trace := &n.traces[t]
		for _, adjoint := range adjoints[trace.first:trace.end] {
			for _, value := range []float64{adjoint.Alpha, adjoint.Beta} {
				if !isFinite(value) {
					return n.broken("back-propagated error of the spikes", value, fmt.Sprintf("in sample %d", trace.sample), n.gradientHint())
				}
			}
		}
	}
	return nil
}

func isFinite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
