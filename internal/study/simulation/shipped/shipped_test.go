package shipped

import (
	"math"
	"testing"

	"sfdfa-actors/internal/study/simulation"
)

// Every network can be read at any scale.
func TestNetworksCanBeReadAtAnyScale(t *testing.T) {
	for _, name := range Names() {
		for _, scale := range []float64{0.01, 0.1, 1, 2} {
			text, found, err := Text(name, scale)
			if !found || err != nil {
				t.Fatalf("%s at %v: found %v, error %v", name, scale, found, err)
			}
			if _, err := simulation.Network([]byte(text), simulation.Settings{Duration: 1, Seed: 1}); err != nil {
				t.Errorf("%s at %v: %v", name, scale, err)
			}
		}
		if _, _, err := Text(name, 0.001); err == nil {
			t.Errorf("%s at 0.001: no error", name)
		}
	}
}

// The full balanced network has 10,000 neurons with 1,000 synapses each, whose drive and weights are those of the benchmark
// that it is made for; a tenth of it has the stronger weights and the slower drive of 100 synapses.
func TestBalancedByHand(t *testing.T) {
	for scale, want := range map[float64]float64{1: 10_000 * 1000, 0.1: 1000 * 100, 10: 100_000 * 1000} {
		text, _, _ := Text("balanced", scale)
		net, err := simulation.Network([]byte(text), simulation.Settings{Duration: 1, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if got := net.Topology.MeanSynapses(); got != want {
			t.Errorf("scale %v: %v synapses, want %v", scale, got, want)
		}
		weight, rate := 0.04, 8000.0
		if scale == 0.1 {
			weight, rate = 0.2, 1600
		}
		if d := net.Drives[0]; math.Abs(d.Weight-weight) > 1e-6 || math.Abs(d.Rate-rate) > 1e-3 {
			t.Errorf("scale %v: drive %+v, want %v Hz of %v", scale, d, rate, weight)
		}
	}
}

// The full microcircuit has the published 77,169 neurons and 0.3 billion synapses.
func TestTheMicrocircuitHasItsPublishedSize(t *testing.T) {
	text, _, _ := Text("microcircuit", 1)
	net, err := simulation.Network([]byte(text), simulation.Settings{Duration: 1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	neurons := 0
	for _, size := range net.Topology.Sizes[net.Topology.FirstNeurons():] {
		neurons += size
	}
	if synapses := net.Topology.MeanSynapses(); neurons != 77169 || math.Abs(synapses-0.3e9) > 0.005e9 {
		t.Errorf("%d neurons, %v synapses", neurons, synapses)
	}
}
