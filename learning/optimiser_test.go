package learning_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/learning"
)

var adam = learning.Optimiser{Kind: learning.Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}

// textbook is Adam as printed (Kingma & Ba, Algorithm 1) for one weight, with
// moments flushed to 0 where ours are.
type textbook struct{ w, m, v float64 }

func (a *textbook) step(n int, rate, g float64) {
	a.m = 0.9*a.m + 0.1*g
	a.v = 0.999*a.v + 0.001*g*g
	if math.Abs(a.m) < 1e-20 {
		a.m = 0
	}
	if a.v < 1e-30 {
		a.v = 0
	}
	mHat := a.m / (1 - math.Pow(0.9, float64(n)))
	vHat := a.v / (1 - math.Pow(0.999, float64(n)))
	a.w -= rate * mHat / (math.Sqrt(vHat) + 1e-8)
}

// gradientAt is strong, weak, sparse, early only, tiny or absent, by synapse.
func gradientAt(synapse, step int, r *rand.Rand) float64 {
	switch synapse {
	case 0:
		return r.NormFloat64()
	case 1:
		return 1e-7 * r.NormFloat64()
	case 2:
		if step%97 == 0 {
			return r.NormFloat64()
		}
		return 0
	case 3:
		if step <= 3 {
			return 1e-6 * r.NormFloat64()
		}
	case 4:
		return 1e-15 * r.NormFloat64() // its square is flushed at once
	}
	return 0
}

func TestAdamIsTheTextbooks(t *testing.T) {
	const seed, steps, rate, scale = 4, 3000, 3e-3, 0.02
	r := rand.New(rand.NewPCG(seed, 0))
	want := []textbook{{w: 1}, {w: -2}, {w: 0.5}, {w: 0.25}, {w: 3}, {w: 4}}
	weights := []float64{1, -2, 0.5, 0.25, 3, 4}
	first, second, gradient := make([]float64, 6), make([]float64, 6), make([]float64, 6)
	flushed := 0
	for step := 1; step <= steps; step++ {
		for j := range want {
			gradient[j] = gradientAt(j, step, r)
			want[j].step(step, rate, gradient[j]*scale)
		}
		learning.Step(&adam, rate, step, scale, new(learning.Powers), gradient, weights, first, second)
		for j := range want {
			if math.Abs(weights[j]-want[j].w) > 1e-12 {
				t.Fatalf("seed %d, step %d, synapse %d: weight %.17g, want %.17g", seed, step, j, weights[j], want[j].w)
			}
			if (first[j] == 0) != (want[j].m == 0) || (second[j] == 0) != (want[j].v == 0) {
				t.Fatalf("seed %d, step %d, synapse %d: moments %g, %g, want %g, %g", seed, step, j, first[j], second[j], want[j].m, want[j].v)
			}
		}
		if first[3] == 0 && step > 3 {
			flushed++
		}
	}
	if flushed == 0 {
		t.Error("the moment of the synapse that is used early only never reached 0: the flush went untested")
	}
}

// Moments never enter the range below float32's normal numbers, where a CPU is
// slow.
func TestMomentsAreNeverSubnormal(t *testing.T) {
	weights, first, second := []float32{1}, []float32{1e-3}, []float32{1e-6}
	for step := 1; step < 60_000 && (first[0] != 0 || second[0] != 0); step++ {
		learning.Step(&adam, 1e-3, step, 1, new(learning.Powers), []float64{0}, weights, first, second)
		for _, moment := range []float32{first[0], second[0]} {
			if moment != 0 && math.Abs(float64(moment)) < 1.2e-38 {
				t.Fatalf("step %d: moments %g, %g", step, first[0], second[0])
			}
		}
	}
	if first[0] != 0 || second[0] != 0 {
		t.Errorf("unused moments end at %g, %g, want 0", first[0], second[0])
	}
}

// expectIdle checks a step with g = 0 and m = 0: the formula then leaves the
// weight as it is, bit for bit, and v·β2.
func expectIdle[W learning.Float](t *testing.T, v W) {
	t.Helper()
	weights, first, second := []W{0.1}, []W{0}, []W{v}
	learning.Step(&adam, 3e-3, 5, 1, new(learning.Powers), []float64{0}, weights, first, second)
	want := v * W(adam.Beta2)
	if want < 1e-30 {
		want = 0
	}
	if weights[0] != W(0.1) || first[0] != 0 || second[0] != want {
		t.Errorf("v = %g: weight %v, moments %g, %g, want 0.1, 0, %g", v, weights[0], first[0], second[0], want)
	}
}

func TestAnIdleSynapseOnlyForgets(t *testing.T) {
	for _, v := range []float64{0, 1e-31, 1.0005e-30, 1e-8, 0.3} {
		expectIdle(t, v)
		expectIdle(t, float32(v))
	}
}

func TestGradientDescent(t *testing.T) {
	weights := []float64{1, -2}
	learning.Step(&learning.Optimiser{Kind: learning.GradientDescent}, 0.1, 1, 0.5, new(learning.Powers), []float64{4, -6}, weights, nil, nil)
	if !slices.Equal(weights, []float64{1 - 0.1*0.5*4, -2 + 0.1*0.5*6}) {
		t.Errorf("weights %v, want [0.8 -1.7]", weights)
	}
}

func TestOptimisersMoments(t *testing.T) {
	for kind, want := range map[learning.OptimiserKind]bool{learning.Adam: true, learning.GradientDescent: false} {
		if got := (learning.Optimiser{Kind: kind}).HasMoments(); got != want {
			t.Errorf("%s has moments: %v, want %v", kind, got, want)
		}
	}
}
