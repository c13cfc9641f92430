package learning

// MoveFeedback moves one hidden neuron's row of feedback weights toward the
// estimate of its forward (path) weights, Eq. 7:
//
//	B_io ← B_io − α · mean over the samples in which i fired of (B_io − d_o·ξ_i)
//
// estimate[o] holds Σ d_o·ξ_i over those samples and fired is their number;
// without any the row stays as it is.
func MoveFeedback(row, estimate []float64, fired int, rate float64) {
	if fired == 0 {
		return
	}
	for o, b := range row {
		row[o] = b - rate*(b-estimate[o]/float64(fired))
	}
}

// Project returns Σ_o B_io·e_o, the error that reaches hidden neuron i.
func Project(row, errors []float64) float64 {
	var sum float64
	for o, b := range row {
		sum += b * errors[o]
	}
	return sum
}
