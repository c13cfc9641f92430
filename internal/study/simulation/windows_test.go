package simulation_test

import (
	"testing"

	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/shipped"
)

// In a delay of 1.5 ms a neuron of the balanced network has some (1000·20 + 8000)·0.0015 = 42 events, which are three
// windows of about 15; with 100 synapses it has 5. In a second it has 69 (3·20 + 9), but more than three windows are never taken.
func TestWindowsHoldSomeEvents(t *testing.T) {
	micro, _, err := shipped.Text("microcircuit", 0.02)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		text string
		want float64
	}{
		"balanced":     {shipped.Balanced(1500, 1000), 1.0 / 3},
		"with 100":     {shipped.Balanced(1500, 100), 0},
		"microcircuit": {micro, 0},
		"a long delay": {"network: {populations: {a: {size: 3, poisson: {rate: 9Hz, weight: 1}}}, projections: [{from: a, to: a, connect: all-to-all, weights: 1, delays: 1s}]}", 1.0 / 3},
	} {
		net, err := simulation.Network([]byte(test.text), simulation.Settings{Duration: 1, Seed: 1})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := simulation.WindowShare(net); got != test.want {
			t.Errorf("%s: windows of %v delays, want %v", name, got, test.want)
		}
	}
}
