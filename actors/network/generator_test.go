package network_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// What the networks of this file are made of.
const (
	inputs, hidden, outputs = 12, 20, 3
	end                     = 0.1 // seconds
)

// sourced is a network whose first inputs come with the samples, and whose others fire the same spike trains in all of them:
// from the input too, or from a generator if there is one. Its weights and delays are the same then.
func sourced(t *testing.T, generator [][]float64, synapses []topology.ListedSynapse, settings learning.Settings) *network.Network {
	t.Helper()
	parameters := model.Parameters{TauSyn: 0.01, Threshold: 0.004, Duration: end, SpikeCap: 50}
	spec := network.Spec{
		Topology: topology.Network{Sizes: []int{inputs - len(generator), hidden, outputs}, Seed: 5},
		Sources:  []network.Source{{Kind: network.DatasetSource}},
		Neurons:  []model.Parameters{parameters, parameters},
		Learning: settings, Precision: neuron.Float64, NeuronsPerCore: 3,
	}
	if generator != nil {
		spec.Topology.Sizes = slices.Insert(spec.Topology.Sizes, 1, len(generator))
		spec.Topology.Sources = 2
		spec.Sources = append(spec.Sources, network.Source{Kind: network.FileSource, Trains: generator})
		spec.Neurons = slices.Insert(spec.Neurons, 0, parameters)
	}
	output := spec.Topology.Output()
	lists := make([][]topology.ListedSynapse, output-1)
	for _, s := range synapses {
		source := 0
		if int(s.Source) >= spec.Topology.Sizes[0] {
			source, s.Source = 1, s.Source-int32(spec.Topology.Sizes[0])
		}
		lists[source] = append(lists[source], s)
	}
	for source, list := range lists {
		rule, err := topology.NewList(hidden, list)
		if err != nil {
			t.Fatal(err)
		}
		spec.Topology.Projections = append(spec.Topology.Projections, topology.Projection{
			From: source, To: output - 1, Rule: rule, Weights: rule.Weights(), Delays: rule.Delays(),
		})
	}
	spec.Topology.Projections = append(spec.Topology.Projections, topology.Projection{
		From: output - 1, To: output, Rule: topology.Dense{}, Weights: topology.Constant{Value: 0.15},
	})
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// sfdfa are usual settings of learning.
func sfdfa(t *testing.T) learning.Settings {
	t.Helper()
	rule, err := learning.RuleByName("sfdfa")
	if err != nil {
		t.Fatal(err)
	}
	return learning.Settings{
		Rule: rule, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.EarliestSpike,
		Optimiser: learning.Optimiser{Kind: learning.GradientDescent}, Targets: learning.Targets{Right: 5, Other: 1},
		Regularisation: 0.1, TargetRate: 3, Perturb: learning.PerturbOne, Revive: 1,
	}
}

// train draws the times of a spike train; some are T_max, others beyond.
func train(r *rand.Rand) []float64 {
	times := []float64{}
	for range r.IntN(8) {
		times = append(times, []float64{r.Float64() * end, r.Float64() * end, end, math.Nextafter(end, 1)}[r.IntN(4)])
	}
	slices.Sort(times)
	return times
}

// listed draws the synapses from all inputs to the hidden neurons, with weights and delays.
func listed(r *rand.Rand) (synapses []topology.ListedSynapse) {
	for target := range int32(hidden) {
		for source := range int32(inputs) {
			if r.IntN(3) > 0 {
				synapses = append(synapses, topology.ListedSynapse{Source: source, Target: target, Weight: r.Float64() - 0.2, Delay: 0.02 * r.Float64()})
			}
		}
	}
	r.Shuffle(len(synapses), func(i, j int) { synapses[i], synapses[j] = synapses[j], synapses[i] })
	return synapses
}

// hears runs a network on its samples, and returns what the hidden neurons and the output fire in each before they learn, and the
// digest after that.
func hears(t *testing.T, net *network.Network, split *networktest.Split, engine string) (spikes [2][][]messages.Spike, digest messages.Digest, tally messages.Tally) {
	t.Helper()
	for p := range spikes {
		spikes[p] = make([][]messages.Spike, split.Len())
	}
	var mutex sync.Mutex
	setup := network.Setup{Parts: network.Parts{messages.Train: split}, Record: func(core topology.Core, first uint64, samples [][]messages.Spike) {
		mutex.Lock()
		defer mutex.Unlock()
		if p := core.Population - net.Topology.Output() + 1; p >= 0 && core.ID != messages.InputCore {
			for s := range samples {
				spikes[p][int(first)+s] = append(spikes[p][int(first)+s], samples[s]...)
			}
		}
	}}
	e, err := engines[engine](net, setup)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	indices := make([]int, split.Len())
	for i := range indices {
		indices[i] = i
	}
	finished, err := e.Run(context.Background(), &messages.Assignment{
		Part: messages.Train, Indices: indices, Labels: split.Labels, Batch: split.Len(), Coalesce: 2, InFlight: 2, Learn: true,
		Rates: messages.Rates{Weights: 0.01, Feedback: 0.01},
	}, func([]messages.Outcome) {})
	if err != nil {
		t.Fatal(err)
	}
	if digest, err = e.Digest(); err != nil {
		t.Fatal(err)
	}
	for p := range spikes {
		for s := range spikes[p] {
			for i := range spikes[p][s] {
				spikes[p][s][i].Grade = 0 // which depends on the population's number
			}
			messages.SortSpikes(spikes[p][s])
		}
	}
	finished.Tally.Envelopes = 0 // which are of actors only
	return spikes, digest, finished.Tally
}

// A generator's spikes reach other neurons as those of an input with the same spike trains, to the last bit; and a network with one learns
// the same on all engines.
func TestGeneratorsAreInputsOfTheirOwn(t *testing.T) {
	fired := 0
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 7))
		trains, synapses := make([][]float64, 1+r.IntN(5)), listed(r)
		for i := range trains {
			trains[i] = train(r)
		}
		whole, part := &networktest.Split{}, &networktest.Split{}
		for range 4 {
			var spikes []messages.Spike
			for source := range inputs - len(trains) {
				for _, time := range train(r) {
					spikes = append(spikes, messages.Spike{Time: time, Source: int32(source)})
				}
			}
			messages.SortSpikes(spikes)
			part.Spikes = append(part.Spikes, slices.Clone(spikes))
			for i, times := range trains {
				for _, time := range times {
					spikes = append(spikes, messages.Spike{Time: time, Source: int32(inputs - len(trains) + i)})
				}
			}
			messages.SortSpikes(spikes)
			whole.Spikes = append(whole.Spikes, spikes)
			whole.Labels = append(whole.Labels, r.IntN(outputs))
		}
		part.Labels = whole.Labels
		settings := sfdfa(t)
		want, _, _ := hears(t, sourced(t, nil, synapses, settings), whole, "reference")
		net := sourced(t, trains, synapses, settings)
		_, digest, tally := hears(t, net, part, "reference")
		for name := range engines {
			got, gotDigest, gotTally := hears(t, net, part, name)
			for p := range got {
				for s := range got[p] {
					fired += len(got[p][s])
					if !slices.Equal(got[p][s], want[p][s]) {
						t.Errorf("seed %d, %s: in sample %d %v are fired, want %v", seed, name, s, got[p][s], want[p][s])
					}
				}
			}
			if gotDigest != digest || gotTally.Count != tally.Count {
				t.Errorf("seed %d, %s: digest %s, want %s; counted %+v, want %+v", seed, name, gotDigest, digest, gotTally.Count, tally.Count)
			}
		}
	}
	if fired < 1000 {
		t.Errorf("only %d spikes: the comparison says little", fired)
	}
}

// A Poisson source fires at its rate, other trains in each sample, and learns nothing.
func TestAPoissonSourceHasItsRate(t *testing.T) {
	const rate, samples = 200.0, 50
	settings := sfdfa(t)
	spec := sourced(t, [][]float64{{}}, []topology.ListedSynapse{{}}, settings).Spec
	spec.Sources[1] = network.Source{Kind: network.PoissonSource, Rate: rate}
	spec.Topology.Sizes[1] = 40
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	split := &networktest.Split{Labels: make([]int, samples), Spikes: make([][]messages.Spike, samples)}
	var trains [samples][]messages.Spike
	var mutex sync.Mutex
	e, err := engines["packets"](net, network.Setup{Parts: network.Parts{messages.Train: split}, Record: func(core topology.Core, first uint64, fired [][]messages.Spike) {
		mutex.Lock()
		defer mutex.Unlock()
		for s := range fired {
			if core.Population == 1 && core.ID != messages.InputCore {
				trains[int(first)+s] = append(trains[int(first)+s], fired[s]...)
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	indices := make([]int, samples)
	for i := range indices {
		indices[i] = i
	}
	if _, err := e.Run(context.Background(), &messages.Assignment{
		Part: messages.Train, Indices: indices, Labels: split.Labels, Batch: 10, Coalesce: 1, InFlight: 2, Learn: true, Rates: messages.Rates{Weights: 1, Feedback: 1},
	}, func([]messages.Outcome) {}); err != nil {
		t.Fatal(err)
	}
	total := 0
	for s := range trains {
		total += len(trains[s])
		for _, spike := range trains[s] {
			if spike.Grade != 0 || spike.Time < 0 || spike.Time > end {
				t.Fatalf("sample %d has the spike %+v, want no grade, and a time up to %v s", s, spike, end)
			}
		}
		if s > 0 && slices.Equal(trains[s], trains[s-1]) {
			t.Errorf("samples %d and %d have the same spikes", s-1, s)
		}
	}
	if mean := rate * end * 40 * samples; math.Abs(float64(total)-mean) > 5*math.Sqrt(mean) {
		t.Errorf("%d spikes, want %.0f ± %.0f", total, mean, math.Sqrt(mean))
	}
	states, err := statesOf(e, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, state := range states {
		if len(state.Weights)+len(state.Feedback)+len(state.MeanRate)+len(state.Silence) > 0 {
			t.Fatalf("generator %d has learned %+v", i, state)
		}
	}
}
