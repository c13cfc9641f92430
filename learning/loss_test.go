package learning_test

import (
	"slices"
	"testing"

	"sfdfa-actors/learning"
)

// L = ½ Σ (n* − n)² and e = n* − n, by hand. Reference: Eqs. 10 to 12.
func TestErrorsAndLoss(t *testing.T) {
	errors := make([]float64, 3)
	loss := learning.Targets{Right: 15, Other: 3}.Errors(errors, []int{4, 12, 3}, 1)
	if !slices.Equal(errors, []float64{-1, 3, 0}) || loss != 5 {
		t.Errorf("errors %v and loss %v, want [-1 3 0] and 5", errors, loss)
	}
}

func TestPredictions(t *testing.T) {
	for _, test := range []struct {
		name             string
		counts           []int
		first            []float64
		earliest, lowest int
	}{
		{"most spikes", []int{1, 3, 2}, []float64{0.1, 0.3, 0.2}, 1, 1},
		{"tie to the earliest", []int{3, 1, 3}, []float64{0.2, 0, 0.1}, 2, 0},
		{"tie in count and time", []int{0, 2, 2}, []float64{0, 0.1, 0.1}, 1, 1},
		{"three tied", []int{2, 2, 2}, []float64{0.3, 0.1, 0.2}, 1, 0},
		{"silence", []int{0, 0, 0}, []float64{0.3, 0.2, 0.1}, 0, 0},
	} {
		if got := learning.EarliestSpike.Predict(test.counts, test.first); got != test.earliest {
			t.Errorf("%s: earliest predicts %d, want %d", test.name, got, test.earliest)
		}
		if got := learning.LowestIndex.Predict(test.counts, test.first); got != test.lowest {
			t.Errorf("%s: lowest predicts %d, want %d", test.name, got, test.lowest)
		}
	}
}
