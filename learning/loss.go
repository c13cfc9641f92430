package learning

import "fmt"

// Targets are the spike counts n*_o asked of the output neurons.
type Targets struct {
	Right int // spikes asked of the output neuron of the sample's class
	Other int // spikes asked of the others; at least 1, so that none dies
}

// Validate checks that the right class is told apart and no output is silenced.
func (t Targets) Validate() error {
	if t.Other < 1 {
		return fmt.Errorf("learning: target count of the other classes is %d, must be at least 1 (an output asked for 0 spikes dies)", t.Other)
	}
	if t.Right <= t.Other {
		return fmt.Errorf("learning: target count of the right class is %d, must be above that of the others (%d)", t.Right, t.Other)
	}
	return nil
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

// TieRule says which of the output neurons with the most spikes predicts.
type TieRule string

const (
	// EarliestSpike gives a tie to the neuron whose first spike came first,
	// and then to the lowest index.
	EarliestSpike TieRule = "earliest"
	// LowestIndex gives a tie to the lowest index, as the authors' code does.
	LowestIndex TieRule = "lowest"
)

// TieRules lists the allowed values.
func TieRules() []TieRule { return []TieRule{EarliestSpike, LowestIndex} }

// Predict returns the predicted class: the output neuron with the most spikes.
// firstSpikes[o] is the time of o's first spike and counts only where o fired.
func (r TieRule) Predict(counts []int, firstSpikes []float64) int {
	best := 0
	for o := 1; o < len(counts); o++ {
		switch {
		case counts[o] > counts[best]:
			best = o
		case r == EarliestSpike && counts[o] > 0 && counts[o] == counts[best] && firstSpikes[o] < firstSpikes[best]:
			best = o
		}
	}
	return best
}
