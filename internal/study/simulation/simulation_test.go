package simulation_test

import (
	"context"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/study/simulation"
	"sfdfa-actors/internal/study/simulation/shipped"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// balanced is a small network of 800 excitatory and 200 inhibitory neurons with a drive.
func balanced(t *testing.T, perCore int) *network.Network {
	return balancedWith(t, perCore, func(weight float64) topology.Distribution { return topology.Constant{Value: weight} })
}

// balancedWith is balanced with other distributions of weights than constant ones.
func balancedWith(t *testing.T, perCore int, weights func(weight float64) topology.Distribution) *network.Network {
	t.Helper()
	const c = 1.0
	parameters := model.Parameters{TauSyn: 5e-3, Threshold: c * 10e-3, Refractory: 2e-3, Duration: 0.5, SpikeCap: model.MaxSpikeCap}
	drive := neuron.Drive{Rate: 1600, Weight: 0.2}
	delay := topology.Delays{Distribution: topology.Constant{Value: 1.5e-3}}
	spec := network.Spec{
		Topology: topology.Network{Sizes: []int{1, 800, 200}, Names: []string{"none", "excitatory", "inhibitory"}, Seed: 3},
		Neurons:  []model.Parameters{parameters, parameters},
		Drives:   []neuron.Drive{drive, drive},
		Learning: learning.Settings{
			Rule: learning.Frozen{}, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.EarliestSpike,
			Optimiser: learning.Optimiser{Kind: learning.GradientDescent}, Targets: learning.Targets{Right: 2, Other: 1},
		},
		Precision: neuron.Float32, NeuronsPerCore: perCore,
	}
	for _, p := range []struct {
		from, to, degree int
		weight           float64
	}{{1, 1, 80, 0.2}, {2, 1, 20, -1}, {1, 2, 80, 0.2}, {2, 2, 20, -1}} {
		spec.Topology.Projections = append(spec.Topology.Projections, topology.Projection{
			From: p.from, To: p.to, Rule: topology.FixedInDegree{InDegree: p.degree},
			Weights: weights(p.weight), Delays: delay,
		})
	}
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// ring is a small ring, whose synapses have delays of their own.
func ring(t *testing.T) *network.Network {
	t.Helper()
	text, _, err := shipped.Text("ring", 0.3)
	if err != nil {
		t.Fatal(err)
	}
	net, err := simulation.Network([]byte(text), simulation.Settings{Duration: 0.5, Seed: 2, NeuronsPerCore: 20})
	if err != nil {
		t.Fatal(err)
	}
	return net
}

var engines = map[string]simulation.Build{
	"reference": func(n *network.Network, s network.Setup) (network.Engine, error) { return reference.New(n, s) },
	"packets": func(n *network.Network, s network.Setup) (network.Engine, error) {
		return system.New(n, s, actors.PacketTransport)
	},
	"single spikes": func(n *network.Network, s network.Setup) (network.Engine, error) {
		return system.New(n, s, actors.SpikeTransport)
	},
}

// A free run has the same spikes on both engines, however long windows are and however neurons are spread over
// cores, and it is as irregular as balanced networks are.
func TestFreeRunsAreTheSameEverywhere(t *testing.T) {
	var want messages.Digest
	var events int64
	for _, test := range []struct {
		engine  string
		perCore int
		window  float64
		workers int
	}{{"reference", 0, 0.999, 1}, {"packets", 0, 0, 0}, {"packets", 100, 0.5, 1}, {"reference", 300, 1 / 3.7, 2}, {"packets", 300, 1.0 / 11, 2}} {
		s, err := simulation.New(balanced(t, test.perCore), network.Setup{Window: test.window, CPUCores: test.workers}, engines[test.engine])
		if err != nil {
			t.Fatal(err)
		}
		spikes := 0
		for !s.Done() {
			if err := s.Segment(context.Background(), func(_ int, fired []messages.Spike) { spikes += len(fired) }); err != nil {
				t.Fatal(err)
			}
		}
		digest := s.Digest()
		if want == (messages.Digest{}) {
			want, events = digest, s.Tally.SynapticEvents
		}
		if digest != want || s.Tally.SynapticEvents != events {
			t.Errorf("%+v: digest %s, want %s; %d events, want %d", test, digest, want, s.Tally.SynapticEvents, events)
		}
		if cv := s.Summary.Irregularity(1); spikes < 1000 || !(cv > 0.5) || s.Tally.SynapticEvents < 1000 {
			t.Errorf("%+v: %d spikes, %d events, coefficient of variation %v", test, spikes, s.Tally.SynapticEvents, cv)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Synaptic events and packets are what arrives up to the end, however long windows are: that of a network whose synapses have
// delays of their own depends on what neurons say of these.
func TestWhatArrivesDoesNotDependOnWindows(t *testing.T) {
	var want *messages.Tally
	for _, engine := range []string{"reference", "packets", "single spikes"} {
		for _, window := range []float64{0, 0.5, 1 / 3.7, 1.0 / 11} {
			s, err := simulation.New(ring(t), network.Setup{Window: window}, engines[engine])
			if err != nil {
				t.Fatal(err)
			}
			for !s.Done() {
				if err := s.Segment(context.Background(), func(int, []messages.Spike) {}); err != nil {
					t.Fatal(err)
				}
			}
			if want == nil {
				want = &s.Tally
			}
			if s.Tally.SynapticEvents != want.SynapticEvents || s.Tally.SpikePackets != want.SpikePackets || want.SynapticEvents < 1000 {
				t.Errorf("%s, windows of %v: %d synaptic events and %d packets, want %d and %d", engine, window,
					s.Tally.SynapticEvents, s.Tally.SpikePackets, want.SynapticEvents, want.SpikePackets)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// Where spikes travel one by one neurons keep their states and sum up what arrives themselves: the spikes are those of neurons whose
// cores do it for them.
func TestCoresSumUpWhatNeuronsDo(t *testing.T) {
	for name, net := range map[string]*network.Network{
		"one weight a projection": balanced(t, 300),
		"weights of their own": balancedWith(t, 300, func(weight float64) topology.Distribution {
			return topology.Uniform{Low: min(0.1*weight, 1.9*weight), High: max(0.1*weight, 1.9*weight)}
		}),
	} {
		digests := map[messages.Digest]string{}
		for _, engine := range []string{"packets", "single spikes"} {
			s, err := simulation.New(net, network.Setup{}, engines[engine])
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Segment(context.Background(), func(int, []messages.Spike) {}); err != nil {
				t.Fatal(err)
			}
			digests[s.Digest()] = engine
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if s.Tally.SynapticEvents < 100_000 {
				t.Errorf("%s, %s: %d synaptic events: the comparison says little", name, engine, s.Tally.SynapticEvents)
			}
		}
		if len(digests) != 1 {
			t.Errorf("%s: digests differ: %v", name, digests)
		}
	}
}
