package network

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"sfdfa-actors/messages"
)

// Neuron 5 fires twice in a sample and once in the next one of the same batch, neuron 6
// once in each of two batches; the spike cap is 2.
func TestActivitiesByHand(t *testing.T) {
	c := NewActivityCounter(5, 3, 2)
	first := messages.Batch{First: 10, Size: 2, Learn: true}
	c.Count(first, 10, [][]messages.Spike{{{Source: 5}, {Source: 5}}, {{Source: 5}, {Source: 6}}})
	second := messages.Batch{First: 12, Size: 2, Learn: true}
	c.Count(second, 12, [][]messages.Spike{{}})
	c.Count(second, 13, [][]messages.Spike{{{Source: 6}}})
	want := []messages.Activity{{Spikes: 3, Samples: 2, Batches: 1, Capped: 1}, {Spikes: 2, Samples: 2, Batches: 2}, {}}
	if got := c.TakeActivity(); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	// The next assignment may present the same samples, of which nothing is learned.
	c.Count(messages.Batch{First: 10, Size: 2}, 10, [][]messages.Spike{{{Source: 7}}})
	if got, want := c.TakeActivity(), []messages.Activity{{}, {}, {Spikes: 1, Samples: 1}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// BenchmarkCounting counts what 800 neurons fire in batches of 50 samples, 130 spikes
// each. Run it as
//
//	go test ./actors/network -run '^$' -bench Counting
func BenchmarkCounting(b *testing.B) {
	const neurons, fired = 800, 130
	r := rand.New(rand.NewPCG(1, 1))
	samples := make([][]messages.Spike, 50)
	for s := range samples {
		for range fired {
			samples[s] = append(samples[s], messages.Spike{Source: int32(r.IntN(neurons))})
		}
	}
	c := NewActivityCounter(0, neurons, 30)
	first := uint64(0)
	for b.Loop() {
		c.Count(messages.Batch{First: first, Size: len(samples), Learn: true}, first, samples)
		first += uint64(len(samples))
	}
	perSpike := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(len(samples)*fired)
	b.ReportMetric(perSpike, "ns/spike")
	b.ReportMetric(0, "ns/op") // says nothing here
}
