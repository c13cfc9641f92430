package simulation_test

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/messages"
)

// Rates and intervals begin where the transient ends, as spikes counted one by one say. All spikes and the digest stay.
func TestTheTransientIsLeftOut(t *testing.T) {
	const transient = 0.05
	digests := map[string]bool{}
	for _, from := range []float64{0, transient} {
		net := balanced(t, 100)
		s, err := simulation.New(net, network.Setup{}, engines["reference"])
		if err != nil {
			t.Fatal(err)
		}
		s.Summary.LeaveOut(from)
		times, all := map[int32][]float64{}, int64(0) // by neuron of the first population, from then on
		for !s.Done() {
			err := s.Segment(context.Background(), func(index int, spikes []messages.Spike) {
				for _, spike := range spikes {
					all++
					if index == net.Topology.FirstNeurons() && spike.Time >= from {
						times[spike.Source] = append(times[spike.Source], spike.Time)
					}
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		count, variations := 0, []float64(nil)
		for _, of := range times {
			count += len(of)
			if len(of) < 5 {
				continue
			}
			var intervals []float64
			for i := 1; i < len(of); i++ {
				intervals = append(intervals, of[i]-of[i-1])
			}
			mean, deviation := stat.PopMeanStdDev(intervals, nil)
			variations = append(variations, deviation/mean)
		}
		report := s.Report("balanced", 0, 1)
		name := report.Populations[0]
		rate := float64(count) / float64(net.Topology.Sizes[net.Topology.FirstNeurons()]) / (s.Time() - from)
		if got := report.Rates[name]; math.Abs(got-rate) > 1e-9*rate || rate == 0 {
			t.Errorf("without %v s: rate %v Hz, want %v", from, got, rate)
		}
		if got, want := report.CV[name], stat.Mean(variations, nil); !(math.Abs(got-want) < 1e-9) {
			t.Errorf("without %v s: coefficient of variation %v, want %v", from, got, want)
		}
		if report.Spikes != all || report.Transient != from {
			t.Errorf("%d spikes without %v s, want %d without %v s", report.Spikes, report.Transient, all, from)
		}
		digests[report.Digest] = true
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if len(digests) != 1 {
		t.Errorf("digests %v, want one", digests)
	}
}
