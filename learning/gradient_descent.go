package learning

// GradientDescent takes the plain step w ← w − rate·G.
const GradientDescent OptimiserKind = "sgd"

var gradientDescent = optimiser{
	kind:     GradientDescent,
	idles:    true,
	validate: func(Optimiser) error { return nil },
	step32:   descend[float32], step64: descend[float64],
}

func descend[W Float](_ *Optimiser, rate float64, _ int, scale float64, _ *Powers, gradient []float64, weights, _, _ []W) (finite bool) {
	rate *= scale
	var check W // x − x is 0 for finite x only
	for j, g := range gradient {
		weights[j] -= W(rate * g)
		check += weights[j] - weights[j]
	}
	return check == 0
}
