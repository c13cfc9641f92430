package learning

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// randomStep draws a step, some of whose synapses are idle, tiny or huge.
func randomStep(r *rand.Rand, synapses int) (s *adamStep[float32], gradient []float64, weights, first, second []float32) {
	size := func() float64 { return math.Pow(10, float64(-34+r.IntN(36))) }
	s = &adamStep[float32]{
		scale: 1 / float64(1+r.IntN(100)), keep1: 0.9, take1: 0.1, keep2: 0.999, take2: 0.001,
		size: float32(r.Float64()), correction: 1 + 30*r.Float32(), epsilon: 1e-8,
		tiny1: tinyFirstMoment, tiny2: tinySecondMoment,
	}
	gradient = make([]float64, synapses)
	weights, first, second = make([]float32, synapses), make([]float32, synapses), make([]float32, synapses)
	idle := r.IntN(3) // of how many blocks of 8, so that whole blocks are
	for j := range gradient {
		weights[j] = float32(r.NormFloat64())
		second[j] = float32(size())
		if idle > 0 && (j/8+j%8*r.IntN(2))%(idle+1) == 0 {
			continue
		}
		gradient[j] = r.NormFloat64() * size()
		first[j] = float32(r.NormFloat64() * size())
	}
	return s, gradient, weights, first, second
}

// The assembly takes the step of the plain form, with the same bits.
func TestAdamIsThePlainForm(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 0xada))
		s, gradient, weights, first, second := randomStep(r, r.IntN(40))
		w, m, v := slices.Clone(weights), slices.Clone(first), slices.Clone(second)
		want := s.applyPlain(gradient, w, m, v)
		got := s.apply(gradient, weights, first, second)
		if got != want || !slices.Equal(weights, w) || !slices.Equal(first, m) || !slices.Equal(second, v) {
			t.Fatalf("seed %d, %d synapses: finite %v, weights %v, moments %v and %v\nwant %v, %v, %v and %v",
				seed, len(gradient), got, weights, first, second, want, w, m, v)
		}
	}
}

// A weight that is no finite number is told of, wherever it stands.
func TestAdamTellsOfWeightsThatAreNotFinite(t *testing.T) {
	const synapses = 19
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e300} {
		for at := range synapses {
			s, gradient, weights, first, second := randomStep(rand.New(rand.NewPCG(1, 1)), synapses)
			if !s.apply(gradient, weights, first, second) {
				t.Fatal("finite weights were called infinite")
			}
			gradient[at] = bad
			if s.apply(gradient, weights, first, second) {
				t.Errorf("a gradient of %v at synapse %d left finite weights: %v", bad, at, weights[at])
			}
		}
	}
}
