package runs

import (
	"reflect"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// odd is a config without two equal numbers.
func odd() settings.Config {
	return settings.Config{
		Dataset: "patterns", DataDir: "nowhere", TrainLimit: 23, TestLimit: 19, Inputs: 31, Epochs: 2, Seed: 77, Calibrate: "off",
		Layers: []int{13, 11}, InDegree: []int{7, 0, 0}, Density: []float64{0, 0.375, 0},
		HiddenWeights: []float64{-1.25, 1.5}, OutputWeights: []float64{-0.75, 2.25},
		Delays: "fixed", DelayMax: 0.0191, DelayFrom: "all", DelayPer: "axon",
		Precision: "float64", NeuronsPerCore: 5, CoresGrid: "3x21", Placement: "greedy", EnergyProfile: "loihi-sanafe", Timestep: 0.0021,
		EncodingWindow: 0.111, TauSyn: 0.131, Duration: 0.211,
		HiddenThreshold: []float64{0.017, 0.037}, OutputThreshold: 0.057, SpikeCap: 29, OutputSpikeCap: 37,
		Rule: "dfa", Gradient: "exact", Eligibility: "trace",
		Batch: 9, Optimiser: "adam", LearningRate: 0.0625, LearningRateDecay: 0.5,
		Beta1: 0.81, Beta2: 0.97, Epsilon: 3e-7, FeedbackRate: 0.033, Perturb: "one", Revive: 3,
		Regularisation: 0.44, TargetRate: 0.55, GradeBits: 12, GradeRange: 6.5, TargetRight: 17, TargetOther: 4, Ties: "lowest",
		Engine: "reference", Transport: "spike", Scheduler: "goroutine", Coalesce: 6, Procs: 1,
	}
}

// The network has each setting in its own place.
func TestTheSpecHoldsEverySettingInItsPlace(t *testing.T) {
	c := odd()
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	want := network.Spec{
		Topology: topology.Network{
			Sizes: []int{31, 13, 11, 10}, Seed: 77,
			Projections: topology.Weighted(
				topology.Chain(topology.FixedInDegree{InDegree: 7}, topology.Bernoulli{Density: 0.375}, topology.Dense{}),
				topology.Uniform{Low: -1.25, High: 1.5}, topology.Uniform{Low: -1.25, High: 1.5}, topology.Uniform{Low: -0.75, High: 2.25},
			),
		},
		Neurons: []model.Parameters{
			{TauSyn: 0.131, Threshold: 0.017, Duration: 0.211, SpikeCap: 29},
			{TauSyn: 0.131, Threshold: 0.037, Duration: 0.211, SpikeCap: 29},
			{TauSyn: 0.131, Threshold: 0.057, Duration: 0.211, SpikeCap: 37},
		},
		Learning: learning.Settings{
			Rule:     learning.DFA{},
			Gradient: learning.Exact, Form: learning.Trace,
			Optimiser: learning.Optimiser{Kind: learning.Adam, Beta1: 0.81, Beta2: 0.97, Epsilon: 3e-7},
			Targets:   learning.Targets{Right: 17, Other: 4}, Ties: learning.LowestIndex,
			Regularisation: 0.44, TargetRate: 0.55, Perturb: "one", Revive: 3,
		},
		Grades:    messages.GradeFormat{Bits: 12, Range: 6.5},
		Precision: neuron.Float64, NeuronsPerCore: 5,
	}
	for k := range want.Topology.Projections {
		want.Topology.Projections[k].Delays = topology.Delays{Distribution: topology.Uniform{Low: 0, High: 0.0191}, PerAxon: true}
	}
	got, err := networkspec.Of(&c, 31, 10)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("spec\n%+v, want\n%+v", got, want)
	}
}

// A single number is for every hidden population, and for the output it is
// dense: so say the settings' helps.
func TestASingleNumberIsForTheHiddenPopulations(t *testing.T) {
	c := odd()
	c.HiddenThreshold = []float64{0.4}
	c.InDegree, c.Density = []int{3}, nil
	spec, err := networkspec.Of(&c, 31, 10)
	if err != nil {
		t.Fatal(err)
	}
	sparse, dense := topology.FixedInDegree{InDegree: 3}, topology.Dense{}
	for k, want := range []topology.Rule{sparse, sparse, dense} {
		if got := spec.Topology.Projections[k].Rule; got != want {
			t.Errorf("rule of projection %d: %+v, want %+v", k, got, want)
		}
	}
	for population, want := range []float64{0.4, 0.4, 0.057} {
		if got := spec.Neurons[population].Threshold; got != want {
			t.Errorf("threshold of population %d: %v, want %v", population+1, got, want)
		}
	}
}

// What is asked of the engine in training holds each setting in its place, and
// the rate decays.
func TestTheAssignmentsHoldEverySettingInItsPlace(t *testing.T) {
	f := follow(t, odd())
	if f.inputs != 31 || f.train != 23 || f.test != 19 {
		t.Errorf("%d inputs, %d training and %d test samples, want 31, 23 and 19", f.inputs, f.train, f.test)
	}
	if p := f.placement; p.Rule != (placement.Greedy{}) || p.Grid != (placement.Grid{Width: 3, Height: 21}) {
		t.Errorf("placement %s on %s, want greedy on 3x21", p.Rule, p.Grid)
	}
	training := f.training()
	if len(training) != 2 || len(f.assignments) != 4 {
		t.Fatalf("%d assignments, %d of them learn, want 4 and 2", len(f.assignments), len(training))
	}
	for epoch, a := range training {
		want := messages.Rates{Weights: []float64{0.0625, 0.03125}[epoch], Feedback: 0.033}
		if a.Rates != want {
			t.Errorf("epoch %d: rates %+v, want %+v", epoch+1, a.Rates, want)
		}
	}
	for i, a := range f.assignments {
		if a.Batch != 9 || a.Coalesce != 6 || a.InFlight < a.Batch {
			t.Errorf("assignment %d: batch %d, coalesce %d, in flight %d; want 9, 6 and at least a batch", i, a.Batch, a.Coalesce, a.InFlight)
		}
		if want := []messages.Part{messages.Train, messages.Test}[i%2]; a.Part != want || a.Learn != (want == messages.Train) {
			t.Errorf("assignment %d: part %s, learn %v; want %s", i, a.Part, a.Learn, want)
		}
	}
	c := odd()
	c.Coalesce = 0
	if a := follow(t, c).assignments[0]; a.Coalesce != 9 {
		t.Errorf("coalesce 0 becomes %d, want the whole batch of 9", a.Coalesce)
	}
}
