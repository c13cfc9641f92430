package learning

import (
	"errors"
	"fmt"
)

// Targets are the spike counts n*_o asked of the output neurons.
type Targets struct {
	Right int // spikes asked of the output neuron of the sample's class
	Other int // spikes asked of the others; at least 1, so that none dies
}

// Validate checks that the right class is told apart and no output is silenced. Its error
// lists all faults.
func (t Targets) Validate() error {
	var faults []error
	if t.Other < 1 {
		faults = append(faults, fmt.Errorf("learning: target count of the other classes is %d, must be at least 1 (an output asked for 0 spikes dies)", t.Other))
	}
	if t.Right <= t.Other {
		faults = append(faults, fmt.Errorf("learning: target count of the right class is %d, must be above that of the others (%d)", t.Right, t.Other))
	}
	return errors.Join(faults...)
}

// Errors writes e_o = n*_o − n_o into dst and returns the loss (Eq. 10),
// L = ½ Σ_o e_o². dst and counts have one entry an output neuron.
func (t Targets) Errors(dst []float64, counts []int, label int) (loss float64) {
	for o, n := range counts {
		target := t.Other
		if o == label {
			target = t.Right
		}
		e := float64(target - n)
		dst[o] = e
		loss += e * e / 2
	}
	return loss
}
