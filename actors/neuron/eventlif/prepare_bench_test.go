package eventlif

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/model"
)

// BenchmarkPrepare works out what a neuron with delays of its own needs of 1000 arrivals.
func BenchmarkPrepare(b *testing.B) {
	m, err := NewModel(model.Parameters{TauSyn: 0.02, TauMem: 0.04, Threshold: 1, Duration: 0.54, SpikeCap: 30})
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	times := make([]float64, 1000)
	for n := range times {
		times[n] = 0.54 * r.Float64()
	}
	slices.Sort(times)
	var train model.SpikeTrain
	for _, t := range times {
		train.Arrivals = append(train.Arrivals, model.Arrival{Q: t})
	}
	for b.Loop() {
		m.Prepare(&train, false)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(times)), "ns/arrival")
}
