package learning

// Project returns Σ_o B_io·e_o, the error that reaches hidden neuron i.
func Project(row, errors []float64) float64 {
	var sum float64
	for o, b := range row {
		sum += b * errors[o]
	}
	return sum
}
