package learning

import "fmt"

// sign is an optimiser that moves each weight by the rate, against the gradient's sign.
var sign = optimiser{
	kind:     "sign",
	validate: func(Optimiser) error { return nil },
	step32:   signStep[float32], step64: signStep[float64],
}

func signStep[W Float](
	_ *Optimiser, rate float64, _ int, _ float64, _ *Powers, gradient []float64, weights, _, _ []W,
) (finite bool) {
	var check W // x − x is 0 for finite x only
	for j, g := range gradient {
		switch {
		case g > 0:
			weights[j] -= W(rate)
		case g < 0:
			weights[j] += W(rate)
		}
		check += weights[j] - weights[j]
	}
	return check == 0
}

func ExampleStep_sign() {
	defer func(before []optimiser) { optimisers = before }(optimisers)
	optimisers = append(optimisers[:len(optimisers):len(optimisers)], sign)
	o, weights := Optimiser{Kind: "sign"}, []float32{1, 1, 1}
	fmt.Println(OptimiserNames(), o.Validate())
	fmt.Println(Step(&o, 0.25, 1, 1, new(Powers), []float64{3, -0.5, 0}, weights, nil, nil), weights)
	// Output:
	// [adam sgd sign] <nil>
	// true [0.75 1.25 1]
}
