package learning

import (
	"errors"
	"fmt"
	"math"
)

// Adam is Kingma & Ba's optimiser (arXiv 1412.6980, Algorithm 1).
const Adam OptimiserKind = "adam"

var adamOptimiser = optimiser{
	kind: Adam, hasMoments: true, idles: true, validate: validateAdam,
	step32: adam[float32], step64: adam[float64],
}

// smallestEpsilon is a thousand times the root of the second moments that are
// set to 0, so that those steps are really too small to matter.
const smallestEpsilon = 1e-12

func validateAdam(o Optimiser) error {
	var faults []error
	if !(o.Beta1 >= 0 && o.Beta1 < 1) {
		faults = append(faults, fmt.Errorf("learning: Adam's β1 is %v, must be in [0, 1)", o.Beta1))
	}
	if !(o.Beta2 >= 0 && o.Beta2 < 1) {
		faults = append(faults, fmt.Errorf("learning: Adam's β2 is %v, must be in [0, 1)", o.Beta2))
	}
	if !(o.Epsilon >= smallestEpsilon) || math.IsInf(o.Epsilon, 0) {
		faults = append(faults, fmt.Errorf("learning: Adam's ε is %v, must be finite and at least %v", o.Epsilon, smallestEpsilon))
	}
	return errors.Join(faults...)
}

// Below these sizes Adam's moments are set to 0. The moments of a synapse that
// is no longer used decay for ever, and numbers below float32's normal range
// (1.2e-38) make a CPU several times slower; steps that small change nothing.
const (
	tinyFirstMoment  = 1e-20
	tinySecondMoment = 1e-30
)

// adamStep is one step of Adam, in the precision of the weights:
//
//	m ← β1·m + (1−β1)·g,   v ← β2·v + (1−β2)·g²
//	w ← w − rate · (m/(1−β1ⁿ)) / (√(v/(1−β2ⁿ)) + ε)
type adamStep[W Float] struct {
	scale        float64 // of the gradient
	keep1, take1 W       // β1, 1−β1
	keep2, take2 W       // β2, 1−β2
	size         W       // rate/(1−β1ⁿ)
	correction   W       // 1/√(1−β2ⁿ)
	epsilon      W
	tiny1, tiny2 W
	margin       W // how many times a weight is at least as large as a change that it does not feel
}

func adam[W Float](o *Optimiser, rate float64, step int, scale float64, pow *Powers, gradient []float64, weights, first, second []W) (finite bool) {
	s := newAdamStep[W](o, rate, step, scale, pow)
	synapses := len(gradient)
	return s.apply(gradient, weights[:synapses], first[:synapses], second[:synapses])
}

func newAdamStep[W Float](o *Optimiser, rate float64, step int, scale float64, pow *Powers) adamStep[W] {
	one, two := pow.of(o, step)
	s := newDecay[W](o)
	s.scale, s.take1, s.take2 = scale, W(1-o.Beta1), W(1-o.Beta2)
	s.size, s.correction, s.epsilon = W(rate/one), W(1/math.Sqrt(two)), W(o.Epsilon)
	s.margin = 1 << 26
	if _, wide := any(s.margin).(float64); wide {
		s.margin *= 1 << 29
	}
	return s
}

// applyPlain takes the step and reports whether weights and moments are still
// finite: one that is not shows in w or v. From a gradient or first moment that
// is not, w is not either; v may be alone, since g² overflows first, and a
// synapse whose v is infinite never moves again. The slices have the same length.
func (s *adamStep[W]) applyPlain(gradient []float64, weights, first, second []W) (finite bool) {
	var check W // of w and v: x − x is 0 for finite x only
	weights = weights[:len(gradient)]
	first = first[:len(gradient)]
	second = second[:len(gradient)]
	for j, sum := range gradient {
		g := W(sum * s.scale)
		m, v := first[j], second[j]
		if g == 0 && m == 0 {
			// Nothing moves: synapses that no spike has used for long.
			if v *= s.keep2; v < s.tiny2 {
				v = 0
			}
			second[j] = v
			check += v - v
			continue
		}
		// The conversions forbid fused operations, which round otherwise.
		m = W(s.keep1*m) + W(s.take1*g)
		v = W(s.keep2*v) + W(s.take2*g*g)
		if m < s.tiny1 && m > -s.tiny1 {
			m = 0
		}
		if v < s.tiny2 {
			v = 0
		}
		first[j], second[j] = m, v
		weights[j] -= s.size * m / (W(W(math.Sqrt(float64(v)))*s.correction) + s.epsilon)
		check += (weights[j] - weights[j]) + (v - v)
	}
	return check == 0
}
