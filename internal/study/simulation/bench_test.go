package simulation_test

import (
	"context"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/shipped"
	"sfdfa-actors/messages"
)

// BenchmarkBalanced lets the balanced network with 10,000 neurons of 1,000 synapses run for a tenth of a second on one CPU
// core. Run it as
//
//	go test ./internal/study/simulation -run '^$' -bench Balanced -benchtime 3x
func BenchmarkBalanced(b *testing.B) {
	for _, name := range []string{"reference", "packets"} {
		build := engines[name]
		b.Run(name, func(b *testing.B) {
			text, _, err := shipped.Text("balanced", 1)
			if err != nil {
				b.Fatal(err)
			}
			net, err := simulation.Network([]byte(text), simulation.Settings{Duration: 1000, Seed: 1})
			if err != nil {
				b.Fatal(err)
			}
			s, err := simulation.New(net, network.Setup{CPUCores: 1}, build)
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			b.ReportAllocs()
			for b.Loop() {
				if err := s.Segment(context.Background(), func(int, []messages.Spike) {}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(s.Tally.SynapticEvents)/b.Elapsed().Seconds()/1e6, "Mevents/s")
		})
	}
}
