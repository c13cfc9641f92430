package learning

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// bits are those of numbers, in which 0 has a sign.
func bits[W Float](lists ...[]W) (all []uint64) {
	for _, list := range lists {
		for _, x := range list {
			all = append(all, math.Float64bits(float64(x)))
		}
	}
	return all
}

// row is a row of synapses with its optimiser.
type row[W Float] struct {
	weights, first, second []W
	idle                   Idle
	powers                 Powers
}

func (x *row[W]) clone() *row[W] {
	return &row[W]{weights: slices.Clone(x.weights), first: slices.Clone(x.first), second: slices.Clone(x.second), idle: x.idle}
}

func (x *row[W]) settled(o *Optimiser) []uint64 {
	Settle(o, &x.idle, x.first, x.second)
	return bits(x.weights, x.first, x.second)
}

// anyRow draws a row whose numbers are of all sizes, 0 with either sign among them.
func anyRow[W Float](r *rand.Rand, synapses int) *row[W] {
	number := func(lowest, highest int) W {
		switch r.IntN(8) {
		case 0:
			return 0
		case 1:
			return W(math.Copysign(0, -1))
		case 2:
			return W(r.NormFloat64())
		}
		return W(r.NormFloat64() * math.Pow(10, float64(lowest+r.IntN(highest-lowest))))
	}
	x := &row[W]{}
	silent := r.IntN(3) == 0
	for range synapses {
		x.weights = append(x.weights, number(-40, 6))
		m := number(-40, 2)
		if silent && r.IntN(4) > 0 {
			m = 0
		}
		x.first = append(x.first, m)
		x.second = append(x.second, W(math.Abs(float64(number(-44, 2)))))
	}
	return x
}

// anyAdam draws constants of Adam, some of which make the weights' changes grow.
func anyAdam(r *rand.Rand) Optimiser {
	betas := []float64{0, 0.5, 0.9, 0.99, 0.999, 0.99999}
	o := Optimiser{Kind: Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	if r.IntN(2) == 0 {
		o = Optimiser{Kind: Adam, Beta1: betas[r.IntN(6)], Beta2: betas[r.IntN(6)], Epsilon: math.Pow(10, float64(-12+r.IntN(12)))}
	}
	return o
}

// lives leads a row, and its twin that takes every step, through batches with and without a gradient, at rates that
// change, and compares them now and then. It returns how many steps were put off.
func lives[W Float](t *testing.T, name string, r *rand.Rand) (putOff int) {
	t.Helper()
	o, twin := anyAdam(r), anyRow[W](r, r.IntN(70))
	x := twin.clone()
	nothing := make([]float64, len(x.weights))
	rate, step := math.Pow(10, float64(-8+r.IntN(8))), r.IntN(3)*r.IntN(2000)
	for range 40 {
		step++
		switch r.IntN(12) {
		case 0:
			rate *= 0.1
		case 1:
			rate *= 2
		case 2:
			rate = 0
		case 3:
			rate = 1e-3
		}
		if r.IntN(8) == 0 {
			gradient := slices.Clone(nothing)
			for j := range gradient {
				gradient[j] = r.NormFloat64() * math.Pow(10, float64(-20+r.IntN(20)))
			}
			Settle(&o, &x.idle, x.first, x.second)
			x.idle = Idle{}
			Step(&o, rate, step, 0.5, &x.powers, gradient, x.weights, x.first, x.second)
			Step(&o, rate, step, 0.5, &twin.powers, gradient, twin.weights, twin.first, twin.second)
		}
		for range r.IntN(300) {
			step++
			before := x.idle.owed
			got := StepIdle(&o, rate, step, &x.idle, &x.powers, x.weights, x.first, x.second)
			want := Step(&o, rate, step, 1, &twin.powers, nothing, twin.weights, twin.first, twin.second)
			if got != want {
				t.Fatalf("%s, step %d: finite is %v, want %v", name, step, got, want)
			}
			putOff += int(max(0, x.idle.owed-before))
		}
		if !slices.Equal(bits(x.weights), bits(twin.weights)) {
			t.Fatalf("%s, %+v, step %d, rate %v: weights %v, want %v", name, o, step, rate, x.weights, twin.weights)
		}
		if r.IntN(3) > 0 {
			continue
		}
		if got, want := x.settled(&o), bits(twin.weights, twin.first, twin.second); !slices.Equal(got, want) {
			t.Fatalf("%s, %+v, step %d: moments %v and %v, want %v and %v", name, o, step, x.first, x.second, twin.first, twin.second)
		}
	}
	return putOff
}

// Steps without a gradient that are put off leave the bits of those that are taken: of numbers of any size, 0 of either
// sign, any constants, and rates that rise and fall.
func TestStepsThatArePutOffLeaveTheSameBits(t *testing.T) {
	seeds, putOff := uint64(400), [2]int{}
	if testing.Short() {
		seeds = 100
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 0x1d1e))
		putOff[0] += lives[float32](t, fmt.Sprintf("seed %d, float32", seed), r)
		putOff[1] += lives[float64](t, fmt.Sprintf("seed %d, float64", seed), r)
	}
	t.Logf("%d steps put off in float32, %d in float64", putOff[0], putOff[1])
	if putOff[0] < 1000 || putOff[1] < 1000 {
		t.Errorf("%v steps were put off, want many of both", putOff)
	}
}

// The assembly does what the plain form does, but that a -0 among first moments that are not 0 becomes 0, as in Step.
func TestIdleStepsAreThePlainForm(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 0x1d1f))
		o, x := anyAdam(r), anyRow[float32](r, r.IntN(80))
		for j, m := range x.first {
			x.first[j] = m + 0 // no -0
		}
		s := newAdamStep[float32](&o, math.Pow(10, float64(-9+r.IntN(10))), 1+r.IntN(5000), 1, &x.powers)
		want := x.clone()
		finite, still := s.applyIdle(x.weights, x.first, x.second)
		wantFinite, wantStill := s.applyIdlePlain(want.weights, want.first, want.second)
		if finite != wantFinite || still != wantStill || !slices.Equal(bits(x.weights, x.first, x.second), bits(want.weights, want.first, want.second)) {
			t.Fatalf("seed %d: finite %v, still %v, %+v\nwant %v, %v, %+v", seed, finite, still, x, wantFinite, wantStill, want)
		}
		steps := 1 + r.IntN(decayAtOnce)
		left := s.decayPart(x.first, x.second, steps)
		wantLeft := s.decayPartPlain(want.first, want.second, steps)
		if left != wantLeft || !slices.Equal(bits(x.first, x.second), bits(want.first, want.second)) {
			t.Fatalf("seed %d, %d steps: left %v, %v and %v\nwant %v, %v and %v", seed, steps, left, x.first, x.second, wantLeft, want.first, want.second)
		}
	}
}

// A weight or second moment that is no finite number is told of, wherever it stands.
func TestIdleStepsTellOfNumbersThatAreNotFinite(t *testing.T) {
	const synapses = 19
	o := Optimiser{Kind: Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	for _, bad := range []float32{float32(math.NaN()), float32(math.Inf(1))} {
		for at := range synapses {
			for _, second := range []bool{false, true} {
				x := anyRow[float32](rand.New(rand.NewPCG(3, 1)), synapses)
				for j := range x.first {
					x.first[j] = 1e-3
				}
				if !StepIdle(&o, 1e-3, 9, &x.idle, &x.powers, x.weights, x.first, x.second) {
					t.Fatal("a finite row was called infinite")
				}
				x.idle = Idle{}
				if list := x.weights; second {
					x.second[at] = bad
				} else {
					list[at] = bad
				}
				if StepIdle(&o, 1e-3, 10, &x.idle, &x.powers, x.weights, x.first, x.second) {
					t.Errorf("synapse %d of %d with %v was called finite, in the second moments %v", at, synapses, bad, second)
				}
			}
		}
	}
}

// A change of a weight that is nearly half the distance to the next number is no change; a little more is one, and is
// never put off. The weight is a power of 2, below which numbers are nearest.
func TestChangesAreNotPutOffUntilTheyAreLost(t *testing.T) {
	o := Optimiser{Kind: Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	const far = 100_000 // steps: the moments' bias is gone
	moved := 0
	for k := range 400 {
		m := float32(math.Pow(10, -7-float64(k)/100))
		x := &row[float32]{weights: []float32{1, 1, 1, 1, 1, 1, 1, 1}, first: slices.Repeat([]float32{m}, 8), second: slices.Repeat([]float32{1}, 8)}
		twin := x.clone()
		StepIdle(&o, 1, far, &x.idle, &x.powers, x.weights, x.first, x.second)
		Step(&o, 1, far, 1, &twin.powers, make([]float64, 8), twin.weights, twin.first, twin.second)
		if !slices.Equal(x.weights, twin.weights) {
			t.Fatalf("first moment %v: weights %v, want %v", m, x.weights, twin.weights)
		}
		if twin.weights[0] != 1 {
			moved++
			if x.idle.still {
				t.Fatalf("first moment %v: the row is said to stand still, and moves", m)
			}
		}
	}
	if moved == 0 || moved == 400 {
		t.Errorf("weights moved in %d of 400 steps, want some: that proves nothing", moved)
	}
}

// Where the second moment decays faster than the square of the first, changes grow, and no step is put off.
func TestChangesThatGrowAreNotPutOff(t *testing.T) {
	o := Optimiser{Kind: Adam, Beta1: 0.99, Beta2: 0.5, Epsilon: 1e-8}
	x := &row[float64]{weights: []float64{1}, first: []float64{1e-18}, second: []float64{1}}
	twin := x.clone()
	for step := 1000; step < 1100; step++ {
		StepIdle(&o, 1, step, &x.idle, &x.powers, x.weights, x.first, x.second)
		Step(&o, 1, step, 1, &twin.powers, []float64{0}, twin.weights, twin.first, twin.second)
		if step == 1000 && twin.weights[0] != 1 {
			t.Fatal("the first change is not lost: that proves nothing")
		}
	}
	if got, want := x.settled(&o), bits(twin.weights, twin.first, twin.second); !slices.Equal(got, want) || twin.weights[0] == 1 {
		t.Errorf("weight %v, want %v, which is not 1", x.weights[0], twin.weights[0])
	}
}

// What a step without a gradient costs: taken, put off, and caught up with.
func BenchmarkIdleStep(b *testing.B) {
	const synapses = 784
	o := Optimiser{Kind: Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	x := &row[float32]{weights: slices.Repeat([]float32{1}, synapses), first: slices.Repeat([]float32{1e-12}, synapses), second: slices.Repeat([]float32{1e-6}, synapses)}
	for name, do := range map[string]func(n int){
		"taken": func(n int) {
			x.idle = Idle{}
			StepIdle(&o, 1e-4, 9, &x.idle, &x.powers, x.weights, x.first, x.second)
		},
		"put off": func(n int) { StepIdle(&o, 1e-4, 9, &x.idle, &x.powers, x.weights, x.first, x.second) },
		"caught up with": func(n int) {
			x.idle.owed = 64
			Settle(&o, &x.idle, x.first, x.second)
			for j := range x.first {
				x.first[j], x.second[j] = 1e-12, 1e-6
			}
		},
	} {
		b.Run(name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				do(n)
				n++
			}
		})
	}
}

// A step, with a gradient or without, allocates nothing: a large network takes millions a second.
func TestStepsAllocateNothing(t *testing.T) {
	o := Optimiser{Kind: Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}
	x, gradient, step := row[float32]{weights: make([]float32, 30), first: make([]float32, 30), second: make([]float32, 30)}, make([]float64, 30), 0
	allocations := testing.AllocsPerRun(100, func() {
		step++
		x.idle.Moved()
		Step(&o, 1e-3, step, 1, &x.powers, gradient, x.weights, x.first, x.second)
		StepIdle(&o, 1e-3, step, &x.idle, &x.powers, x.weights, x.first, x.second)
		Settle(&o, &x.idle, x.first, x.second)
	})
	if allocations > 0 {
		t.Errorf("%v allocations, want none", allocations)
	}
}
