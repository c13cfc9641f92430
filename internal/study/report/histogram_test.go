package report

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestHistogramByHand(t *testing.T) {
	h := newHistogram(-0.9, 1.1, 10)
	if h.Low != -1 || h.Width != 0.5 || len(h.Counts) != 5 {
		t.Fatalf("histogram from -0.9 to 1.1 in 10 bins: %+v", h)
	}
	for _, x := range []float64{-0.9, -0.5, -0.4, 0, 0.1, 0.5, 1.1, 99, -99} {
		h.add(x)
	}
	// A number on a border belongs to the bin below it.
	if want := []int64{3, 2, 2, 0, 2}; !reflect.DeepEqual(h.Counts, want) {
		t.Errorf("counts %v, want %v", h.Counts, want)
	}
}

// Whatever the range, the bins are few, cover it, and hold every number.
func TestHistogramsHoldEverything(t *testing.T) {
	const seed = 5
	r := rand.New(rand.NewPCG(seed, 0))
	for range 500 {
		most := 1 + r.IntN(80)
		low := r.NormFloat64() * math.Pow(10, float64(r.IntN(12)-6))
		high := low + r.Float64()*math.Pow(10, float64(r.IntN(12)-6))*float64(r.IntN(2))
		h := newHistogram(low, high, max(2, most))
		for range 50 {
			h.add(low + r.Float64()*(high-low))
		}
		bins := len(h.Counts)
		slack := 1e-6 * h.Width
		if bins < 1 || bins > max(2, most) || h.Low > low+slack || h.edge(bins) < high-slack || total(h) != 50 {
			t.Errorf("seed %d, from %v to %v in up to %d bins: %+v", seed, low, high, most, h)
		}
	}
}

// Ranges that are as good as none, or as all there is.
func TestHistogramsOfOddRanges(t *testing.T) {
	for _, test := range [][2]float64{{0, 0}, {0.5, 0.5}, {1e20, 1e20}, {1, 1 + 1e-15}, {-1e308, 1e308}, {math.Inf(-1), math.Inf(1)}, {0, 5e-324}, {1e-310, 3e-310}} {
		h := newHistogram(test[0], test[1], 20)
		h.add(test[0])
		h.add(test[1])
		if total(h) != 2 || len(h.Counts) > 20 || !(h.Width > 0) || math.IsInf(h.Width, 0) {
			t.Errorf("from %v to %v: %+v", test[0], test[1], h)
		}
	}
}

// Counts of spikes over samples are fractions: on a border they must not fall to
// one side or the other by rounding.
func TestFractionsOnBordersAreCountedBelow(t *testing.T) {
	h := newHistogram(0, 3, 30)
	for n := 1; n <= 30; n++ {
		h.add(float64(n) / 10)
	}
	for i, count := range h.Counts {
		if count != 1 {
			t.Errorf("bin %d has %d of the fractions 0.1, 0.2, … 3, want 1", i, count)
		}
	}
}

// total is the number of numbers in a histogram.
func total(h *histogram) (n int64) {
	for _, count := range h.Counts {
		n += count
	}
	return n
}
