package lif

import (
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// BenchmarkIntegrate runs one neuron after the other of an 800-neuron layer
// through 50 samples of 150 spikes from 784 inputs, as MNIST has them.
func BenchmarkIntegrate(b *testing.B) {
	b.Run("float32", benchmarkIntegrate[float32])
	b.Run("float64", benchmarkIntegrate[float64])
}

func benchmarkIntegrate[W learning.Float](b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	m, err := NewModel(model.Parameters{TauSyn: 0.13, Threshold: 0.2, Duration: 0.2, SpikeCap: 30})
	if err != nil {
		b.Fatal(err)
	}
	const neurons, inputs, samples, spikes = 800, 784, 50, 150
	weights := make([]W, neurons*inputs)
	for i := range weights {
		weights[i] = W(2*r.Float64() - 1.2)
	}
	batch := make([]model.SpikeTrain, samples)
	for s := range batch {
		time := 0.0
		for range spikes {
			batch[s].Append(&messages.Spike{Time: time}, int32(r.IntN(inputs)), m.End())
			if r.IntN(4) > 0 {
				time += 0.1 / spikes
			}
		}
		m.Prepare(&batch[s], false)
	}
	packed := PackedSamples{model: m}
	packed.Fill(batch)
	alone := make([]PackedSamples, samples)
	for s := range alone {
		alone[s].model = m
		alone[s].Fill(batch[s : s+1])
	}
	ownSpikes := make([][]model.OwnSpike, samples)
	forms := []struct {
		name string
		run  func(row []W)
	}{
		{"one by one", func(row []W) {
			for s := range batch {
				input := model.Whole(&batch[s])
				ownSpikes[s] = Integrate(m, row, &input, ownSpikes[s][:0])
			}
		}},
		{"alone", func(row []W) {
			for s := range alone {
				ownSpikes[s] = ownSpikes[s][:0]
				IntegratePacked(m, row, &alone[s], ownSpikes[s:s+1])
			}
		}},
		{"packed", func(row []W) {
			for s := range batch {
				ownSpikes[s] = ownSpikes[s][:0]
			}
			IntegratePacked(m, row, &packed, ownSpikes)
		}},
	}
	for _, form := range forms {
		b.Run(form.name, func(b *testing.B) {
			for b.Loop() {
				for i := range neurons {
					form.run(weights[i*inputs : (i+1)*inputs])
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(neurons*samples*spikes), "ns/event")
		})
	}
}

// BenchmarkLoad makes spike trains, and packed samples of them, of samples as the hidden layer gets them from
// pictures, 149 spikes at 66 times, and as the output gets them, 210 spikes at as many.
func BenchmarkLoad(b *testing.B) {
	m, err := NewModel(model.Parameters{TauSyn: 0.13, Threshold: 0.2, Duration: 0.2, SpikeCap: 30})
	if err != nil {
		b.Fatal(err)
	}
	for _, of := range []struct {
		name          string
		spikes, times int
		grade         float64
	}{{"pictures", 149, 66, 0}, {"hidden", 210, 210, 0.5}} {
		b.Run(of.name, func(b *testing.B) {
			batch := make([][]messages.Spike, 50)
			for s := range batch {
				for i := range of.spikes {
					time := 0.1 * (float64(i*of.times/of.spikes) + float64(s)/50) / float64(of.times)
					batch[s] = append(batch[s], messages.Spike{Time: time, Grade: of.grade, Source: int32(i)})
				}
			}
			trains := make([]model.SpikeTrain, len(batch))
			each := func(load func(v *model.SpikeTrain, spikes []messages.Spike)) func() {
				return func() {
					for s := range trains {
						load(&trains[s], batch[s])
					}
				}
			}
			arrivals := each(func(v *model.SpikeTrain, spikes []messages.Spike) { v.LoadPacked(m, spikes) })
			arrivals()
			packed := PackedSamples{model: m}
			for _, step := range []struct {
				name string
				do   func()
			}{
				{"arrivals", arrivals},
				{"packed", func() { packed.Fill(trains) }},
				{"spike trains", each(func(v *model.SpikeTrain, spikes []messages.Spike) { v.Load(m, spikes) })},
			} {
				b.Run(step.name, func(b *testing.B) {
					for b.Loop() {
						step.do()
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(batch)*of.spikes), "ns/spike")
				})
			}
		})
	}
}
