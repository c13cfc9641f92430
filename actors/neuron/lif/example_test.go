package lif_test

import (
	"fmt"

	"sfdfa-actors/actors/neuron/lif"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// One spike through a weight of 1 lets a neuron with c = 3/16 and τ = 0.2 s fire exactly
// when e^{−t/τ} = 3/4, the earlier root of v = y − y² = 3/16.
func ExampleIntegrate() {
	m, err := lif.NewModel(model.Parameters{TauSyn: 0.1, Threshold: 0.0375, Duration: 0.3, SpikeCap: 1})
	if err != nil {
		panic(err)
	}
	var train model.SpikeTrain
	train.Load(m, []messages.Spike{{Time: 0, Source: 0}})
	input := model.Whole(&train)
	weights := []float64{1}
	ownSpikes := lif.Integrate(m, weights, &input, nil)
	fmt.Printf("T = %.15f s, where y = %v\n", ownSpikes[0].Time, ownSpikes[0].Y)

	eligibility := make([]float64, len(weights))
	m.Accumulate(learning.Fused, learning.Exact, &input, ownSpikes, 1, eligibility, nil)
	fmt.Printf("dT/dw = %.3f s\n", eligibility[0])
	// Output:
	// T = 0.057536414490356 s, where y = 0.75
	// dT/dw = -0.100 s
}
