package neuron

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/actors/neuron/model"
)

// delayedCases are numbers of arrivals with what makes their times.
var delayedCases = []struct {
	name  string
	count int
	time  func(r *rand.Rand, n int) float64
}{
	{"none", 0, nil},
	{"one", 1, func(*rand.Rand, int) float64 { return 0.1 }},
	{"few", fewArrivals, func(r *rand.Rand, _ int) float64 { return r.Float64() }},
	{"spread", 1000, func(r *rand.Rand, _ int) float64 { return r.Float64() }},
	{"equal", 1000, func(*rand.Rand, int) float64 { return 0.5 }},
	{"ties", 1000, func(r *rand.Rand, _ int) float64 { return float64(r.IntN(100)) / 128 }},
	{"crowded", 1000, func(r *rand.Rand, n int) float64 { // but for one all in the first of the slices of time
		if n == 500 {
			return 1
		}
		return 1e-6 * r.Float64()
	}},
}

// Arrivals come in the order of time, and of synapses at the same time, however they are spread.
func TestArrivalsAtDelaysAreSorted(t *testing.T) {
	for _, c := range delayedCases {
		r := rand.New(rand.NewPCG(1, 1))
		var train model.SpikeTrain
		for n := range c.count {
			train.Arrivals = append(train.Arrivals, model.Arrival{Q: c.time(r, n), Synapse: int32(r.IntN(50))})
		}
		in, delays := model.Whole(&train), make([]float64, 50)
		for j := range delays {
			delays[j] = float64(j%4) / 8
		}
		const end = 1.1
		var want []model.Arrival
		for _, a := range train.Arrivals {
			if a.Q += delays[a.Synapse]; a.Q <= end {
				want = append(want, a)
			}
		}
		slices.SortFunc(want, compareArrivals)
		var d delayedArrivals
		for range 2 { // in new memory, and in the same again
			d.collect(&in, delays, end)
			if got := d.appendSorted(nil); !slices.Equal(got, want) {
				t.Errorf("%s, seed 1: %d arrivals are not those of a sort by comparisons, %d", c.name, len(got), len(want))
			}
		}
	}
}

// BenchmarkArrivalsAtDelays brings 1000 arrivals at delays of up to 40 ms into order.
func BenchmarkArrivalsAtDelays(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var train model.SpikeTrain
	for n := range 1000 {
		train.Arrivals = append(train.Arrivals, model.Arrival{Q: 0.5 * float64(n) / 1000, Synapse: int32(r.IntN(128))})
	}
	in, delays := model.Whole(&train), make([]float64, 128)
	for j := range delays {
		delays[j] = 0.04 * r.Float64()
	}
	var d delayedArrivals
	var dst []model.Arrival
	for b.Loop() {
		d.collect(&in, delays, 0.54)
		dst = d.appendSorted(dst[:0])
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*1000), "ns/arrival")
}
