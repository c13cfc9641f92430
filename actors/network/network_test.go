package network_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// statesOf returns what the neurons of a population have learned.
func statesOf(e network.Engine, population int) (all []messages.State, err error) {
	err = e.States(population, func(states []messages.State) error {
		all = append(all, messages.CloneStates(states)...)
		return nil
	})
	return all, err
}

// engines build a network in every way there is.
var engines = map[string]func(*network.Network, network.Setup) (network.Engine, error){
	"reference": func(net *network.Network, setup network.Setup) (network.Engine, error) {
		return reference.New(net, setup)
	},
	"packets": func(net *network.Network, setup network.Setup) (network.Engine, error) {
		return system.New(net, setup, actors.PacketTransport)
	},
	"single spikes": func(net *network.Network, setup network.Setup) (network.Engine, error) {
		return system.New(net, setup, actors.SpikeTransport)
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
		plain, err := build(newNetwork(t, c.Spec), network.Setup{Parts: c.Parts})
		if err != nil {
			t.Fatal(err)
		}
		want, err := statesOf(plain, 1)
		if err != nil {
			t.Fatal(err)
		}
		want[0].Weights[0] += 0.5
		want[0].Steps = 9
		setup := network.Setup{Parts: c.Parts, Initial: func(population, index int) (messages.State, bool) {
			return want[0], population == 1 && index == 0
		}}
		changed, err := build(newNetwork(t, c.Spec), setup)
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
		for _, e := range []network.Engine{plain, changed} {
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
		setup := network.Setup{Parts: c.Parts, Initial: func(population, index int) (messages.State, bool) {
			return messages.State{Weights: make([]float64, 1000)}, population == 2 && index == 1
		}}
		_, err := build(newNetwork(t, c.Spec), setup)
		if err == nil || !strings.Contains(err.Error(), "population 2: neuron: state of neuron 1 has 1000 weights, must have") {
			t.Errorf("%s: error %v, want one that names population, neuron and lengths", name, err)
		}
	}
}

// record carries out the case's training and returns what the cores recorded,
// by core and sample. It compares the activities with that.
func record(t *testing.T, c networktest.Case, build func(*network.Network, network.Setup) (network.Engine, error)) map[string][]messages.Spike {
	t.Helper()
	net := newNetwork(t, c.Spec)
	records := map[string][]messages.Spike{}
	var mutex sync.Mutex
	fired := map[[2]int]map[uint64]int{} // by population and neuron: spikes by sample
	setup := network.Setup{Parts: c.Parts, Record: func(core topology.Core, first uint64, samples [][]messages.Spike) {
		mutex.Lock()
		defer mutex.Unlock()
		for s, spikes := range samples {
			for _, spike := range spikes {
				who := [2]int{core.Population, int(spike.Source)}
				if fired[who] == nil {
					fired[who] = map[uint64]int{}
				}
				fired[who][first+uint64(s)]++
			}
			key := fmt.Sprintf("%+v, sample %d", core, first+uint64(s))
			if _, twice := records[key]; twice {
				t.Errorf("%s recorded twice", key)
			}
			records[key] = append([]messages.Spike(nil), spikes...)
		}
	}}
	e, err := build(net, setup)
	if err != nil {
		t.Fatal(err)
	}
	finished, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	want := messages.NewActivities(net.Topology.Sizes)
	for who, samples := range fired {
		n, batches := &want[who[0]][who[1]], map[uint64]bool{}
		for sample, spikes := range samples {
			n.Spikes += int64(spikes)
			if who[0] > 0 && spikes == net.Neurons[who[0]-1].SpikeCap {
				n.Capped++
			}
			batches[(sample-c.Train.First)/uint64(c.Train.Batch)] = true
		}
		n.Samples, n.Batches = uint32(len(samples)), uint32(len(batches))
	}
	if !reflect.DeepEqual(finished.Activity, want) {
		t.Errorf("activities %v, by the records %v", finished.Activity, want)
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

// A recorder of tests only gets nothing that is learned from, and all of the rest; the
// activities are the same.
func TestARecorderOfTestsGetsNothingThatIsLearnedFrom(t *testing.T) {
	for name, build := range engines {
		c := networktest.Random(3)
		var activities []messages.Activities
		for _, testsOnly := range []bool{false, true} {
			net := newNetwork(t, c.Spec)
			var recorded atomic.Int64
			record := func(_ topology.Core, _ uint64, samples [][]messages.Spike) { recorded.Add(int64(len(samples))) }
			e, err := build(net, network.Setup{Parts: c.Parts, Record: record, RecordsTestsOnly: testsOnly})
			if err != nil {
				t.Fatal(err)
			}
			want := int64(0)
			for _, a := range []messages.Assignment{c.Train, c.Test} {
				if !a.Learn || !testsOnly {
					want += int64(len(a.Indices) * (len(net.Cores) + 1))
				}
				finished, err := e.Run(context.Background(), &a, func([]messages.Outcome) {})
				if err != nil {
					t.Fatal(err)
				}
				activities = append(activities, finished.Activity)
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
			if got := recorded.Load(); got != want || want == 0 {
				t.Errorf("%s, tests only %v: %d records, want %d", name, testsOnly, got, want)
			}
		}
		if !reflect.DeepEqual(activities[:2], activities[2:]) {
			t.Errorf("%s: activities depend on the recorder", name)
		}
	}
}
