package lif_test

import (
	"testing"

	"sfdfa-actors/learning"
)

// BenchmarkAccumulate takes neurons with several own spikes in one sample through the fused form.
func BenchmarkAccumulate(b *testing.B) {
	var neurons []activity
	for seed := range uint64(50) {
		if a := randomActivity(b, seed); len(a.ownSpikes) > 1 {
			neurons = append(neurons, a)
		}
	}
	dst := make([]float64, 20)
	for b.Loop() {
		for i := range neurons {
			a := &neurons[i]
			a.model.Accumulate(learning.Fused, learning.Modified, &a.input, a.ownSpikes, 1, dst[:len(a.weights)], nil)
		}
	}
	spikes := 0
	for i := range neurons {
		spikes += len(neurons[i].ownSpikes)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(spikes), "ns/spike")
}
