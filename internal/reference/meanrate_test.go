package reference_test

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// meanRates trains a network at rates of 0, so that its spikes stay, and returns what it says
// of its hidden neurons' mean rates. Between the assignments it looks at gradients.
func meanRates(t *testing.T, c networktest.Case, rule string) (rates [][]float64) {
	t.Helper()
	c.Spec.Learning.Rule, c.Spec.Learning.Form = mustRule(t, rule), learning.Fused
	c.Train.Rates = messages.Rates{}
	net, e := networktest.Start(t, &c, reference.New)
	for range 2 {
		if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
			t.Fatal(err)
		}
		if _, err := e.Gradients(&c.Train); err != nil {
			t.Fatal(err)
		}
	}
	for population := 1; population < len(net.Populations); population++ {
		err := e.States(population, func(states []messages.State) error {
			for i := range states {
				rates = append(rates, slices.Clone(states[i].MeanRate))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return rates
}

// Mean rates are those of the spikes, whether errors come by broadcast or back through the
// network, and looking at gradients leaves them.
func TestBackPropagationMovesMeanRatesAsOtherRulesDo(t *testing.T) {
	for seed := range uint64(20) {
		c := networktest.Random(seed)
		c.Spec.Learning.RateAverage = 20
		got, want := meanRates(t, c, "bp"), meanRates(t, c, "frozen")
		if !reflect.DeepEqual(got, want) {
			t.Errorf("seed %d: mean rates %v, want %v", seed, got, want)
		}
		if want[0][0] == c.Spec.Learning.TargetRate {
			t.Errorf("seed %d: the mean rate of the first neuron has not moved", seed)
		}
	}
}
