package network_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// statesOf returns what the neurons of a population have learned.
func statesOf(e protocol.Engine, population int) (all []neuron.State, err error) {
	err = e.States(population, func(states []neuron.State) error {
		all = append(all, states...)
		return nil
	})
	return all, err
}

// engines build a network in every way there is.
var engines = map[string]func(*network.Network, protocol.Parts) (protocol.Engine, error){
	"reference": func(net *network.Network, parts protocol.Parts) (protocol.Engine, error) {
		return reference.New(net, parts)
	},
	"packets": func(net *network.Network, parts protocol.Parts) (protocol.Engine, error) {
		return actors.New(net, parts, protocol.PacketTransport)
	},
	"single spikes": func(net *network.Network, parts protocol.Parts) (protocol.Engine, error) {
		return actors.New(net, parts, protocol.SpikeTransport)
	},
}

func newNetwork(t *testing.T, spec network.Spec) *network.Network {
	t.Helper()
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// Neurons start in the state that Initial gives, and in the spec's where it
// gives none.
func TestInitialStates(t *testing.T) {
	c := networktest.Random(1)
	for name, build := range engines {
		plain, err := build(newNetwork(t, c.Spec), c.Parts)
		if err != nil {
			t.Fatal(err)
		}
		want, err := statesOf(plain, 1)
		if err != nil {
			t.Fatal(err)
		}
		want[0].Weights[0] += 0.5
		want[0].Steps = 9
		net := newNetwork(t, c.Spec)
		net.Initial = func(population, index int) (neuron.State, bool) {
			return want[0], population == 1 && index == 0
		}
		changed, err := build(net, c.Parts)
		if err != nil {
			t.Fatal(err)
		}
		got, err := statesOf(changed, 1)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: states %+v, want %+v", name, got, want)
		}
		for _, e := range []protocol.Engine{plain, changed} {
			if err := e.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

// A state that does not fit its neuron is an error of whoever builds the engine.
func TestAnInitialStateHasToFit(t *testing.T) {
	c := networktest.Random(2)
	for name, build := range engines {
		net := newNetwork(t, c.Spec)
		net.Initial = func(population, index int) (neuron.State, bool) {
			return neuron.State{Weights: make([]float64, 1000)}, population == 2 && index == 1
		}
		_, err := build(net, c.Parts)
		if err == nil || !strings.Contains(err.Error(), "population 2: neuron: state of neuron 1 has 1000 weights, must have") {
			t.Errorf("%s: error %v, want one that names population, neuron and lengths", name, err)
		}
	}
}

// record carries out the case's training and returns what the cores recorded,
// by core and sample.
func record(t *testing.T, c networktest.Case, build func(*network.Network, protocol.Parts) (protocol.Engine, error)) map[string][]messages.Spike {
	t.Helper()
	net := newNetwork(t, c.Spec)
	records := map[string][]messages.Spike{}
	var mutex sync.Mutex
	net.Record = func(core topology.Core, first uint64, samples [][]messages.Spike) {
		mutex.Lock()
		defer mutex.Unlock()
		for s, spikes := range samples {
			key := fmt.Sprintf("%+v, sample %d", core, first+uint64(s))
			if _, twice := records[key]; twice {
				t.Errorf("%s recorded twice", key)
			}
			records[key] = append([]messages.Spike(nil), spikes...)
		}
	}
	e, err := build(net, c.Parts)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if want := (len(net.Cores) + 1) * len(c.Train.Indices); len(records) != want {
		t.Errorf("%d records, want one of each of %d cores and the input, and %d samples", len(records), len(net.Cores), len(c.Train.Indices))
	}
	return records
}

// Every core of every engine, and the input, records each sample once, and the same spikes.
func TestRecordsOfAllEnginesAreEqual(t *testing.T) {
	spikes := 0
	for seed := range uint64(10) {
		c := networktest.Random(seed)
		want := record(t, c, engines["reference"])
		for name, build := range engines {
			if got := record(t, c, build); !reflect.DeepEqual(got, want) {
				t.Errorf("seed %d, %s: records differ from the reference's", seed, name)
			}
		}
		for _, recorded := range want {
			spikes += len(recorded)
		}
	}
	if spikes < 1000 {
		t.Errorf("only %d spikes recorded: the comparison says little", spikes)
	}
}
