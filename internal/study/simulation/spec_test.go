package simulation_test

import (
	"testing"

	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/shipped"
)

// A spike finds 32 synapses on a core: of 100 in 100,000 neurons that takes 32,000 neurons. A core has at least 2,048
// neurons, and at most as many as 16 bits can name. Whoever gives a number gets it.
func TestCoresHoldSomeSynapsesOfASpike(t *testing.T) {
	for _, test := range []struct{ neurons, synapses, given, want int }{
		{100_000, 100, 0, 32_000}, {10_000, 1000, 0, 2048}, {1_000_000, 100, 0, 65_536}, {10_000, 1000, 300, 300},
	} {
		text := shipped.Balanced(test.neurons, test.synapses)
		net, err := simulation.Network([]byte(text), simulation.Settings{Duration: 1, Seed: 1, NeuronsPerCore: test.given})
		if err != nil {
			t.Fatal(err)
		}
		if net.NeuronsPerCore != test.want {
			t.Errorf("%d neurons with %d synapses, %d given: %d neurons on a core, want %d", test.neurons, test.synapses, test.given, net.NeuronsPerCore, test.want)
		}
	}
}
