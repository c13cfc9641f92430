package nir

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// numbered gives each neuron the weights 1, 2, 3 and so on, population by population.
type numbered struct{ net *network.Network }

func (s numbered) States(population int, visit func([]messages.State) error) error {
	next := 0.0
	var states []messages.State
	(&Sent{net: s.net}).partners(population, func(_ int, partners []int32) {
		var state messages.State
		for range partners {
			next++
			state.Weights = append(state.Weights, next)
		}
		states = append(states, state)
	})
	return visit(states)
}

// small is a network of 2 inputs, 2 hidden neurons and 1 output neuron, with these projections.
func small(t *testing.T, p []topology.Projection, change func(*network.Spec)) *network.Network {
	t.Helper()
	rule, err := learning.RuleByName("sfdfa")
	if err != nil {
		t.Fatal(err)
	}
	spec := network.Spec{
		Topology: topology.Network{Sizes: []int{2, 2, 1}, Names: []string{"eye", "middle", "output"}, Projections: topology.Weighted(p, topology.Constant{Value: 1}), Seed: 7},
		Neurons: []model.Parameters{
			{TauSyn: 0.01, Threshold: 0.5, Duration: 0.2, SpikeCap: 9},
			{TauSyn: 0.01, TauMem: 0.03, Threshold: 0.6, Current: 0.25, Duration: 0.2, SpikeCap: 8},
		},
		Precision: neuron.Float64,
		Learning: learning.Settings{
			Rule: rule, Gradient: "exact", Form: "fused", Ties: "earliest", Targets: learning.Targets{Right: 5, Other: 1},
			Optimiser: learning.Optimiser{Kind: "adam", Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
		},
	}
	if change != nil {
		change(&spec)
	}
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// text writes a graph down, one node or edge a line, but for constants of neurons.
func text(g *Graph) string {
	var lines []string
	for _, n := range g.Nodes {
		line := n.Name + " " + n.Type
		for _, field := range []string{"shape", "weight", "delay"} {
			if x := n.Fields[field]; x != nil {
				line += fmt.Sprintf(" %v %.4g", x.Shape, x.Values)
			}
		}
		lines = append(lines, line)
	}
	for _, e := range g.Edges {
		lines = append(lines, e.From+" > "+e.To)
	}
	return strings.Join(lines, "\n")
}

// A network with a delay, a cycle whose synapses have delays of their own, and two projections between the same
// populations, by hand.
func TestAGraphByHand(t *testing.T) {
	net := small(t, []topology.Projection{
		{From: 0, To: 1, Rule: topology.Dense{}},
		{From: 1, To: 1, Rule: topology.OneToOne{}, Delays: topology.Delays{Distribution: topology.Uniform{Low: 1e-3, High: 2e-3}}},
		{From: 1, To: 2, Rule: topology.Dense{}},
		{From: 1, To: 2, Rule: topology.Dense{}, Delays: topology.Delays{Distribution: topology.Constant{Value: 5e-3}}},
	}, nil)
	g, err := Export(net, numbered{net}, Convention{Dt: 1e-3, Unit: Milliseconds, Spike: Step})
	if err != nil {
		t.Fatal(err)
	}
	delays := g.node("middle_TO_middle_DELAY").Fields["delay"].Values
	want := strings.TrimSpace(`
input Input [1] [2]
middle CubaLIF
output-neurons CubaLIF
input_TO_middle Linear [2 2] [1 2 4 5]
middle_TO_middle_SYNAPSES Linear [2 2] [1 0 0 1]
middle_TO_middle_DELAY Delay [2] ` + fmt.Sprintf("%.4g", delays) + `
middle_TO_middle Linear [2 2] [3 0 0 6]
middle_TO_output-neurons Linear [1 2] [1 2]
middle_TO_output-neurons_2_DELAY Delay [2] [5 5]
middle_TO_output-neurons_2 Linear [1 2] [3 4]
output Output [1] [1]
input > input_TO_middle
input_TO_middle > middle
middle > middle_TO_middle_SYNAPSES
middle_TO_middle_SYNAPSES > middle_TO_middle_DELAY
middle_TO_middle_DELAY > middle_TO_middle
middle_TO_middle > middle
middle > middle_TO_output-neurons
middle_TO_output-neurons > output-neurons
middle > middle_TO_output-neurons_2_DELAY
middle_TO_output-neurons_2_DELAY > middle_TO_output-neurons_2
middle_TO_output-neurons_2 > output-neurons
output-neurons > output`)
	if got := text(g); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	for i, delay := range delays { // in ms, as the network has drawn them
		if delay < 1 || delay > 2 || delays[0] == delays[1] {
			t.Errorf("delay %d is %v ms", i, delay)
		}
	}
	constants := map[string]float64{}
	for name, field := range g.node("output-neurons").Fields {
		constants[name] = field.Values[0]
	}
	tauSyn, tauMem := 0.01, 0.03
	// r = τ/dt, w_in = τs/τ, threshold ϑ/τ; the constant current is where the potential rests.
	if want := map[string]float64{"tau_syn": 10, "tau_mem": 30, "r": 30, "w_in": tauSyn / tauMem, "v_threshold": 0.6 / tauMem, "v_leak": 0.25, "v_reset": 0}; !reflect.DeepEqual(constants, want) {
		t.Errorf("constants %v, want %v", constants, want)
	}
	if cap := g.node("middle").Metadata.Numbers["spike_cap"]; cap != 9 {
		t.Errorf("spike cap %v, want 9", cap)
	}
}

// One step by forward Euler with compensated constants takes potential and current where the exponentials take them.
func TestCompensatedConstantsAreExact(t *testing.T) {
	for _, p := range []model.Parameters{{TauSyn: 0.0125, Threshold: 1}, {TauSyn: 0.02, TauMem: 0.005, Threshold: 1}} {
		const dt, w = 1e-3, 0.7
		n := cubaOf(p, Convention{Dt: dt, Unit: Seconds, Spike: Step, Compensate: true})
		current, v := 0.0, 0.0
		tauSyn, tauMem := p.TauSyn, membrane(p)
		for step := 1; step <= 50; step++ {
			spike := 0.0
			if step == 1 {
				spike = w
			}
			current += dt / n.tauSyn * (n.weightIn*spike - current)
			v += dt / n.tauMem * (n.r*current - v)
			now := dt * float64(step)
			if want := w * tauSyn / (tauMem - tauSyn) * (math.Exp(-now/tauMem) - math.Exp(-now/tauSyn)); math.Abs(v-want) > 1e-12 {
				t.Fatalf("%+v: potential %v after %d steps, want %v", p, v, step, want)
			}
		}
	}
}

// What NIR can't say is refused, with the name of what it is in.
func TestWhatNIRCannotSay(t *testing.T) {
	dense := []topology.Projection{{From: 0, To: 1, Rule: topology.Dense{}}, {From: 1, To: 2, Rule: topology.Dense{}}}
	for want, change := range map[string]func(*network.Spec){
		"population middle: refractory time of 0.001 s": func(s *network.Spec) { s.Neurons[0].Refractory = 1e-3 },
		"population middle: a Poisson drive of 5 Hz":    func(s *network.Spec) { s.Drives = []neuron.Drive{{Rate: 5, Weight: 1}, {}} },
		"projection from input to middle: a matrix of 2 × 50000000 weights, allowed: up to 67108864": func(s *network.Spec) {
			s.Topology.Sizes[0] = 5e7
		},
	} {
		if _, err := Describe(small(t, dense, change), Usual()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	for want, c := range map[string]Convention{
		"nir-dt is 0 s":           {Unit: Seconds, Spike: Step},
		`nir-unit is "h"`:         {Dt: 1, Unit: "h", Spike: Step},
		`nir-spike is "wide"`:     {Dt: 1, Unit: Seconds, Spike: "wide"},
		"nir-compensate is given": {Dt: 1, Unit: Seconds, Spike: Dirac, Compensate: true},
	} {
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
