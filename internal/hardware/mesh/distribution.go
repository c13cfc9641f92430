package mesh

import "slices"

// Distribution describes one figure over all cores, or over all links. On real
// chips the busiest core or link decides how fast a network runs, not the sum.
type Distribution struct {
	Total int64   `json:"total"`
	Max   int64   `json:"max"`
	P99   int64   `json:"p99"` // the smallest that at least 99 % do not exceed
	Mean  float64 `json:"mean"`
	// Imbalance is Max ÷ Mean: 1 where all are the same, 0 where all are 0.
	Imbalance float64 `json:"max_over_mean"`
}

func distribution(values []int64) (d Distribution) {
	if len(values) == 0 {
		return d
	}
	sorted := slices.Sorted(slices.Values(values))
	for _, value := range sorted {
		d.Total += value
	}
	n := len(sorted)
	d.Max, d.P99 = sorted[n-1], sorted[(99*n+99)/100-1]
	d.Mean = float64(d.Total) / float64(n)
	if d.Mean > 0 {
		d.Imbalance = float64(d.Max) / d.Mean
	}
	return d
}
