package bench

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// BenchmarkPresentSparse presents samples to large sparse networks of actors,
// without learning, one envelope of 16 samples after the other: what a message costs is
// then little beside its synaptic events. It needs up to 4 GiB; run it by size, as in
//
//	go test ./internal/runs -run '^$' -bench PresentSparse/100000x100$ -benchtime 3x
func BenchmarkPresentSparse(b *testing.B) {
	for _, size := range []struct{ neurons, inDegree, inputs int }{
		{100_000, 100, 1000}, {100_000, 1000, 2000}, {1_000_000, 100, 1000},
	} {
		b.Run(fmt.Sprintf("%dx%d", size.neurons, size.inDegree), func(b *testing.B) {
			c := settings.Defaults("patterns", "sfdfa")
			c.Layers, c.InDegree, c.Inputs, c.Batch = []int{size.neurons}, []int{size.inDegree}, size.inputs, 16
			presentSparse(b, c)
		})
	}
}

func presentSparse(b *testing.B, c settings.Config) {
	setup, err := NewSetup(c)
	if err != nil {
		b.Fatal(err)
	}
	net, err := setup.Network(c.Layers)
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	engine, err := setup.Actors(net, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer engine.Close()
	built := time.Since(began)
	assignment := setup.Assignment(32)
	assignment.InFlight = c.Batch
	present := func() int64 {
		finished, err := engine.Run(context.Background(), &assignment, func([]messages.Outcome) {})
		if err != nil {
			b.Fatal(err)
		}
		return finished.Tally.SynapticEvents
	}
	present() // warms pools and caches up
	runtime.GC()
	events := int64(0)
	b.ResetTimer()
	for b.Loop() {
		events += present()
	}
	b.ReportMetric(built.Seconds(), "s/build")
	b.ReportMetric(float64(events)/b.Elapsed().Seconds()/1e6, "Mevents/s")
}
