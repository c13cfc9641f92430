package system_test

import (
	"context"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// memoryCase has 20 hidden neurons behind so many inputs, each of which fires
// so many times a sample.
func memoryCase(t *testing.T, inputs, times int, rule topology.Rule) networktest.Case {
	t.Helper()
	sfdfa, err := learning.RuleByName("sfdfa")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	split := &networktest.Split{}
	for i := range 8 {
		split.Labels = append(split.Labels, i%2)
		var spikes []messages.Spike
		for n := range times {
			for j := range inputs {
				spikes = append(spikes, messages.Spike{Time: float64(n)*0.01 + 0.009*float64(j)/float64(inputs), Source: int32(j)})
			}
		}
		split.Spikes = append(split.Spikes, spikes)
	}
	scale := 1.5 / float64(inputs*times) * 10 // as many spikes whatever comes in
	p := model.Parameters{TauSyn: 0.1, Threshold: 0.1, Duration: 0.3, SpikeCap: 5}
	c := networktest.Case{
		Spec: network.Spec{
			Topology:  topology.Network{Sizes: []int{inputs, 20, 2}, Seed: 1, Projections: topology.Weighted(topology.Chain(rule, topology.Dense{}), topology.Uniform{Low: 0, High: scale}, topology.Uniform{Low: 0, High: 1})},
			Neurons:   []model.Parameters{p, p},
			Precision: neuron.Float32,
			Learning: learning.Settings{
				Rule: sfdfa, Gradient: learning.Modified, Form: learning.Fused,
				Optimiser: learning.Optimiser{Kind: learning.Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8},
				Targets:   learning.Targets{Right: 4, Other: 1}, Ties: learning.LowestIndex, Regularisation: 0.1, TargetRate: 1,
			},
			NeuronsPerCore: 7,
		},
		Parts: map[messages.Part]datasets.Split{messages.Train: split},
		Train: messages.Assignment{Part: messages.Train, Batch: 2, Coalesce: 2, InFlight: 2, Learn: true},
	}
	for range 400 {
		c.Train.Indices = append(c.Train.Indices, r.IntN(8))
	}
	for _, i := range c.Train.Indices {
		c.Train.Labels = append(c.Train.Labels, split.Labels[i])
	}
	return c
}

// train runs the assignment so many times, 200 batches each, and returns the
// objects allocated meanwhile.
func train(t *testing.T, e *system.Engine, c *networktest.Case, times int) uint64 {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range times {
		if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
			t.Fatal(err)
		}
		c.Train.First += uint64(len(c.Train.Indices))
	}
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}

// A batch allocates some objects for each neuron and sample, and none for a
// synapse or a spike: 25 times the synaptic events cost no more of them.
func TestAllocationsDoNotGrowWithSpikesOrSynapses(t *testing.T) {
	if testing.Short() {
		t.Skip("3,200 batches")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // the collector empties pools
	for name, rule := range map[string]topology.Rule{
		"dense":  topology.Dense{},
		"sparse": topology.Bernoulli{Density: 0.5},
	} {
		for _, transport := range actors.Transports() {
			if few, many := allocatedWith(t, 8, rule, transport), allocatedWith(t, 200, rule, transport); many > few+few/10 {
				t.Errorf("%s, transport %s: 200 batches allocate %d objects with 200 inputs and %d with 8", name, transport, many, few)
			}
		}
	}
}

// allocatedWith is how many objects 200 batches allocate that come after as many others.
func allocatedWith(t *testing.T, inputs int, rule topology.Rule, transport actors.Transport) uint64 {
	c := memoryCase(t, inputs, 2, rule)
	e, err := system.New(build(t, c), network.Setup{Parts: c.Parts}, transport)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	train(t, e, &c, 1)
	return train(t, e, &c, 1)
}

// goroutinesThatStay is the number of goroutines once there are no more than allowed, or
// after a long wait: one that has let go of everything may still be on its last step.
func goroutinesThatStay(allowed int) int {
	for range 1_000_000 {
		if runtime.NumGoroutine() <= allowed {
			break
		}
		runtime.Gosched()
	}
	return runtime.NumGoroutine()
}

// heapInUse is what the heap holds once all garbage is gone.
func heapInUse() uint64 {
	runtime.GC()
	runtime.GC() // pools give up what they hold at the second collection
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Ten thousand batches leave the heap and the goroutines as they were.
func TestMemoryStaysFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("10,000 batches")
	}
	c := memoryCase(t, 10, 2, topology.FixedInDegree{InDegree: 6})
	e, err := system.New(build(t, c), network.Setup{Parts: c.Parts}, actors.PacketTransport)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	train(t, e, &c, 5)
	before, goroutines := heapInUse(), runtime.NumGoroutine()
	train(t, e, &c, 50)
	if after := heapInUse(); after > before+before/10 {
		t.Errorf("the heap holds %d bytes after 1,000 batches and %d after 11,000", before, after)
	}
	if after := goroutinesThatStay(goroutines); after > goroutines {
		t.Errorf("%d goroutines after 1,000 batches and %d after 11,000", goroutines, after)
	}
}
