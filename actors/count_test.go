package actors_test

import (
	"maps"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// tiny is a 2-3-1 network in which every hidden neuron fires once a sample and
// the output neuron twice: all are driven hard and stopped by their spike cap.
func tiny() networktest.Case {
	neurons := func(threshold float64, spikeCap int) model.Parameters {
		return model.Parameters{TauSyn: 0.1, Threshold: threshold, Duration: 0.5, SpikeCap: spikeCap}
	}
	return networktest.Case{
		Spec: network.Spec{
			Topology: topology.Network{
				Sizes:       []int{2, 3, 1},
				Projections: topology.Weighted(topology.Chain(topology.Dense{}, topology.Dense{}), topology.Uniform{Low: 1, High: 2}, topology.Uniform{Low: 1, High: 2}),
			},
			Neurons:        []model.Parameters{neurons(0.01, 1), neurons(0.01, 2)},
			Precision:      neuron.Float64,
			NeuronsPerCore: 3,
			Learning: learning.Settings{
				Rule: learning.Rules[0], Gradient: learning.Modified, Form: learning.Fused,
				Optimiser: learning.Optimiser{Kind: learning.GradientDescent},
				Targets:   learning.Targets{Right: 2, Other: 1}, Ties: learning.EarliestSpike,
			},
		},
		Parts: network.Parts{messages.Train: &networktest.Split{
			Labels: []int{0},
			Spikes: [][]messages.Spike{{{Time: 0, Source: 0}, {Time: 0.01, Source: 1}}},
		}},
		Train: messages.Assignment{
			Part: messages.Train, Indices: []int{0}, Labels: []int{0},
			Batch: 1, Coalesce: 1, InFlight: 1, Learn: true, Rates: messages.Rates{Weights: 0.1, Feedback: 0.1},
		},
	}
}

// Counted by hand: two input spikes go to the core of the hidden neurons (2
// packets, 2·3 synapses), three hidden spikes to the core of the output neuron
// (3 packets, 3·1 synapses), two output spikes to the readout (2 packets); one
// broadcast of e and d goes to each of 2 cores.
func TestLogicalTrafficOfATinyNetwork(t *testing.T) {
	expected := messages.Tally{
		Count: messages.Count{
			Samples: 1, InputSpikes: 2, HiddenSpikes: 3, OutputSpikes: 2,
			SpikePackets: 2 + 3 + 2, SynapticEvents: 2*3 + 3*1,
			Broadcasts: 2, BroadcastWords: 2 * 2,
		},
		Neurons: 4,
	}
	c := tiny()
	for _, transport := range actors.Transports() {
		net, plan := build(t, c, transport)
		finished, _ := newSimulation(t, net, plan, c.Parts, 1).run(t, c.Train)
		if finished.Tally != expected {
			t.Errorf("%s transport: %+v, want %+v", transport, finished.Tally, expected)
		}
	}
	_, finished, _ := want(t, c)
	if finished.Tally != expected {
		t.Errorf("reference: %+v, want %+v", finished.Tally, expected)
	}
}

// Where nothing is fired the neurons of the first population hear of the spikes that arrive, those behind them of
// nothing, and nobody of errors.
func TestMessagesOfASilentNetwork(t *testing.T) {
	for _, transport := range actors.Transports() {
		c := tiny()
		c.Spec.Neurons[0].Threshold = 1e9
		net, plan := build(t, c, transport)
		s := newSimulation(t, net, plan, c.Parts, 1)
		s.run(t, c.Train)
		for message, want := range map[string]int{
			"neuron > core *messages.OwnSpikes":        3,
			"core > neuron *messages.ErrorBroadcasts":  0,
			"neuron > core *messages.Learned":          0,
			"readout > core *messages.ErrorBroadcasts": 2,
			"core > coordinator *messages.Learned":     2,
		} {
			if got := s.sent[message]; got != want {
				t.Errorf("%s transport: %d of %s, want %d", transport, got, message, want)
			}
		}
		if got := s.sent["core > neuron *messages.Delivery"] + s.sent["core > neuron *messages.ArrivingCount"]; got != 3 {
			t.Errorf("%s transport: %d deliveries, want 3", transport, got)
		}
		if digest, _, _ := want(t, c); s.digest(t, net) != digest {
			t.Errorf("%s transport: not the digest of the reference, which takes every step", transport)
		}
	}
}

// One sample's messages by who sends what to whom, as the chart in package
// actors has it.
func TestMessagesOfATinyNetwork(t *testing.T) {
	const (
		client      = "client"
		coordinator = "coordinator"
		input       = "input"
		core        = "core"
		neuron      = "neuron"
		readout     = "readout"
	)
	common := map[string]int{
		client + " > " + coordinator + " *messages.Assignment":  1,
		coordinator + " > " + input + " *messages.Admission":    1,
		coordinator + " > " + readout + " *messages.Admission":  1,
		input + " > " + core + " *messages.Packets":             1,
		core + " > " + neuron + " *messages.Delivery":           3 + 1,
		neuron + " > " + core + " *messages.OwnSpikes":          3 + 1,
		core + " > " + core + " *messages.Packets":              1,
		core + " > " + readout + " *messages.Packets":           1,
		readout + " > " + core + " *messages.ErrorBroadcasts":   2,
		readout + " > " + coordinator + " *messages.Outcomes":   1,
		core + " > " + neuron + " *messages.ErrorBroadcasts":    3 + 1,
		neuron + " > " + core + " *messages.Learned":            3 + 1,
		core + " > " + coordinator + " *messages.Learned":       2,
		coordinator + " > " + core + " *messages.TallyRequest":  2,
		coordinator + " > " + input + " *messages.TallyRequest": 1,
		core + " > " + coordinator + " *messages.TallyReport":   2,
		input + " > " + coordinator + " *messages.TallyReport":  1,
		coordinator + " > " + client + " *messages.Outcomes":    1,
		coordinator + " > " + client + " *messages.Finished":    1,
	}
	singles := map[string]int{
		input + " > " + core + " *messages.Single":          2,
		core + " > " + neuron + " *messages.ArrivingSingle": 2*3 + 3*1,
		core + " > " + neuron + " *messages.ArrivingCount":  3 + 1,
		neuron + " > " + core + " *messages.OwnSingle":      3 + 2,
		core + " > " + core + " *messages.Single":           3,
		core + " > " + readout + " *messages.Single":        2,
	}
	withSingles := maps.Clone(common)
	maps.Copy(withSingles, singles)
	delete(withSingles, core+" > "+neuron+" *messages.Delivery")
	for transport, want := range map[actors.Transport]map[string]int{
		actors.PacketTransport: common,
		actors.SpikeTransport:  withSingles,
	} {
		c := tiny()
		net, plan := build(t, c, transport)
		s := newSimulation(t, net, plan, c.Parts, 1)
		s.run(t, c.Train)
		if !maps.Equal(s.sent, want) {
			t.Errorf("%s transport: sent\n%v, want\n%v", transport, s.sent, want)
		}
	}
}

// In a cycle each core tells each core that it leads to when a window is over, whether it has fired or not.
func TestMessagesOfACycle(t *testing.T) {
	c := tiny()
	c.Spec.NeuronsPerCore = 2 // two cores of hidden neurons
	n := &c.Spec.Topology
	n.Projections = append(n.Projections, topology.Projection{
		From: 1, To: 1, Rule: topology.Dense{}, Weights: topology.Constant{Value: 1}, Delays: topology.Delays{Distribution: topology.Constant{Value: 0.12}},
	})
	for _, share := range []float64{0, 0.5, 1. / 11} {
		net, plan := build(t, c, actors.PacketTransport)
		plan.Setup.Window = share
		plan, err := actors.NewPlan(net, plan.Setup, plan.Transport)
		if err != nil {
			t.Fatal(err)
		}
		s := newSimulation(t, net, plan, c.Parts, 1)
		s.run(t, c.Train)
		windows := net.Stages(&plan.Setup)[0].Windows.Count
		got, synchronisation := s.sent["core > core *messages.Packets"], net.Synchronisation(&plan.Setup)
		if want := windows*2*2 + 2*1; got != want { // whole samples go on to the output's core
			t.Errorf("%d windows: cores sent each other %d packets, want %d", windows, got, want)
		}
		if want := (network.Synchronisation{Windows: int64(windows), Packets: int64(got - 2)}); *synchronisation != want {
			t.Errorf("%d windows: %+v, want %+v", windows, *synchronisation, want)
		}
	}
	if net, plan := build(t, tiny(), actors.PacketTransport); net.Synchronisation(&plan.Setup) != nil {
		t.Error("a network without a cycle has windows")
	}
}
