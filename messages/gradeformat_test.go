package messages

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Three bits are the multiples −3 … 3, here of 0.5.
func TestQuantiseByHand(t *testing.T) {
	f := GradeFormat{Bits: 3, Range: 1.5}
	grades := []float64{0, 0.2, 0.25, 0.26, 0.75, -0.74, 1.2, 1.26, 1.5, 1.6, 1e300, -1.6, math.Inf(-1)}
	want := []float64{0, 0, 0, 0.5, 1, -0.5, 1, 1.5, 1.5, 1.5, 1.5, -1.5, -1.5}
	f.Quantise(grades)
	if !slices.Equal(grades, want) {
		t.Errorf("got %v, want %v", grades, want)
	}
}

// Two bits are a sign: −1, 0, 1.
func TestTwoBitsAreASign(t *testing.T) {
	grades := []float64{-7, -0.6, -0.4, 0.4, 0.6, 7}
	GradeFormat{Bits: 2, Range: 1}.Quantise(grades)
	if want := []float64{-1, -1, 0, 0, 1, 1}; !slices.Equal(grades, want) {
		t.Errorf("got %v, want %v", grades, want)
	}
}

func TestWithoutBitsGradesStayAsTheyAre(t *testing.T) {
	grades := []float64{math.Pi, -1e300, 5e-324}
	before := slices.Clone(grades)
	GradeFormat{Range: 1}.Quantise(grades)
	if !slices.Equal(grades, before) {
		t.Errorf("got %v, want %v", grades, before)
	}
}

// Inside the range the error is half a step at most, values of the format are
// left alone, and a grade's negative becomes the negative of what it becomes.
func TestQuantiseProperties(t *testing.T) {
	const seed = 5
	r := rand.New(rand.NewPCG(seed, seed))
	for _, bits := range []int{2, 3, 4, 8, 16, 24, MaxGradeBits} {
		f := GradeFormat{Bits: bits, Range: math.Exp(8 * (r.Float64() - 0.5))}
		half := f.Range / (math.Pow(2, float64(bits-1)) - 1) / 2
		distinct := map[float64]bool{}
		for range 1000 {
			grade := f.Range * (2*r.Float64() - 1)
			q := []float64{grade, -grade, 0}
			f.Quantise(q)
			if math.Abs(q[0]-grade) > half*(1+1e-9) {
				t.Fatalf("seed %d: %d bits of range %v: %v became %v, further than %v away", seed, bits, f.Range, grade, q[0], half)
			}
			if q[1] != -q[0] || q[2] != 0 {
				t.Fatalf("seed %d: %d bits of range %v: %v and its negative became %v", seed, bits, f.Range, grade, q)
			}
			again := slices.Clone(q)
			f.Quantise(again)
			if !slices.Equal(again, q) {
				t.Fatalf("seed %d: %d bits of range %v: %v became %v the second time", seed, bits, f.Range, q, again)
			}
			distinct[q[0]] = true
		}
		if bits <= 4 && len(distinct) != 1<<bits-1 {
			t.Errorf("seed %d: %d bits have %d values, want %d", seed, bits, len(distinct), 1<<bits-1)
		}
	}
}

func TestGradeFormatValidate(t *testing.T) {
	for _, f := range []GradeFormat{{}, {Range: math.NaN()}, {Bits: 2, Range: 1}, {Bits: 32, Range: 1e9}, {Bits: 8, Range: 1e-9}} {
		if err := f.Validate(); err != nil {
			t.Errorf("%+v: %v", f, err)
		}
	}
	for _, f := range []GradeFormat{{Bits: -1, Range: 1}, {Bits: 1, Range: 1}, {Bits: 33, Range: 1}, {Bits: 8}, {Bits: 8, Range: -1}, {Bits: 8, Range: math.NaN()}, {Bits: 8, Range: math.Inf(1)}} {
		if err := f.Validate(); err == nil {
			t.Errorf("%+v is accepted", f)
		}
	}
}
