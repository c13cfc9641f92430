package neuron_test

import (
	"fmt"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// An output neuron that should fire twice and fired once gets the error 1, and learns to
// fire earlier: its weight grows by rate · 1 · |dT/dw|.
func Example() {
	m, err := neuron.NewModel(model.Parameters{TauSyn: 0.1, Threshold: 0.0375, Duration: 0.3, SpikeCap: 2})
	if err != nil {
		panic(err)
	}
	rule, err := learning.RuleByName("sfdfa")
	if err != nil {
		panic(err)
	}
	n := neuron.Build(&neuron.Population{
		Index: 1, Outputs: 1, IsOutput: true, Model: m, Weights: []neuron.Distribution{topology.Uniform{Low: 1, High: 1}},
		Learning: &learning.Settings{
			Rule: rule, Gradient: learning.Exact, Form: learning.Fused,
			Optimiser: learning.Optimiser{Kind: learning.GradientDescent},
		},
	}, neuron.Float64, 0, []int{1})[0]

	var train model.SpikeTrain
	train.Load(m, []messages.Spike{{Time: 0, Source: 0}})
	sample := neuron.Presentations{Inputs: []model.Input{model.Whole(&train)}}
	scratch := neuron.NewScratch()
	spikes, err := n.Present(nil, sample, true, scratch)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d spike at %.6f s\n", len(spikes), spikes[0].Time)

	broadcast := messages.ErrorBroadcast{Sample: 0, Errors: []float64{1}, Derivatives: []float64{0}}
	if err := n.Learn([]messages.ErrorBroadcast{broadcast}, messages.Rates{Weights: 0.5}, scratch); err != nil {
		panic(err)
	}
	fmt.Printf("weight 1 becomes %.3f\n", n.State().Weights[0])
	// Output:
	// 1 spike at 0.057536 s
	// weight 1 becomes 1.050
}
