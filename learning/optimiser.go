package learning

import (
	"fmt"
	"strings"
)

// OptimiserKind names how a gradient becomes a change of weights.
type OptimiserKind string

// optimisers is the table of optimisers; the first is the default.
var optimisers = []optimiser{adamOptimiser, gradientDescent}

// optimiser is a row of the table.
type optimiser struct {
	kind       OptimiserKind
	hasMoments bool // it keeps two moments a synapse
	idles      bool // StepIdle takes its steps without a gradient
	validate   func(Optimiser) error
	step32     stepper[float32]
	step64     stepper[float64]
}

// stepper is Step of one optimiser.
type stepper[W Float] func(o *Optimiser, rate float64, step int, scale float64, pow *Powers, gradient []float64, weights, first, second []W) (finite bool)

// Optimiser is an optimiser with its constants.
type Optimiser struct {
	Kind    OptimiserKind
	Beta1   float64 // decay of Adam's first moment, in [0, 1)
	Beta2   float64 // decay of Adam's second moment, in [0, 1)
	Epsilon float64 // added to the root of Adam's second moment, at least 1e-12
}

// row is the optimiser's row of the table, nil if there is none.
func (o *Optimiser) row() *optimiser {
	for i := range optimisers {
		if optimisers[i].kind == o.Kind {
			return &optimisers[i]
		}
	}
	return nil
}

// OptimiserKinds lists the allowed values in the table's order.
func OptimiserKinds() []OptimiserKind {
	kinds := make([]OptimiserKind, len(optimisers))
	for i := range optimisers {
		kinds[i] = optimisers[i].kind
	}
	return kinds
}

// OptimiserNames lists the optimisers by name.
func OptimiserNames() []string { return namesOf(OptimiserKinds()) }

// namesOf turns the values of a kind into their names.
func namesOf[K ~string](values []K) []string {
	names := make([]string, len(values))
	for i, value := range values {
		names[i] = string(value)
	}
	return names
}

// Validate checks the constants that the optimiser uses. Its error lists all faults.
func (o Optimiser) Validate() error {
	row := o.row()
	if row == nil {
		return fmt.Errorf("learning: unknown optimiser %q, allowed: %s", o.Kind, strings.Join(OptimiserNames(), ", "))
	}
	return row.validate(o)
}

// HasMoments reports whether the optimiser keeps two moments a synapse.
func (o Optimiser) HasMoments() bool {
	row := o.row()
	return row != nil && row.hasMoments
}

// Idles reports whether StepIdle takes its steps without a gradient.
func (o Optimiser) Idles() bool {
	row := o.row()
	return row != nil && row.idles
}

// Step moves the weights by one step against gradient, scaled by scale.
// weights and gradient have one entry a synapse, and so have the moments if
// the optimiser keeps any. step counts the neuron's steps from 1. It reports
// whether weights and moments are still finite numbers, which they are not if
// the gradient was not. pow is memory that neurons may share one after the other.
func Step[W Float](o *Optimiser, rate float64, step int, scale float64, pow *Powers, gradient []float64, weights, first, second []W) (finite bool) {
	row := o.row()
	take, narrow := any(row.step32).(stepper[W])
	if !narrow {
		take = any(row.step64).(stepper[W])
	}
	return take(o, rate, step, scale, pow, gradient, weights, first, second)
}
