package learning

import (
	"fmt"
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

// So is a second moment that overflows, or did before, though the weight stays what
// it is: it would stay so for ever.
func TestAdamTellsOfMomentsThatAreNotFinite(t *testing.T) {
	const synapses = 19
	for _, idle := range []bool{false, true} {
		for at := range synapses {
			s, gradient, weights, first, second := randomStep(rand.New(rand.NewPCG(1, 1)), synapses)
			if idle {
				clear(gradient)
				clear(first)
				second[at] = float32(math.Inf(1))
			} else {
				gradient[at] = 1e25 / s.scale
			}
			if s.apply(gradient, weights, first, second) {
				t.Errorf("idle %v: a second moment of %v at synapse %d was called finite", idle, second[at], at)
			}
			if w := float64(weights[at]); math.IsNaN(w) || math.IsInf(w, 0) {
				t.Errorf("idle %v: the weight at synapse %d is %v: that proves nothing", idle, at, w)
			}
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

// What a step costs, float32 in the assembly and in the plain form.
func BenchmarkAdam(b *testing.B) {
	const synapses = 784
	for _, plain := range []bool{false, true} {
		b.Run(fmt.Sprintf("plain=%v", plain), func(b *testing.B) {
			s, gradient, weights, first, second := randomStep(rand.New(rand.NewPCG(1, 1)), synapses)
			for j := range gradient {
				gradient[j], first[j], second[j] = 1e-3, 1e-3, 1e-6 // none idle
			}
			step := s.apply
			if plain {
				step = s.applyPlain
			}
			for b.Loop() {
				step(gradient, weights, first, second)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/synapses, "ns/synapse")
		})
	}
}
