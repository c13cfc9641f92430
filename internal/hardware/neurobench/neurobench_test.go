package neurobench_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/neurobench"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// weights are the states of a network's neurons, by population from the first
// hidden one.
type weights [][][]float64

func (w weights) States(population int, visit func([]messages.State) error) error {
	for _, own := range w[population-1] { // core by core, one neuron each
		if err := visit([]messages.State{{Weights: own}}); err != nil {
			return err
		}
	}
	return nil
}

// 2 inputs, 2 hidden neurons and 1 output, dense, samples of 4 ms.
func handNetwork(t *testing.T) (*network.Network, *mesh.Picture) {
	t.Helper()
	rule, err := learning.RuleByName("sfdfa")
	if err != nil {
		t.Fatal(err)
	}
	spec := network.Spec{
		Topology:       topology.Network{Sizes: []int{2, 2, 1}},
		NeuronsPerCore: 1,
		Precision:      neuron.Float32,
		Learning: learning.Settings{
			Rule: rule, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.LowestIndex,
			Optimiser: learning.Optimiser{Kind: learning.Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}, Targets: learning.Targets{Right: 2, Other: 1},
		},
	}
	for range 2 {
		spec.Topology.Projections = topology.Append(spec.Topology.Projections, topology.Dense{}, topology.Uniform{Low: 0, High: 1})
		spec.Neurons = append(spec.Neurons, model.Parameters{TauSyn: 0.1, Threshold: 1, Duration: 0.004, SpikeCap: 9})
	}
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return net, pictureOf(t, net)
}

func pictureOf(t *testing.T, net *network.Network) *mesh.Picture {
	t.Helper()
	picture, err := mesh.NewPicture(net, placement.Layer{}, placement.Grid{}, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// Two samples. Input 0 fires twice and input 1 twice; hidden 0 three times, of
// which two in one millisecond, hidden 1 twice in the last one, its end included;
// the output once. The weight from input 1 to hidden 0 is 0.
//
//	Dense                (2·2 + 2·1) pairs × 4 steps           = 24 a sample
//	Effective_ACs        2·2 + 2·1 + 3·1 + 2·1 = 11            = 5.5 a sample
//	arrivals     2·2 + 2·2 + 3·1 + 2·1 = 13            = 6.5 a sample
//	connection sparsity  1 of 6 weights                        = 0.1667
//	activation sparsity  1 − (2 + 1 + 1)/(3 neurons × 4 × 2)   = 20/24
func TestReportByHand(t *testing.T) {
	net, picture := handNetwork(t)
	c := neurobench.NewCounter(net, 1e-3)
	at := func(source int32, times ...float64) (spikes []messages.Spike) {
		for _, time := range times {
			spikes = append(spikes, messages.Spike{Time: time, Source: source, Grade: 0.5})
		}
		return spikes
	}
	c.Record(net.Cores[0], 0, [][]messages.Spike{at(0, 0.001)}) // before it counts
	c.Begin()
	c.Record(net.InputCore(), 0, [][]messages.Spike{append(at(0, 0, 0.0005), at(1, 0.001)...), at(1, 0)})
	c.Record(net.Cores[0], 0, [][]messages.Spike{at(0, 0.0012, 0.0014, 0.0025), nil})
	c.Record(net.Cores[1], 0, [][]messages.Spike{nil, at(1, 0.0035, 0.004)})
	c.Record(net.Cores[2], 0, [][]messages.Spike{at(0, 0.003), nil})
	c.End(2)
	c.Record(net.Cores[0], 0, [][]messages.Spike{at(0, 0.001)}) // after it counts
	r, err := c.Report(net, picture, weights{{{1, 0}, {2, 3}}, {{1, 1}}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := neurobench.Report{
		ClassificationAccuracy: 0.5,
		Footprint:              6 * 4,
		ConnectionSparsity:     0.1667,
		ActivationSparsity:     1 - 4.0/24,
		SynapticOperations:     neurobench.Operations{Dense: 24, EffACs: 5.5},
		ParameterCount:         6,
		MembraneUpdates:        11, // hidden: 4 steps each; output: from the second and from the last one on, and the first
		NeuronOperations:       neurobench.NeuronOperations{Effective: 66, Dense: 72},
		Arrivals:               6.5,

		ActivationSparsityByLayer: map[string]float64{"1": 1 - 3.0/16, "2": 1 - 1.0/8},
		Timestep:                  1e-3,
		Timesteps:                 4,
		SpikesPerNeuron:           1,
		Samples:                   2,
	}
	state := neurobench.Training{FeedbackBytes: 2 * 8, MomentsBytes: 2 * 6 * 4, EligibilityBytes: 6 * 4}
	if *r.Learning != state {
		t.Errorf("learning state %+v, want %+v", *r.Learning, state)
	}
	r.Learning = nil
	if !reflect.DeepEqual(*r, want) {
		t.Errorf("report %+v, want %+v", *r, want)
	}
	c.Begin()
	c.Record(net.Cores[0], 0, [][]messages.Spike{at(0, 0)})
	c.End(1)
	if r, err = c.Report(net, picture, weights{{{1, 0}, {2, 3}}, {{1, 1}}}, 0); err != nil || r.SynapticOperations.EffACs != 1 || r.ActivationSparsity != 1-1.0/12 {
		t.Errorf("after another begin: %+v, error %v", r, err)
	}
}

// The names are those of the harness, letter by letter.
func TestNames(t *testing.T) {
	text, err := json.Marshal(neurobench.Report{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		`"Footprint":`, `"ParameterCount":`, `"ConnectionSparsity":`, `"ActivationSparsity":`, `"ActivationSparsityByLayer":`, `"ClassificationAccuracy":`,
		`"SynapticOperations":{"Dense":0,"Effective_MACs":0,"Effective_ACs":0}`, `"MembraneUpdates":`, `"NeuronOperations":`, `"arrivals":`,
	} {
		if !strings.Contains(string(text), name) {
			t.Errorf("%s has no %s", text, name)
		}
	}
}

var errStates = errors.New("no states")

type failing struct{}

func (failing) States(int, func([]messages.State) error) error { return errStates }

func TestAnErrorOfTheEngineIsTheReports(t *testing.T) {
	net, picture := handNetwork(t)
	if _, err := neurobench.NewCounter(net, 1e-3).Report(net, picture, failing{}, 0); !errors.Is(err, errStates) {
		t.Errorf("error %v", err)
	}
}

// Where no weight is 0, Effective_ACs and arrivals are what the engine counts as
// synaptic events, in sparse networks too.
func TestEffectiveOperationsAreTheEnginesSynapticEvents(t *testing.T) {
	for seed := range uint64(12) {
		c := networktest.Random(seed)
		net, err := network.New(c.Spec)
		if err != nil {
			t.Fatal(err)
		}
		counter := neurobench.NewCounter(net, 1e-3)
		e, err := reference.New(net, network.Setup{Parts: c.Parts, Record: counter.Record})
		if err != nil {
			t.Fatal(err)
		}
		counter.Begin()
		finished, err := e.Run(context.Background(), &c.Test, func([]messages.Outcome) {})
		if err != nil {
			t.Fatal(err)
		}
		counter.End(finished.Presented)
		r, err := counter.Report(net, pictureOf(t, net), e, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := float64(finished.Tally.SynapticEvents) / float64(finished.Presented)
		if math.Abs(r.SynapticOperations.EffACs-want) > 1e-9 || r.SynapticOperations.EffACs != r.Arrivals || r.SynapticOperations.EffMACs != 0 {
			t.Errorf("seed %d: %+v and %g arrivals, want %g", seed, r.SynapticOperations, r.Arrivals, want)
		}
		if got, want := r.SpikesPerNeuron, finished.Tally.SpikesPerNeuron(); math.Abs(got-want) > 1e-12 {
			t.Errorf("seed %d: %g spikes a neuron, want %g", seed, got, want)
		}
		if s := r.ActivationSparsity; s < 0 || s > 1 || 1-s > r.SpikesPerNeuron {
			t.Errorf("seed %d: activation sparsity %g with %g spikes a neuron", seed, s, r.SpikesPerNeuron)
		}
	}
}
