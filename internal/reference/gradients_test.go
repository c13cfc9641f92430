package reference_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// engineOf builds the engine of a case.
func engineOf(t *testing.T, c *networktest.Case) *reference.Engine {
	t.Helper()
	_, e := networktest.Start(t, c, reference.New)
	return e
}

// gradientsOf are the gradients of a case's training samples.
func gradientsOf(t *testing.T, e *reference.Engine, c *networktest.Case) [][][]float64 {
	t.Helper()
	gradients, err := e.Gradients(&c.Train)
	if err != nil {
		t.Fatal(err)
	}
	return gradients
}

// The gradient of a batch is what a step of plain gradient descent with rate 1
// takes from the weights, under every rule, where feedback weights don't move
// first.
func TestGradientsAreWhatAStepTakes(t *testing.T) {
	compared := map[string]int{}
	for seed := range uint64(40) {
		for _, name := range learning.RuleNames() {
			c := exactCase(t, seed)
			c.Spec.Learning.Rule = mustRule(t, name)
			c.Spec.Learning.Gradient = learning.Gradients()[seed%2]
			c.Train.Rates.Feedback = 0
			_, start := before(t, &c, nil)
			_, learned := conduct(t, c.Spec, &c, c.Train, nil)
			gradients := gradientsOf(t, engineOf(t, &c), &c)
			for p := range start {
				for i := range start[p] {
					for j, w := range start[p][i].Weights {
						step, gradient := w-learned[p][i].Weights[j], gradients[p][i][j]
						if math.Abs(gradient-step) > 1e-12*max(1, math.Abs(step)) {
							t.Errorf("seed %d, %s: synapse %d of neuron %d in population %d has the gradient %.17g, a step takes %.17g", seed, name, j, i, p+1, gradient, step)
						}
						if step != 0 {
							compared[name]++
						}
					}
				}
			}
		}
	}
	for _, name := range learning.RuleNames() {
		if compared[name] < 500 {
			t.Errorf("%s: only %d weights moved", name, compared[name])
		}
	}
}

// Looking at gradients changes nothing that is learned before or after, whatever
// the rule, the form and the optimiser.
func TestGradientsLeaveTheNetworkAsItIs(t *testing.T) {
	for seed := range uint64(20) {
		for _, name := range learning.RuleNames() {
			c := networktest.Random(seed)
			c.Spec.Learning.Rule = mustRule(t, name)
			if name == "bp" {
				c.Spec.Learning.Form = learning.Fused
			}
			digests := map[bool][]string{}
			for _, look := range []bool{false, true} {
				e, a := engineOf(t, &c), c.Train
				for range 2 {
					finished, err := e.Run(context.Background(), &a, func([]messages.Outcome) {})
					if err != nil {
						t.Fatal(err)
					}
					a.First += uint64(len(a.Indices))
					if look {
						first, again := gradientsOf(t, e, &c), gradientsOf(t, e, &c)
						if !slices.EqualFunc(first, again, func(x, y [][]float64) bool { return slices.EqualFunc(x, y, slices.Equal) }) {
							t.Errorf("seed %d, %s: two looks at the same batch differ", seed, name)
						}
					}
					digest, err := e.Digest()
					if err != nil {
						t.Fatal(err)
					}
					digests[look] = append(digests[look], digest.String(), fmt.Sprint(finished.Tally))
				}
			}
			if !slices.Equal(digests[false], digests[true]) {
				t.Errorf("seed %d, %s: digests and tallies %v, with looks between %v", seed, name, digests[false], digests[true])
			}
		}
	}
}
