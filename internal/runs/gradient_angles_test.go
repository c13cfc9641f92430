package runs

import (
	"math"
	"reflect"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// given are states of neurons by population.
type given map[int][]messages.State

// States implements stateSource.
func (g given) States(population int, visit func([]messages.State) error) error {
	return visit(g[population])
}

// twins is a network of one input, two hidden neurons with the same weight and so
// the same spikes, and two output neurons, of which the second stays silent.
func twins(t *testing.T) (*network.Network, network.Parts) {
	t.Helper()
	rule, err := learning.RuleByName("dfa")
	if err != nil {
		t.Fatal(err)
	}
	p := model.Parameters{TauSyn: 0.1, Threshold: 0.0375, Duration: 0.3, SpikeCap: 8}
	dense := topology.Dense{}
	net, err := network.New(network.Spec{
		Topology:  topology.Network{Sizes: []int{1, 2, 2}, Projections: topology.Weighted(topology.Chain(dense, dense), topology.Constant{})},
		Neurons:   []model.Parameters{p, p},
		Precision: neuron.Float64,
		Learning: learning.Settings{
			Rule: rule, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.LowestIndex,
			Optimiser: learning.Optimiser{Kind: learning.GradientDescent}, Targets: learning.Targets{Right: 5, Other: 1},
			Regularisation: 1, TargetRate: 3, // no part of what is compared
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	samples := &networktest.Split{Labels: []int{0}, Spikes: [][]messages.Spike{{{Time: 0.01}}}}
	return net, network.Parts{messages.Train: samples}
}

// With twins before it, output neuron 0 hands each an error in proportion to its
// weight from it, and the rule projects one in proportion to its feedback weight:
// the angle is that between (w_00, w_01) and (B_00, B_10).
func TestGradientAnglesByHand(t *testing.T) {
	for _, test := range []struct {
		weights, feedback [2]float64
		want              float64
	}{
		{[2]float64{1, 1}, [2]float64{2, 2}, 0},
		{[2]float64{1, 1}, [2]float64{1, 0}, 45},
		{[2]float64{1, 1}, [2]float64{1, -1}, 90},
		{[2]float64{1, 1}, [2]float64{-3, -3}, 180},
		{[2]float64{2, 0}, [2]float64{1, math.Sqrt(3)}, 60},
	} {
		net, parts := twins(t)
		hidden := func(feedback float64) messages.State {
			return messages.State{Weights: []float64{1}, Feedback: []float64{feedback, 0}}
		}
		g, err := newGauge(net, given{
			1: {hidden(test.feedback[0]), hidden(test.feedback[1])},
			2: {{Weights: test.weights[:]}, {Weights: []float64{0, 0}}},
		}, network.Setup{Parts: parts})
		if err != nil {
			t.Fatal(err)
		}
		a := &messages.Assignment{Part: messages.Train, Indices: []int{0}, Labels: []int{0}, Batch: 1}
		exact, same := make([][]float64, 2), make([][]float64, 2)
		must(t, g.measure(a, exact, same))
		for what, angles := range map[string][][]float64{"exact": exact, "the same": same} {
			if len(angles[0]) != 1 || math.Abs(angles[0][0]-test.want) > 1e-5 || len(angles[1]) != 1 || angles[1][0] > 1e-5 {
				t.Errorf("weights %v, feedback %v, %s local gradient: angles %v, want %v and 0", test.weights, test.feedback, what, angles, test.want)
			}
		}
	}
}

// anglesOf are the angles after the last epoch.
func anglesOf(t *testing.T, c settings.Config) *record.GradientAngles {
	t.Helper()
	angles := mustRun(t, c).Last.GradientAngles
	if angles == nil || len(angles.Exact) != len(c.Layers)+1 || len(angles.Same) != len(c.Layers)+1 {
		t.Fatalf("%s: angles %+v, want one for each of %d populations", c.Rule, angles, len(c.Layers)+1)
	}
	return angles
}

func measured(rule string) settings.Config {
	c := settings.Defaults("yinyang", rule)
	c.Layers, c.Epochs, c.TrainLimit, c.TestLimit, c.GradientAngles = []int{40, 30}, 2, 1000, 50, 130
	return c
}

// Back-propagation is at 0 from itself, with the bounded local gradient too; that
// is at an angle from the exact one.
func TestBackPropagationIsAtNoAngleFromItself(t *testing.T) {
	t.Parallel()
	for _, gradient := range learning.Gradients() {
		c := measured("bp")
		c.Gradient = string(gradient)
		angles := anglesOf(t, c)
		for population := range angles.Same {
			if same := angles.Same[population]; same == nil || *same > 1e-5 {
				t.Errorf("%s: population %d at %v from itself, want 0", gradient, population+1, same)
			}
			if exact := angles.Exact[population]; exact == nil || (*exact > 1e-5) != (gradient == learning.Modified) {
				t.Errorf("%s: population %d at %v from the exact gradient", gradient, population+1, exact)
			}
		}
	}
}

// Output neurons have the same error under every rule; without an error hidden
// neurons have no gradient that could be at an angle.
func TestTheOutputIsAtNoAngleUnderAnyRule(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{"sfdfa", "dfa", "frozen"} {
		angles := anglesOf(t, measured(rule))
		if output := angles.Same[2]; output == nil || *output > 1e-5 {
			t.Errorf("%s: the output is at %v, want 0", rule, output)
		}
		for population := range 2 {
			if hidden := angles.Exact[population]; (hidden == nil) != (rule == "frozen") {
				t.Errorf("%s: hidden population %d is at %v", rule, population+1, hidden)
			}
		}
	}
}

// "The gradient estimates provided by FDFA align faster and exhibit a lower angle
// with respect to BP when compared with DFA", above all in the layer closest to the
// output (Section 3.4).
func TestSFDFAAlignsBetterThanDFA(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("trains 16,000 samples")
	}
	angle := map[string]float64{}
	for _, rule := range []string{"sfdfa", "dfa"} {
		c := measured(rule)
		c.Layers, c.TrainLimit, c.Epochs = []int{100}, 2000, 4
		angle[rule] = *anglesOf(t, c).Exact[0]
	}
	t.Log(angle)
	if angle["sfdfa"] > angle["dfa"]-5 {
		t.Errorf("angles %v, want that of sfdfa at least 5° below", angle)
	}
}

// Measuring changes nothing that is learned, gives the same on every engine, and
// is left out of the record where it is not asked for.
func TestMeasuringChangesNothing(t *testing.T) {
	t.Parallel()
	c := measured("sfdfa")
	with := mustRun(t, c)
	c.Engine = "reference"
	if again := mustRun(t, c); !reflect.DeepEqual(again.Last.GradientAngles, with.Last.GradientAngles) {
		t.Errorf("angles %+v from the plain loop, %+v from actors", again.Last.GradientAngles, with.Last.GradientAngles)
	}
	c.GradientAngles = 0
	if without := mustRun(t, c); without.Digest != with.Digest || without.Last.GradientAngles != nil {
		t.Errorf("digest %s with angles and %s without, which has %v", with.Digest, without.Digest, without.Last.GradientAngles)
	}
}
