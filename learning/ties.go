package learning

// TieRule says which of the output neurons with the most spikes predicts.
type TieRule string

const (
	// EarliestSpike gives a tie to the neuron whose first spike came first,
	// and then to the lowest index.
	EarliestSpike TieRule = "earliest"
	// LowestIndex gives a tie to the lowest index, as the authors' code does.
	LowestIndex TieRule = "lowest"
)

// ties is the table of tie rules; the first is the default. wins reports whether
// neuron o predicts in place of one with a lower index that fired as often, given the
// times of the first spikes of both.
var ties = []struct {
	rule TieRule
	wins func(first, firstOfLower float64) bool
}{
	{EarliestSpike, func(first, firstOfLower float64) bool { return first < firstOfLower }},
	{LowestIndex, func(float64, float64) bool { return false }},
}

// TieRules lists the allowed values in the table's order.
func TieRules() []TieRule {
	rules := make([]TieRule, len(ties))
	for i := range ties {
		rules[i] = ties[i].rule
	}
	return rules
}

// Predict returns the predicted class: the output neuron with the most spikes.
// firstSpikes[o] is the time of o's first spike and counts only where o fired. The
// rule is one of the table.
func (r TieRule) Predict(counts []int, firstSpikes []float64) int {
	i := 0
	for ties[i].rule != r {
		i++
	}
	best := 0
	for o := 1; o < len(counts); o++ {
		if counts[o] > counts[best] ||
			counts[o] > 0 && counts[o] == counts[best] && ties[i].wins(firstSpikes[o], firstSpikes[best]) {
			best = o
		}
	}
	return best
}
