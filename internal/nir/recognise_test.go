package nir

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// sent writes a network with what its neurons have learned into a file, and reads the graph in it.
func sent(t *testing.T, net *network.Network, source StateSource, c Convention) *Graph {
	t.Helper()
	g, err := Export(net, source, c)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := Write(&file, g, net.Precision == neuron.Float32); err != nil {
		t.Fatal(err)
	}
	read, err := decodeGraph(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// A network goes out and in again with all its bits: 60 random chains, sparse and dense, in both precisions and in
// all conventions.
func TestTheRoundTripIsExact(t *testing.T) {
	conventions := []Convention{
		Usual(), {Dt: 1e-3, Unit: Milliseconds, Spike: Step}, {Dt: 1e-4, Unit: Milliseconds, Spike: Dirac}, {Dt: 2e-4, Unit: Seconds, Spike: Step, Compensate: true},
	}
	synapses := 0
	for seed := range uint64(60) {
		spec := networktest.Random(seed).Spec
		net, err := network.New(spec)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		engine, err := reference.New(net, network.Setup{})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		c := conventions[seed%uint64(len(conventions))]
		g := sent(t, net, engine, c)
		if said, is := ConventionOf(g); !is || said != c {
			t.Errorf("seed %d: the convention %+v, want %+v", seed, said, c)
		}
		states, err := Recognise(net, g, c)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for population := 1; population < len(states); population++ {
			next := 0
			engine.States(population, func(want []messages.State) error {
				for i := range want {
					if got := states[population][next].Weights; !slices.Equal(got, want[i].Weights) {
						t.Errorf("seed %d: neuron %d of population %d has the weights %v, want %v", seed, next, population, got, want[i].Weights)
					}
					synapses += len(want[i].Weights)
					next++
				}
				return nil
			})
		}
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if synapses < 5000 {
		t.Errorf("%d synapses, want at least 5000", synapses)
	}
}

// So does a cycle whose synapses have delays of their own, and nothing else is taken for it.
func TestAnotherNetworkIsNotRecognised(t *testing.T) {
	projections := []topology.Projection{
		{From: 0, To: 1, Rule: topology.FixedInDegree{InDegree: 1}},
		{From: 1, To: 1, Rule: topology.OneToOne{}, Delays: topology.Delays{Distribution: topology.Uniform{Low: 1e-3, High: 2e-3}}},
		{From: 1, To: 2, Rule: topology.Dense{}, Delays: topology.Delays{Distribution: topology.Uniform{Low: 0, High: 1e-3}, PerAxon: true}},
	}
	net := small(t, projections, nil)
	c := Convention{Dt: 1e-4, Unit: Milliseconds, Spike: Dirac}
	states, err := Recognise(net, sent(t, net, numbered{net}, c), c)
	if err != nil || fmt.Sprint(states[1][0].Weights, states[1][1].Weights, states[2][0].Weights) != "[1 2] [3 4] [1 2]" {
		t.Errorf("%v, error %v, want the weights 1 2, 3 4 and 1 2", states, err)
	}
	for want, change := range map[string]func(g *Graph){
		"node middle: another v_threshold than":        func(g *Graph) { g.node("middle").Fields["v_threshold"].Values[1]++ },
		"a delay of ":                                  func(g *Graph) { g.node("middle_TO_middle_DELAY").Fields["delay"].Values[0] += 1 },
		"node middle_TO_output-neurons_DELAY: another": func(g *Graph) { g.node("middle_TO_output-neurons_DELAY").Fields["delay"].Values[0] += 1 },
		"other synapses than those of the network": func(g *Graph) {
			v := g.node("middle_TO_middle_SYNAPSES").Fields["weight"].Values
			v[0], v[1] = v[1], v[0]
		},
		"weights where the network has no synapse":        func(g *Graph) { g.node("middle_TO_middle").Fields["weight"].Values[1] = 1 },
		"other nodes or edges than those of the network":  func(g *Graph) { g.Edges[0], g.Edges[1] = g.Edges[1], g.Edges[0] },
		"no node middle of type CubaLIF as the network h": func(g *Graph) { g.node("middle").Type = "LIF" },
	} {
		g := sent(t, net, numbered{net}, c)
		change(g)
		if _, err := Recognise(net, g, c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
