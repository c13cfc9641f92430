package learning

import (
	"fmt"
	"math"

	"sfdfa-actors/internal/lif"
)

// OptimiserKind names how a gradient becomes a change of weights.
type OptimiserKind string

const (
	// Adam is Kingma & Ba's optimiser (arXiv 1412.6980, Algorithm 1).
	Adam OptimiserKind = "adam"
	// GradientDescent takes the plain step w ← w − rate·G.
	GradientDescent OptimiserKind = "sgd"
)

// OptimiserKinds lists the allowed values.
func OptimiserKinds() []OptimiserKind { return []OptimiserKind{Adam, GradientDescent} }

// Below these sizes Adam's moments are set to 0. The moments of a synapse that
// is no longer used decay for ever, and numbers below float32's normal range
// (1.2e-38) make a CPU several times slower; steps that small change nothing.
const (
	tinyFirstMoment  = 1e-20
	tinySecondMoment = 1e-30
)

// smallestEpsilon is a thousand times the root of the second moments that are
// set to 0, so that those steps are really too small to matter.
const smallestEpsilon = 1e-12

// Optimiser is an optimiser with its constants.
type Optimiser struct {
	Kind    OptimiserKind
	Beta1   float64 // decay of Adam's first moment, in [0, 1)
	Beta2   float64 // decay of Adam's second moment, in [0, 1)
	Epsilon float64 // added to the root of Adam's second moment, at least 1e-12
}

// Validate checks the constants.
func (o Optimiser) Validate() error {
	switch {
	case o.Kind == GradientDescent:
		return nil
	case o.Kind != Adam:
		return fmt.Errorf("learning: unknown optimiser %q, allowed: %s, %s", o.Kind, Adam, GradientDescent)
	case !(o.Beta1 >= 0 && o.Beta1 < 1):
		return fmt.Errorf("learning: Adam's β1 is %v, must be in [0, 1)", o.Beta1)
	case !(o.Beta2 >= 0 && o.Beta2 < 1):
		return fmt.Errorf("learning: Adam's β2 is %v, must be in [0, 1)", o.Beta2)
	case !(o.Epsilon >= smallestEpsilon) || math.IsInf(o.Epsilon, 0):
		return fmt.Errorf("learning: Adam's ε is %v, must be finite and at least %v", o.Epsilon, smallestEpsilon)
	}
	return nil
}

// HasMoments tells whether the optimiser keeps two moments a synapse.
func (o Optimiser) HasMoments() bool { return o.Kind == Adam }

// Step moves the weights by one step against gradient, scaled by scale.
// weights and gradient have one entry a synapse, and so have the moments if
// the optimiser keeps any. step counts the neuron's steps from 1. It tells
// whether the weights are still finite numbers.
func Step[W lif.Precision](o *Optimiser, rate float64, step int, scale float64, gradient []float64, weights, first, second []W) (finite bool) {
	if o.Kind == GradientDescent {
		return descend(rate*scale, gradient, weights)
	}
	return adam(o, rate, step, scale, gradient, weights, first, second)
}

func descend[W lif.Precision](rate float64, gradient []float64, weights []W) (finite bool) {
	var check W // x − x is 0 for finite x only
	for j, g := range gradient {
		weights[j] -= W(rate * g)
		check += weights[j] - weights[j]
	}
	return check == 0
}

// adam computes in the precision of the weights:
//
//	m ← β1·m + (1−β1)·g,   v ← β2·v + (1−β2)·g²
//	w ← w − rate · (m/(1−β1ⁿ)) / (√(v/(1−β2ⁿ)) + ε)
func adam[W lif.Precision](o *Optimiser, rate float64, step int, scale float64, gradient []float64, weights, first, second []W) (finite bool) {
	keep1, keep2 := W(o.Beta1), W(o.Beta2)
	take1, take2 := W(1-o.Beta1), W(1-o.Beta2)
	size := W(rate / (1 - math.Pow(o.Beta1, float64(step))))
	correction := W(1 / math.Sqrt(1-math.Pow(o.Beta2, float64(step))))
	epsilon := W(o.Epsilon)
	var check W // x − x is 0 for finite x only
	weights = weights[:len(gradient)]
	first = first[:len(gradient)]
	second = second[:len(gradient)]
	for j, sum := range gradient {
		g := W(sum * scale)
		m, v := first[j], second[j]
		if g == 0 && m == 0 {
			// Nothing moves: synapses that no spike has used for long.
			second[j] = decay(v, keep2)
			continue
		}
		m = keep1*m + take1*g
		v = keep2*v + take2*g*g
		if m < tinyFirstMoment && m > -tinyFirstMoment {
			m = 0
		}
		if v < tinySecondMoment {
			v = 0
		}
		first[j], second[j] = m, v
		weights[j] -= size * m / (W(math.Sqrt(float64(v)))*correction + epsilon)
		check += weights[j] - weights[j]
	}
	return check == 0
}

func decay[W lif.Precision](v, keep W) W {
	if v *= keep; v < tinySecondMoment {
		return 0
	}
	return v
}
