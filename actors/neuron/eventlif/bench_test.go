package eventlif

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// BenchmarkAdvance runs a neuron through a second with 30 or 1000 arrivals, whole and in windows: mostly
// excitatory ones that make it fire some 50 times where there are many.
func BenchmarkAdvance(b *testing.B) {
	for _, arrivals := range []int{30, 1000} {
		for _, refractory := range []float64{0, 0.002} {
			for _, tau := range []float64{0.01, 0.02} {
				for _, windows := range []int{1, arrivals / 10} {
					b.Run(fmt.Sprintf("arrivals=%d/refractory=%v/τm=%v/windows=%d", arrivals, refractory, tau, windows), func(b *testing.B) {
						benchmarkAdvance(b, arrivals, windows, model.Parameters{
							TauSyn: 0.005, TauMem: tau, Threshold: 0.12 * tau, Refractory: refractory, Duration: 1, SpikeCap: 1000,
						})
					})
				}
			}
		}
	}
}

func benchmarkAdvance(b *testing.B, arrivals, windows int, p model.Parameters) {
	m, err := NewModel(p)
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	weights := make([]float32, 1000)
	for j := range weights {
		weights[j] = float32(0.1 * (r.Float64() - 0.2))
	}
	trains, inputs, n := make([]model.SpikeTrain, windows), make([]model.Input, windows), 0
	for w := range trains {
		for ; n < arrivals*(w+1)/windows; n++ {
			trains[w].Append(&messages.Spike{Time: (float64(n) + r.Float64()) / float64(arrivals)}, int32(r.IntN(len(weights))), 1)
			trains[w].SynapticEvents = append(trains[w].SynapticEvents, model.SynapticEvent{Arrival: int32(len(trains[w].Arrivals) - 1), Synapse: int32(r.IntN(len(weights)))})
		}
		m.Prepare(&trains[w], false)
		inputs[w] = model.Part(&trains[w], 0, int32(len(trains[w].SynapticEvents)))
	}
	var dst []model.OwnSpike
	for b.Loop() {
		s := m.Start(nil)
		dst = dst[:0]
		for w := range inputs {
			until := float64(w+1) / float64(windows)
			if w+1 == windows {
				until = math.Inf(1)
			}
			dst = Advance(m, &s, weights, &inputs[w], nil, until, dst)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*arrivals), "ns/arrival")
	b.ReportMetric(float64(len(dst)), "spikes")
}
