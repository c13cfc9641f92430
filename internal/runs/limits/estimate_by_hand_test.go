package limits

import (
	"math"
	"testing"

	"sfdfa-actors/internal/settings"
	"sfdfa-actors/topology"
)

// A network with 1,000 inputs, 8,000 hidden neurons with 100 synapses on 4 cores, and 10 outputs. Each input
// fires 0.1 times a sample, hidden neurons 0.3 times. Batches have 16 samples, and four are tested at a time.
func TestTheEstimateOfSpikesByHand(t *testing.T) {
	net := &topology.Network{Sizes: []int{1000, 8000, 10}, Projections: topology.Chain(
		topology.FixedInDegree{InDegree: 100}, topology.Dense{},
	)}
	rates := []float64{0.1, 0.3, 0.3}
	f := Flow{Batch: 16, Training: 32, Testing: 64, Rates: rates}
	const (
		neuron = 16 + 0.1*100*8         // bytes of a hidden neuron's inputs in a sample
		core   = 1000 * 0.1 * 46        // what a core makes of the input spikes
		output = 8000 * 0.3 * (24 + 46) // the output's core gathers hidden spikes from 4 cores and makes arrivals of them
		fired  = 8010 * 0.3 * 80
	)
	for name, c := range map[string]struct {
		engine  string
		f       Flow
		perCore int
		procs   int
		want    float64
	}{
		// One batch is shared out, and another one is on its way.
		"training": {"actors", Flow{Batch: 16, Training: 32, Testing: 0, Rates: rates}, 2000, 2, 16*(8000*neuron+4*core) + 32*(output+fired)},
		// There is no other.
		"training in the plain loop": {"reference", Flow{Batch: 16, Training: 32, Testing: 0, Rates: rates}, 2000, 2, 16 * (8000*neuron + 4*core + output + fired)},
		// Of 4 large cores 1 and 2 more have shared out spikes on one CPU core, and all on two.
		"test on one CPU core":  {"actors", f, 2000, 1, 64 * (0.75*(8000*neuron+4*core) + output + fired)},
		"test on two CPU cores": {"actors", f, 2000, 2, 64 * (8000*neuron + 4*core + output + fired)},
		// Small ones take no turns. There are 16, and the input is one source however many neurons it has.
		"test of small cores":    {"actors", f, 500, 1, 64 * (8000*neuron + 16*core + output + fired)},
		"test in the plain loop": {"reference", f, 2000, 1, 64 * (8000*neuron + 4*core + output + fired)},
	} {
		config := &settings.Config{Engine: c.engine, NeuronsPerCore: c.perCore}
		of := func(population int) (cores, neurons float64) {
			return float64(net.CoreCount(population, c.perCore)), float64(net.Sizes[population])
		}
		if got := SpikesUnderWay(config, net, c.f, c.procs, of); got != Size(c.want) && got+1 != Size(c.want) && got != Size(c.want)+1 {
			t.Errorf("%s: %d bytes, want %.0f", name, got, c.want)
		}
	}
}

// Of 2,000 neurons on 2 cores in 10 windows each fires once in a sample, and has 100 synapses of a neuron among them. At a time
// cores have the spikes of two windows; neurons keep what they get until they have learned from the batch of 4.
func TestTheEstimateOfWindowsByHand(t *testing.T) {
	net := &topology.Network{Sizes: []int{100, 2000, 10}, Projections: []topology.Projection{
		{From: 0, To: 1, Rule: topology.FixedInDegree{InDegree: 10}},
		{From: 1, To: 1, Rule: topology.FixedInDegree{InDegree: 100}},
		{From: 1, To: 2, Rule: topology.Dense{}},
	}}
	f := Flow{Batch: 4, Training: 8, Rates: []float64{1, 1, 0}, Windows: []float64{0, 10, 0}}
	const (
		events  = 2000 * 110
		tables  = 0.2 * 2 * (100 + 2000) * 46
		waiting = 0.2 * 2 * 2000 * 24
		learned = 2000*350 + events*23
		output  = 2000 * (24 + 46)
		fired   = 2000 * 80
	)
	of := func(population int) (cores, neurons float64) {
		return float64(net.CoreCount(population, 1000)), float64(net.Sizes[population])
	}
	got := SpikesUnderWay(&settings.Config{Engine: "actors", NeuronsPerCore: 1000}, net, f, 2, of)
	want := 4*(2000*16+0.2*events*8+tables+learned) + 8*(waiting+output+fired)
	if math.Abs(float64(got)-want) > 1 {
		t.Errorf("%d bytes, want %.0f", got, want)
	}
}

// Four batches are tested at a time, or as many as have no more than 10 million neurons and samples, at least one.
func TestFewerSamplesOfLargeNetworksAreInFlight(t *testing.T) {
	for _, test := range []struct {
		layers      []int
		batch, want int
	}{
		{[]int{800}, 50, 200},
		{nil, 50, 200},
		{[]int{25_000, 25_000}, 50, 200},
		{[]int{50_000, 50_000}, 50, 100},
		{[]int{500_000}, 9, 18},
		{[]int{1_000_000}, 10, 10},
		{[]int{1_000_000}, 50, 50},
		{[]int{1 << 30, 1 << 30}, 1, 1},
	} {
		if got := InFlight(&settings.Config{Layers: test.layers, Batch: test.batch}); got != test.want {
			t.Errorf("%v in batches of %d: %d samples, want %d", test.layers, test.batch, got, test.want)
		}
	}
}
