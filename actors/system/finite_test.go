package system_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// finiteCase has three hidden and two output neurons that fire in every sample,
// and all learn.
func finiteCase(t *testing.T, rule string) networktest.Case {
	t.Helper()
	r, err := learning.RuleByName(rule)
	if err != nil {
		t.Fatal(err)
	}
	split := &networktest.Split{}
	for i := range 6 {
		split.Labels = append(split.Labels, i%2)
		split.Spikes = append(split.Spikes, []messages.Spike{{Source: 0}, {Source: 1}, {Time: 0.02, Source: 2}, {Time: 0.02, Source: 3}})
	}
	parameters := model.Parameters{TauSyn: 0.1, Threshold: 0.02, Duration: 0.3, SpikeCap: 5}
	dense := topology.Dense{}
	return networktest.Case{
		Spec: network.Spec{
			Topology:  topology.Network{Sizes: []int{4, 3, 2}, Seed: 1, Projections: topology.Weighted(topology.Chain(dense, dense), topology.Uniform{Low: 1, High: 1}, topology.Uniform{Low: 1, High: 1})},
			Neurons:   []model.Parameters{parameters, parameters},
			Precision: neuron.Float64,
			Learning: learning.Settings{
				Rule: r, Gradient: learning.Modified, Form: learning.Fused,
				Optimiser: learning.Optimiser{Kind: learning.Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
				Targets:   learning.Targets{Right: 20, Other: 1}, Ties: learning.LowestIndex,
			},
			NeuronsPerCore: 2,
		},
		Parts: map[messages.Part]datasets.Split{messages.Train: split},
		Train: messages.Assignment{
			Part: messages.Train, Indices: []int{0, 1, 2, 3, 4, 5}, Labels: split.Labels, Batch: 2, Coalesce: 1, InFlight: 2,
			Learn: true, Rates: messages.Rates{Weights: 0.001, Feedback: 0.1},
		},
	}
}

// fault is a number that is not finite, or leads to one.
type fault struct {
	rule    string                                  // sfdfa if empty
	change  func(*networktest.Case)                 // of the case
	state   func(population int, s *messages.State) // of neuron 1 of each population, before training
	perturb func(neuron int, sample uint64) float64 // 1 if nil
	want    string                                  // in the error, besides the neuron
	hint    string
}

func narrow(c *networktest.Case) { c.Spec.Precision = neuron.Float32 }

// hidden changes the state of hidden neuron 1.
func hidden(change func(*messages.State)) func(int, *messages.State) {
	return func(population int, s *messages.State) {
		if population == 1 {
			change(s)
		}
	}
}

func feedback(value float64) func(int, *messages.State) {
	return hidden(func(s *messages.State) { s.Feedback = []float64{value, value} })
}

// faults are one of each quantity, at neuron 1 of population 1.
var faults = map[string]fault{
	"grade": {
		perturb: func(neuron int, sample uint64) float64 {
			if neuron == 1 && sample == 3 {
				return math.NaN()
			}
			return 1
		},
		want: "grade of spike 0 of neuron 1 of population 1 is NaN in sample 3", hint: "a lower learning rate may help",
	},
	"grade that overflows": {
		state: hidden(func(s *messages.State) { s.Weights = []float64{1, 1, 1, 1} }),
		perturb: func(neuron int, sample uint64) float64 {
			if neuron == 1 && sample == 2 {
				return math.Inf(-1)
			}
			return 1
		},
		change: func(c *networktest.Case) { c.Spec.Grades = messages.GradeFormat{Bits: 8, Range: 16} }, // which would cut it off
		want:   "grade of spike 0 of neuron 1 of population 1 is -Inf in sample 2", hint: "weights have grown too large",
	},
	"spike time": {
		state: hidden(func(s *messages.State) { s.Weights = []float64{1e200, 1e200, 1, 1} }),
		want:  "time of spike 0 of neuron 1 of population 1 is -Inf in sample 0", hint: "weights have grown too large",
	},
	"feedback weight": {
		change: func(c *networktest.Case) { c.Spec.Grades = messages.GradeFormat{Bits: 8, Range: 16} },
		perturb: func(neuron int, sample uint64) float64 {
			if neuron == 1 {
				return 1e308
			}
			return 1
		},
		want: "feedback weight from output 0 of neuron 1 of population 1 is +Inf after batch 1", hint: "grades have grown too large",
	},
	"projected error": {
		rule: "dfa", state: feedback(1e308),
		want: "projected error of neuron 1 of population 1 is NaN in sample 0", hint: "feedback weights have grown too large",
	},
	"gradient": {
		rule: "dfa", change: narrow, state: feedback(1e300),
		want: "gradient of synapse 0 of neuron 1 of population 1 is -Inf after batch 1", hint: "a lower learning rate may help",
	},
	"gradient, with the exact one and plain descent": {
		rule: "dfa", state: feedback(1e300),
		change: func(c *networktest.Case) {
			narrow(c)
			c.Spec.Learning.Gradient, c.Spec.Learning.Optimiser = learning.Exact, learning.Optimiser{Kind: learning.GradientDescent}
		},
		want: "gradient of synapse 0 of neuron 1 of population 1 is -Inf after batch 1", hint: "the modified gradient is bounded",
	},
	"second moment": {
		rule: "dfa", change: narrow, state: feedback(1e25),
		want: "second moment of synapse 0 of neuron 1 of population 1 is +Inf after batch 1", hint: "precision float64",
	},
	"weight": {
		rule: "frozen", change: func(c *networktest.Case) {
			c.Spec.Learning.Regularisation, c.Train.Rates.Weights = 1, 1e308
			c.Spec.Learning.Optimiser.Beta1 = 0
		},
		state: hidden(func(s *messages.State) { s.Weights = []float64{1.7e308, -1.7e308, 1, 1} }),
		want:  "weight of synapse 1 of neuron 1 of population 1 is -Inf after batch 1", hint: "a lower learning rate may help",
	},
	"averaged weight": {
		rule: "dfa", change: func(c *networktest.Case) { narrow(c); c.Spec.Learning.WeightAverage = 0.9 },
		state: hidden(func(s *messages.State) { s.Weights[2], s.Averages[2] = 3e38, -3e38 }),
		want:  "averaged weight of synapse 2 of neuron 1 of population 1 is +Inf after batch 1", hint: "a lower learning rate may help",
	},
	"error of back-propagation": {
		rule: "bp",
		state: func(population int, s *messages.State) {
			if population == 2 {
				s.Weights = []float64{1e307, -1e307, 1}
			}
		},
		want: "back-propagated error of the spikes of neuron 0 of population 1 is", hint: "a lower learning rate may help",
	},
	"gradient of back-propagation": {
		rule: "bp", change: narrow,
		state: func(population int, s *messages.State) {
			if population == 2 {
				s.Weights = []float64{1e38, -1e38, 1}
			}
		},
		want: "moment of synapse 0 of neuron 0 of population 1 is", hint: "precision float64",
	},
}

// engineWith builds an engine of a network with the fault in it.
func engineWith(t *testing.T, f fault, c networktest.Case, engine string) network.Engine {
	t.Helper()
	start := map[int][]messages.State{}
	plain, err := reference.New(build(t, c), network.Setup{Parts: c.Parts})
	if err != nil {
		t.Fatal(err)
	}
	for population := 1; population <= 2; population++ {
		err := plain.States(population, func(states []messages.State) error {
			start[population] = append(start[population], messages.CloneStates(states)...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	net := build(t, c)
	setup := network.Setup{Parts: c.Parts, Initial: func(population, index int) (messages.State, bool) {
		state := start[population][index]
		if f.state != nil && index == 1 {
			f.state(population, &state)
		}
		return state, true
	}}
	perturb := f.perturb
	if perturb == nil {
		perturb = func(int, uint64) float64 { return 1 }
	}
	net.Populations[1].Perturbations = perturb
	if engine == "reference" {
		e, err := reference.New(net, setup)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e, err := system.New(net, setup, actors.Transport(engine))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A number that is NaN or infinite ends the run at its batch, whatever it is, with
// one line that names it, the neuron, and a likely cause. The neurons can't be
// read any more: nobody may take them for a good state.
func TestANumberThatIsNotFiniteEndsTheRun(t *testing.T) {
	for name, f := range faults {
		if f.rule == "" {
			f.rule = "sfdfa"
		}
		engines := []string{"reference", string(actors.PacketTransport), string(actors.SpikeTransport)}
		if f.rule == "bp" {
			engines = engines[:1]
		}
		for _, engine := range engines {
			c := finiteCase(t, f.rule)
			if f.change != nil {
				f.change(&c)
			}
			e := engineWith(t, f, c, engine)
			presented := 0
			_, err := e.Run(context.Background(), &c.Train, func(outcomes []messages.Outcome) { presented += len(outcomes) })
			if err == nil || !strings.Contains(err.Error(), f.want) || !strings.Contains(err.Error(), f.hint) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s, %s: error %v, want one line with %q and %q", name, engine, err, f.want, f.hint)
			}
			if presented > 4 {
				t.Errorf("%s, %s: %d samples presented, want that the run ends with the batch", name, engine, presented)
			}
			if _, digestErr := e.Digest(); digestErr == nil {
				t.Errorf("%s, %s: the digest of the broken neurons can be asked for", name, engine)
			}
			if err := e.States(1, func([]messages.State) error { return nil }); err == nil {
				t.Errorf("%s, %s: the states of the broken neurons can be asked for", name, engine)
			}
			if err := e.Close(); err != nil {
				t.Errorf("%s, %s: closing: %v", name, engine, err)
			}
		}
	}
}

// So does a spike time in a test, where nothing is learned.
func TestASpikeTimeThatIsNotFiniteEndsATest(t *testing.T) {
	for _, engine := range []string{"reference", string(actors.PacketTransport), string(actors.SpikeTransport)} {
		c := finiteCase(t, "dfa")
		c.Train.Learn = false
		e := engineWith(t, faults["spike time"], c, engine)
		_, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
		if want := faults["spike time"].want; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", engine, err, want)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}
