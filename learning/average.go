package learning

// Average moves the running mean of a neuron's weights, one entry a synapse,
// after its step-th optimiser step, counted from 1:
//
//	a ← d·a + (1−d)·w,   d = min(decay, (1+step)/(10+step))
//
// The smaller d of the first steps lets the mean forget the weights that the
// training started from. A mean over the last 1/(1−decay) steps or so is nearer to a
// minimum than the weights, which the noise of single batches keeps moving
// around it (Polyak & Juditsky 1992). It reports whether the means are still finite
// numbers.
func Average[W Float](decay float64, step int, weights, averages []W) (finite bool) {
	part := W(1 - min(decay, float64(1+step)/float64(10+step)))
	averages = averages[:len(weights)]
	for j, w := range weights {
		// The conversion forbids a fused operation, which rounds otherwise.
		averages[j] += W(part * (w - averages[j]))
	}
	return AllFinite(averages)
}
