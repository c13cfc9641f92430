package learning

import "sfdfa-actors/internal/rng"

// SFDFA is spiking forward direct feedback alignment (Section 2.4): feedback weights
// follow an estimate of the forward weights that graded spikes carry to the output.
type SFDFA struct{}

// Name implements Rule.
func (SFDFA) Name() string { return "sfdfa" }

// Summary implements Rule.
func (SFDFA) Summary() string {
	return "spiking forward direct feedback alignment: feedback weights learn from graded spikes"
}

// HiddenError implements Rule.
func (SFDFA) HiddenError() ErrorSource { return Projected }

// Feedback implements Rule.
func (SFDFA) Feedback() Feedback { return EstimatedFeedback{} }

// Sends implements Rule.
func (SFDFA) Sends() Payload { return Payload{Grades: true, Derivatives: true} }

// Nonlocal implements Rule.
func (SFDFA) Nonlocal() string { return "" }

// EstimatedFeedback has feedback weights that start at 0 and follow the estimate
// d_o·ξ_i of the forward (path) weights.
type EstimatedFeedback struct{}

var _ LearnedFeedback = EstimatedFeedback{}

// Start implements Feedback.
func (EstimatedFeedback) Start(row []float64, _ *rng.Stream) { clear(row) }

// Move implements LearnedFeedback by Eq. 7:
//
//	B_io ← B_io − α · mean over the samples in which i fired of (B_io − d_o·ξ_i)
//
// Without such a sample the row stays as it is.
func (EstimatedFeedback) Move(row, estimate []float64, n int, rate float64) {
	if n == 0 {
		return
	}
	for o, b := range row {
		row[o] = b - rate*(b-estimate[o]/float64(n))
	}
}
