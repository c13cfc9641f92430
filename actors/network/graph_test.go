package network_test

import (
	"context"
	"sync"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/networktest/eventqueue"
	"sfdfa-actors/internal/study/selfcheck/graph"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

func TestMain(m *testing.M) { networktest.RunTests(m) }

// learned is what an engine makes of a graph's batch.
type learned struct {
	results []eventqueue.Result // spikes and grades
	batch   eventqueue.Batch    // weights, delays and feedback weights
	digest  messages.Digest
	tally   messages.Tally
}

// learn takes the graph's batch through an engine.
func learn(t *testing.T, c *eventqueue.Case, g *graph.Graph, build func(*network.Network, network.Setup) (network.Engine, error), window float64) learned {
	t.Helper()
	net, err := g.Network()
	if err != nil {
		t.Fatal(err)
	}
	var got learned
	got.results = make([]eventqueue.Result, len(c.Samples))
	for s := range got.results {
		for _, population := range c.Network.Populations {
			var spikes, grades [][]float64
			if !population.IsSource() {
				spikes, grades = make([][]float64, population.Size), make([][]float64, population.Size)
			}
			got.results[s].Spikes, got.results[s].Grades = append(got.results[s].Spikes, spikes), append(got.results[s].Grades, grades)
		}
	}
	var mutex sync.Mutex
	setup := network.Setup{Parts: g.Parts, Initial: g.Initial, Window: window, Record: func(core topology.Core, first uint64, samples [][]messages.Spike) {
		mutex.Lock()
		defer mutex.Unlock()
		for p, population := range c.Network.Populations {
			if g.Number(population.Name) != core.Population || core.ID == messages.InputCore {
				continue
			}
			for s, spikes := range samples {
				r := &got.results[int(first)+s]
				for _, spike := range spikes {
					r.Spikes[p][spike.Source] = append(r.Spikes[p][spike.Source], spike.Time)
					r.Grades[p][spike.Source] = append(r.Grades[p][spike.Source], spike.Grade)
				}
			}
		}
	}}
	e, err := build(net, setup)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	finished, err := e.Run(context.Background(), &g.Train, func([]messages.Outcome) {})
	if err != nil {
		t.Fatal(err)
	}
	got.tally = finished.Tally
	if got.digest, err = e.Digest(); err != nil {
		t.Fatal(err)
	}
	states := make([][]messages.State, len(net.Populations))
	for population := 1; population < len(states); population++ {
		if states[population], err = statesOf(e, population); err != nil {
			t.Fatal(err)
		}
	}
	got.batch.Weights = g.BySynapse(func(population, neuron int) []float64 { return states[population][neuron].Weights })
	got.batch.Delays = g.BySynapse(func(population, neuron int) []float64 {
		if delays := states[population][neuron].Delays; delays != nil || len(states[population][neuron].Weights) == 0 {
			return delays
		}
		return g.Delays(population, neuron) // no projection into the population learns them
	})
	for p, population := range c.Network.Populations {
		var rows [][]float64
		if number := g.Number(population.Name); number > 0 && p != c.Network.Output {
			for _, state := range states[number] {
				rows = append(rows, state.Feedback)
			}
		}
		got.batch.Feedback = append(got.batch.Feedback, rows)
	}
	return got
}

// difference compares what engines show with what the simulator of events finds.
func (l *learned) difference(results []eventqueue.Result, batch eventqueue.Batch) string {
	for s := range results {
		want := eventqueue.Result{Spikes: results[s].Spikes, Grades: results[s].Grades}
		if found := l.results[s].Difference(&want); found != "" {
			return found
		}
	}
	want := eventqueue.Batch{Weights: batch.Weights, Delays: batch.Delays, Feedback: batch.Feedback}
	return l.batch.Difference(&want)
}

// arrivals counts the arrivals at synapses up to the end of the samples.
func arrivals(c *eventqueue.Case, results []eventqueue.Result) (count int64) {
	for s := range results {
		for _, p := range c.Network.Projections {
			fired := results[s].Spikes[p.From]
			if c.Network.Populations[p.From].IsSource() {
				fired = c.Samples[s].Input[p.From]
			}
			for _, synapse := range p.Synapses {
				for _, time := range fired[synapse.Pre] {
					if time+synapse.Delay <= c.Network.Duration {
						count++
					}
				}
			}
		}
	}
	return count
}

// Random networks of any shape - cycles, parallel projections, skips, delays, refractory neurons, ties - fire and learn
// as a literal simulator of events says, in both engines and both transports, however samples are cut into windows.
func TestGraphsAreWhatTheEventQueueSays(t *testing.T) {
	cases := uint64(300)
	if testing.Short() {
		cases = 40
	}
	for seed := range cases {
		c, results := eventqueue.RandomSimulated(seed)
		batch := c.Learn(results)
		form := []learning.Form{learning.Fused, learning.Trace}[seed%2]
		g := graph.New(networktest.Graph(&c), learning.Modified, form, 1+int(seed%3))
		want := learn(t, &c, g, engines["reference"], 0)
		if found := want.difference(results, batch); found != "" {
			t.Errorf("seed %d: %s", seed, found)
			continue
		}
		if count := arrivals(&c, results); want.tally.SynapticEvents != count {
			t.Errorf("seed %d: %d synaptic events, but %d arrivals up to the end", seed, want.tally.SynapticEvents, count)
		}
		g.Train.Coalesce = 1 + int(seed%4)
		for name, build := range engines {
			if share := map[string]uint64{"single spikes": 6, "packets": 3}[name]; share > 0 && seed%share > 0 {
				continue // the literal simulator has checked the reference on all
			}
			for _, window := range []float64{0, 0.5, 1 / 3.7, 1 / 11.} {
				if window > 0 && seed%10 > 0 {
					continue
				}
				got := learn(t, &c, g, build, window)
				if got.digest != want.digest {
					t.Errorf("seed %d, %s, windows of %v: digest %s, the reference has %s: %s", seed, name, window, got.digest, want.digest, got.difference(results, batch))
				}
				if got.tally.SynapticEvents != want.tally.SynapticEvents || got.tally.SpikePackets != want.tally.SpikePackets {
					t.Errorf("seed %d, %s, windows of %v: %d synaptic events and %d packets, want %d and %d", seed, name, window,
						got.tally.SynapticEvents, got.tally.SpikePackets, want.tally.SynapticEvents, want.tally.SpikePackets)
				}
			}
		}
	}
}

// Windows of twice the smallest delay are too long: what arrives in the window in which it is fired comes too late. So the
// test above would find a window that is.
func TestWindowsLongerThanTheDelayChangeTheResults(t *testing.T) {
	cycles, changed := 0, 0
	for seed := range uint64(40) {
		c := eventqueue.Random(seed)
		g := graph.New(networktest.Graph(&c), learning.Modified, learning.Fused, 2)
		recurrent := false
		for population := range g.Spec.Topology.Sizes {
			recurrent = recurrent || g.Spec.Topology.Recurrent(population)
		}
		if !recurrent {
			continue
		}
		cycles++
		want := learn(t, &c, g, engines["reference"], 0)
		if got := learn(t, &c, g, engines["reference"], 2); got.digest != want.digest {
			changed++
		}
	}
	if cycles < 20 || changed < cycles/4 {
		t.Errorf("windows of twice the delay changed %d of %d networks with cycles, want at least a quarter of 20 or more", changed, cycles)
	}
	t.Logf("windows of twice the delay changed %d of %d networks with cycles", changed, cycles)
}
