package learning

import (
	"math"
	"testing"
)

// By hand: the first step's d is 2/11, which a decay of 0.5 leaves as it is; from
// the eighth step on, 9/18, the decay is the smaller one.
func TestAverageByHand(t *testing.T) {
	for _, test := range []struct {
		decay         float64
		step          int
		before, w, to float64
	}{
		{0.5, 1, 0, 11, 9},
		{0.5, 8, 0, 1, 0.5},
		{0.5, 1000, 4, 2, 3},
		{0.875, 1000, 8, 0, 7},
		{0.999, 10, 20, 0, 11},
	} {
		averages := []float64{test.before, -test.before}
		finite := Average(test.decay, test.step, []float64{test.w, -test.w}, averages)
		if !finite || math.Abs(averages[0]-test.to) > 1e-12 || averages[1] != -averages[0] {
			t.Errorf("decay %v, step %d: %v and %v became %v, want %v", test.decay, test.step, test.before, test.w, averages, test.to)
		}
	}
}

// The mean is one of the weights that there were: parts of 1, and none of the start
// after long.
func TestAverageOfOneIsOne(t *testing.T) {
	weights, averages := []float32{3}, []float32{-5}
	for step := range 200 {
		Average(0.9, step+1, weights, averages)
		if averages[0] > 3 {
			t.Fatalf("step %d: the mean of -5 and 3s is %v", step+1, averages[0])
		}
	}
	if math.Abs(float64(averages[0])-3) > 1e-5 {
		t.Errorf("after 200 steps the mean of 3s is %v", averages[0])
	}
}
