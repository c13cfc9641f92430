package lif_test

import (
	"testing"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
)

// A neuron fires if its threshold is below its peak, and not if it is above.
func TestANeuronFiresBelowItsPeak(t *testing.T) {
	const margin = 1e-9
	tried := 0
	for seed := range uint64(2000) {
		p, weights, spikes := randomNeuron(seed, 0.01)
		at := func(threshold float64) (*lif.Model, model.Input) {
			p.Threshold = threshold
			m, err := lif.NewModel(p)
			if err != nil {
				t.Fatal(err)
			}
			train := &model.SpikeTrain{}
			train.Load(m, spikes)
			return m, model.Whole(train)
		}
		fires := func(threshold float64) bool {
			m, input := at(threshold)
			return len(lif.Integrate(m, weights, &input, nil)) > 0
		}
		m, input := at(p.Threshold)
		peak := m.Float64().Peak(weights, &input)
		if peak < 1e-6 {
			if peak < 0 || fires(1e-5) {
				t.Errorf("seed %d: peak %v, but the neuron fires at a threshold of 1e-5", seed, peak)
			}
			continue
		}
		tried++
		if !fires(peak*(1-margin)) || fires(peak*(1+margin)) {
			t.Errorf("seed %d: peak %v: fires below it %v, above it %v", seed, peak, fires(peak*(1-margin)), fires(peak*(1+margin)))
		}
	}
	if tried < 1000 {
		t.Errorf("%d neurons that can fire, want at least 1000", tried)
	}
}
