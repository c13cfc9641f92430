package learning_test

import (
	"math"
	"slices"
	"testing"

	"sfdfa-actors/learning"
)

// By hand: B = (0.5, −1), Σ d·ξ = (4, 2) over 2 samples in which the neuron
// fired, α = 0.1. Reference: Eq. 7.
func TestEstimatedFeedbackMoves(t *testing.T) {
	row := []float64{0.5, -1}
	learning.EstimatedFeedback{}.Move(row, []float64{4, 2}, 2, 0.1)
	for o, want := range []float64{0.5 - 0.1*(0.5-2), -1 - 0.1*(-1-1)} {
		if math.Abs(row[o]-want) > 1e-15 {
			t.Errorf("B[%d] is %v, want %v", o, row[o], want)
		}
	}
}

func TestASilentNeuronKeepsItsFeedback(t *testing.T) {
	row := []float64{0.5, -1}
	learning.EstimatedFeedback{}.Move(row, []float64{0, 0}, 0, 0.1)
	if !slices.Equal(row, []float64{0.5, -1}) {
		t.Errorf("row %v, want it unchanged", row)
	}
}

// The hidden error is Σ_o B_io·e_o. Reference: Eq. 12.
func TestProject(t *testing.T) {
	if got := learning.Project([]float64{0.5, -1, 2}, []float64{4, 3, 0.25}); got != -0.5 {
		t.Errorf("projected error %v, want 0.5·4 − 1·3 + 2·0.25 = -0.5", got)
	}
}
