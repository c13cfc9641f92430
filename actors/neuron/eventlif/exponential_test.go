package eventlif

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestExponentials(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		x := 65 * math.Pow(r.Float64(), 4)
		for what, pair := range map[string][2]float64{
			"e^x": {exponential(x), math.Exp(x)}, "e^-x": {decay(x), math.Exp(-x)}, "e^-20x": {decay(20 * x), math.Exp(-20 * x)},
		} {
			if !(math.Abs(pair[0]-pair[1]) <= 1e-15*pair[1]) {
				t.Fatalf("%s at %v: %v, want %v", what, x, pair[0], pair[1])
			}
		}
	}
	if exponential(0) != 1 || decay(0) != 1 {
		t.Error("e^0 is not 1")
	}
}
