package eventlif

import (
	"math"
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// BenchmarkAccumulate adds the eligibilities of a sample with 1000 arrivals and some 20 own spikes.
func BenchmarkAccumulate(b *testing.B) {
	m, err := NewModel(model.Parameters{TauSyn: 0.005, TauMem: 0.01, Refractory: 0.002, Threshold: 0.001, Duration: 1, SpikeCap: 1000})
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	weights, dst := make([]float32, 1000), make([]float64, 1000)
	for j := range weights {
		weights[j] = float32(0.06 * r.Float64())
	}
	var train model.SpikeTrain
	for n := range 1000 {
		train.Append(&messages.Spike{Time: (float64(n) + r.Float64()) / 1000}, int32(r.IntN(len(weights))), 1)
	}
	m.Prepare(&train, false)
	in, s := model.Whole(&train), m.Start(nil)
	ownSpikes := Advance(m, &s, weights, &in, nil, math.Inf(1), nil)
	report := func(b *testing.B) {
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*1000), "ns/arrival")
		b.ReportMetric(float64(len(ownSpikes)), "spikes")
	}
	b.Run("weights", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m.Accumulate(learning.Fused, learning.Modified, &in, ownSpikes, 1, dst, nil)
		}
		report(b)
	})
	b.Run("delays", func(b *testing.B) {
		for b.Loop() {
			m.Float32().(model.DelayKernel[float32]).AccumulateDelays(learning.Modified, weights, &in, ownSpikes, 1, dst)
		}
		report(b)
	})
}
