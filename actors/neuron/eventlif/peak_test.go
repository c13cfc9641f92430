package eventlif_test

import (
	"testing"
)

// A neuron fires if its threshold is below its peak, and not if it is above.
func TestANeuronFiresBelowItsPeak(t *testing.T) {
	const margin = 1e-9
	tried := 0
	for seed := range uint64(1000) {
		n := randomNeuron(t, seed)
		fires := func(threshold float64) bool {
			p := n.model.Parameters
			p.Threshold = threshold
			moved := random{newModel(t, p), n.weights, n.spikes}
			return len(moved.fire()) > 0
		}
		in := n.input()
		peak := n.model.Float64().Peak(n.weights, &in)
		if peak < 1e-12 {
			if peak < 0 || fires(1e-10) {
				t.Errorf("seed %d: peak %v, but the neuron fires at a threshold of 1e-10", seed, peak)
			}
			continue
		}
		tried++
		if !fires(peak*(1-margin)) || fires(peak*(1+margin)) {
			t.Errorf("seed %d: peak %v: fires below it %v, above it %v", seed, peak, fires(peak*(1-margin)), fires(peak*(1+margin)))
		}
	}
	if tried < 500 {
		t.Errorf("%d neurons that can fire, want at least 500", tried)
	}
}
