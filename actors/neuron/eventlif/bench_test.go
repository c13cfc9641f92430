package eventlif

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

// BenchmarkAdvance runs a neuron in the state that it has in a large network, at the border of excitation and
// inhibition: 20,000 arrivals a second. It gets 30 of them, or 1000, at once or 30 in a window.
func BenchmarkAdvance(b *testing.B) {
	for _, arrivals := range []int{30, 1000} {
		for _, p := range []model.Parameters{
			{TauSyn: 0.005, TauMem: 0.01},
			{TauSyn: 0.005, TauMem: 0.01, Refractory: 0.002},
			{TauSyn: 0.005, TauMem: 0.02, Refractory: 0.002},
		} {
			for _, windows := range []int{1, arrivals / 30}[:min(2, arrivals/30)] {
				b.Run(fmt.Sprintf("arrivals=%d/windows=%d/τm=%v/refractory=%v", arrivals, windows, p.TauMem, p.Refractory), func(b *testing.B) {
					benchmarkAdvance(b, p, arrivals, windows, nil)
				})
			}
		}
	}
	b.Run("driven", func(b *testing.B) {
		drive := &Drive{Rate: 8000, Weight: 0.0004, Gaps: rng.NewSequence(1, rng.Key{})}
		benchmarkAdvance(b, model.Parameters{TauSyn: 0.005, TauMem: 0.01, Refractory: 0.002}, 1000, 33, drive)
	})
}

func benchmarkAdvance(b *testing.B, p model.Parameters, arrivals, windows int, drive *Drive) {
	p.Threshold, p.Duration, p.SpikeCap = p.TauMem, float64(arrivals)/20_000, 1000
	m, err := NewModel(p)
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	weights := make([]float32, 1000)
	for j := range weights {
		weights[j] = 0.04
		if j%5 == 0 {
			weights[j] = -0.04 * 2.75
		}
	}
	trains, inputs, n := make([]model.SpikeTrain, windows), make([]model.Input, windows), 0
	for w := range trains {
		train := &trains[w]
		for ; n < arrivals*(w+1)/windows; n++ {
			train.Append(&messages.Spike{Time: (float64(n) + r.Float64()) / 20_000}, 0, 1)
			train.SynapticEvents = append(train.SynapticEvents, model.SynapticEvent{
				Arrival: int32(len(train.Arrivals) - 1), Synapse: int32(r.IntN(len(weights))),
			})
		}
		m.Prepare(train, false)
		inputs[w] = model.Part(train, 0, int32(len(train.SynapticEvents)))
	}
	var dst []model.OwnSpike
	for b.Loop() {
		s := m.Start(drive)
		dst = dst[:0]
		for w := range inputs {
			until := math.Inf(1)
			if w+1 < windows {
				until = p.Duration * float64(w+1) / float64(windows)
			}
			dst = Advance(m, &s, weights, &inputs[w], drive, until, dst)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*arrivals), "ns/arrival")
	b.ReportMetric(float64(len(dst)), "spikes")
}
