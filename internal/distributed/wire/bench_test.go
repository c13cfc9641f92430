package wire

import (
	"testing"

	"sfdfa-actors/messages"
)

// BenchmarkPackets encodes and decodes the graded spikes that 400 neurons fire in 50
// samples, a third of them in each, at times of their own.
func BenchmarkPackets(b *testing.B) {
	p := &messages.Packets{Envelope: &messages.Envelope{Count: 50, Batch: messages.Batch{Size: 50}}, From: 3}
	for s := range 50 {
		for i := range 133 {
			p.Spikes = append(p.Spikes, messages.Spike{Time: float64(s+i) / 1e4, Grade: float64(i) - 60.5, Source: int32(3 * i)})
		}
		p.Counts = append(p.Counts, 133)
	}
	size := 0
	for b.Loop() {
		frame, err := Encode(Header{}, Routed{Destination{ToPopulation, 2}, p})
		if err != nil {
			b.Fatal(err)
		}
		size = len(frame)
		if _, _, err := decode(frame); err != nil {
			b.Fatal(err)
		}
	}
	spikes := float64(len(p.Spikes))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/spikes, "ns/spike")
	b.ReportMetric(float64(size)/spikes, "B/spike")
}
