package learning

import (
	"fmt"
	"math"
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

// HasMoments reports whether the optimiser keeps two moments a synapse.
func (o Optimiser) HasMoments() bool { return o.Kind == Adam }

// Step moves the weights by one step against gradient, scaled by scale.
// weights and gradient have one entry a synapse, and so have the moments if
// the optimiser keeps any. step counts the neuron's steps from 1. It tells
// whether weights and moments are still finite numbers, which they are not if
// the gradient was not.
func Step[W Float](o *Optimiser, rate float64, step int, scale float64, gradient []float64, weights, first, second []W) (finite bool) {
	if o.Kind == GradientDescent {
		return descend(rate*scale, gradient, weights)
	}
	return adam(o, rate, step, scale, gradient, weights, first, second)
}

func descend[W Float](rate float64, gradient []float64, weights []W) (finite bool) {
	var check W // x − x is 0 for finite x only
	for j, g := range gradient {
		weights[j] -= W(rate * g)
		check += weights[j] - weights[j]
	}
	return check == 0
}
