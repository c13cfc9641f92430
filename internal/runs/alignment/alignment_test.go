package alignment

import (
	"context"
	"math"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

func TestAngleByHand(t *testing.T) {
	for _, test := range []struct {
		x, y []float64
		want float64
	}{
		{[]float64{1, 0}, []float64{0, 3}, 90},
		{[]float64{2, 2}, []float64{1, 1}, 0},
		{[]float64{1, 0}, []float64{-5, 0}, 180},
		{[]float64{1, 0}, []float64{1, 1}, 45},
	} {
		if got := Angle(test.x, test.y); math.Abs(*got-test.want) > 1e-5 { // acos is steep at 0°
			t.Errorf("angle of %v and %v: %v, want %v", test.x, test.y, *got, test.want)
		}
	}
	if Angle([]float64{0, 0}, []float64{1, 1}) != nil {
		t.Error("a vector of zeros has an angle")
	}
}

// Weights goes through the feedback weights neuron by neuron; here both matrices are written out whole. Random networks,
// dense and sparse, whose feedback weights a few batches have moved.
func TestWeightsAreThoseOfTheWholeMatrices(t *testing.T) {
	angles := 0
	for seed := uint64(1); seed <= 30; seed++ {
		c := networktest.Random(seed)
		net, e := networktest.Start(t, &c, reference.New)
		if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
			t.Fatal(err)
		}
		got, err := Weights(net, e)
		if err != nil {
			t.Fatal(err)
		}
		if net.Learning.Rule.Feedback() == nil {
			if got != nil {
				t.Errorf("seed %d: a rule without feedback has an angle, %v°", seed, *got)
			}
			continue
		}
		output := net.Topology.Output()
		hidden := net.Topology.Sizes[output-1]
		forward, feedback := make([]float64, hidden*net.Outputs()), make([]float64, hidden*net.Outputs())
		each(t, e, output, func(o int, s messages.State) {
			for i, j := range net.Topology.AppendPresynaptic(nil, output, o, rng.NewStream(0, rng.Key{})) {
				forward[int(j)*net.Outputs()+o] = s.Weights[i]
			}
		})
		each(t, e, output-1, func(j int, s messages.State) { copy(feedback[j*net.Outputs():], s.Feedback) })
		want := Angle(forward, feedback)
		switch {
		case (got == nil) != (want == nil):
			t.Errorf("seed %d: angle %v, want %v", seed, got, want)
		case got != nil:
			angles++
			if math.Abs(*got-*want) > 1e-5 { // acos is steep at 0°
				t.Errorf("seed %d: %v°, want %v°", seed, *got, *want)
			}
		}
	}
	if angles < 5 {
		t.Errorf("only %d networks had an angle", angles)
	}
}

// each calls visit with the state of every neuron of a population.
func each(t *testing.T, e network.Engine, population int, visit func(int, messages.State)) {
	t.Helper()
	next := 0
	if err := e.States(population, func(states []messages.State) error {
		for _, s := range states {
			visit(next, s)
			next++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
