package timing

import (
	"math"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/mesh"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

const profile = `name: own
title: My chip
constants:
  static-power: {value: 1, unit: mW, source: my lab, evidence: measured}
latencies:
  synaptic-operation-binary: {value: 10, unit: ns, source: my lab, evidence: measured}
  neuron-update-active: {value: 100, unit: ns, source: my lab, evidence: measured}
  neuron-update-idle: {value: 50, unit: ns, source: my lab, evidence: measured}
  spike-out: {value: 7, unit: ns, source: my lab, evidence: measured}
  packet-out: {value: 3, unit: ns, source: my lab, evidence: measured}
  packet-in: {value: 2, unit: ns, source: my lab, evidence: measured}
  hop-x: {value: 60, unit: ns, source: my lab, evidence: measured}
  hop-y: {value: 70, unit: ns, source: my lab, evidence: measured}
  weight-update: {value: 20, unit: ns, source: my lab, evidence: measured}
  barrier: {steps: {1: 500, 3: 1000}, unit: ns, source: my lab, evidence: measured}
`

func parse(t *testing.T, change ...string) *energy.Profile {
	t.Helper()
	p, err := energy.Parse([]byte(strings.NewReplacer(change...).Replace(profile)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// 2 inputs, 2 hidden neurons and 1 output, dense, one neuron on a core, samples of 4 ms. Hidden 0 stands on core 0 at
// (0,0), hidden 1 on core 1 at (1,0), the output on core 2 at (0,1).
func handNetwork(t *testing.T) (*network.Network, *mesh.Picture) {
	t.Helper()
	rule, err := learning.RuleByName("sfdfa")
	if err != nil {
		t.Fatal(err)
	}
	spec := network.Spec{
		Topology: topology.Network{Sizes: []int{2, 2, 1}}, NeuronsPerCore: 1, Precision: neuron.Float32,
		Learning: learning.Settings{
			Rule: rule, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.LowestIndex,
			Optimiser: learning.Optimiser{Kind: learning.Adam, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8}, Targets: learning.Targets{Right: 2, Other: 1},
		},
	}
	for range 2 {
		spec.Topology.Projections = topology.Append(spec.Topology.Projections, topology.Dense{}, topology.Uniform{Low: 0, High: 1})
		spec.Neurons = append(spec.Neurons, model.Parameters{TauSyn: 0.1, Threshold: 1, Duration: 0.004, SpikeCap: 9})
	}
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := mesh.NewPicture(net, placement.Layer{}, placement.Grid{}, traffic.DefaultFormat())
	if err != nil {
		t.Fatal(err)
	}
	return net, picture
}

// handLog has a sample in which input 0 fires in the first step, hidden 0 twice in the third, and the output at the end.
func handLog(net *network.Network, timestep float64) *Log {
	log := NewLog(net, timestep)
	log.Record(net.Cores[0], 0, [][]messages.Spike{{{Time: 0.001}}}) // before it begins
	log.Begin()
	log.Record(topology.Core{ID: -1}, 0, [][]messages.Spike{{{Time: 0.0005, Source: 0}}})
	log.Record(net.Cores[0], 0, [][]messages.Spike{{{Time: 0.0021}, {Time: 0.0029}}})
	log.Record(net.Cores[1], 0, [][]messages.Spike{{}})
	log.Record(net.Cores[2], 0, [][]messages.Spike{{{Time: 0.004}}})
	log.End(1)
	return log
}

// Worked out on paper, in ns:
//
//	step 1  cores 0 and 1 take a packet with a synapse: 2 + 10 + 100 = 112; link (0,0) east: 60     112, core 0
//	step 2  core 0 decays: 100; core 2 rests: 50                                                     100, core 0
//	step 3  core 0 fires twice: 100 + 2·7 + 2·3 = 120; core 2 takes 2 packets: 100 + 2·2 + 2·10 = 124;
//	        link (0,0) north: 2·70                                                                   140, link
//	step 4  core 2 fires: 100 + 7 + 3 = 110; link (0,1) south: 70                                    110, core 2
//	barrier 4 × 1000, as 3 cores have
//
// Learning: 6 weight updates on core 1 in 2 samples: 60; 4 packets over (0,0) east: 120; barrier 1000.
func TestTimeOfAWorkedCase(t *testing.T) {
	net, picture := handNetwork(t)
	trained := picture.Nothing()
	trained.Samples, trained.Batches = 2, 1
	trained.Cores[1].LocalLearning.WeightUpdates = 6
	trained.Links.At(placement.Position{}, mesh.East).Learning.Packets = 4
	r := Estimate(parse(t), picture, handLog(net, 0.001), trained, 2)
	if r == nil || !r.IsEstimate || r.Samples != 1 || r.Steps != 4 || len(r.Missing) != 0 || r.Learning == nil {
		t.Fatalf("report %+v", r)
	}
	for name, values := range map[string][2]float64{
		"cores": {r.Forward.Cores, 322e-9}, "links": {r.Forward.Links, 140e-9}, "links alone": {r.Forward.LinksAlone, (60 + 140 + 70) * 1e-9}, "barrier": {r.Forward.Barrier, 4000e-9},
		"forward": {r.Forward.Seconds, 4462e-9}, "learning": {r.Learning.Seconds, 1120e-9}, "static": {*r.Static, 2 * 1e-3 * 5582e-9},
	} {
		if math.Abs(values[0]-values[1]) > 1e-12*values[1] {
			t.Errorf("%s: %g, want %g", name, values[0], values[1])
		}
	}
	f := &r.Forward
	if f.Binds != "barrier" || *f.Core != 0 || f.Work != updates || f.Link != "(0,0) north" || f.Verdict != "barrier-bound: 90 % of the time" {
		t.Errorf("forward %+v", f)
	}
	if r.Learning.Link != "(0,0) east" || r.Learning.Core != nil {
		t.Errorf("learning %+v", r.Learning)
	}
}

// Steps in which nothing happens cost no time to count: here are four billion, more than 31 bits can tell. All cores rest for
// 50 ns a step until the input fires at an eighth of them. From then on core 0 decays for 100 ns.
func TestSilentStepsAreCountedTogether(t *testing.T) {
	net, picture := handNetwork(t)
	const steps = 4_000_000_000
	r := Estimate(parse(t), picture, handLog(net, 0.004/steps), picture.Nothing(), 1)
	if r == nil || r.Steps != steps {
		t.Fatalf("report %+v", r)
	}
	if want := (50 + 7*100) / 8.0 * steps * 1e-9; math.Abs(r.Forward.Cores-want) > 1e-9*want {
		t.Errorf("cores take %.12g s, want %.12g s", r.Forward.Cores, want)
	}
	if want := steps * 1000e-9; math.Abs(r.Forward.Barrier-want) > 1e-12*want {
		t.Errorf("barriers take %g s, want %g s", r.Forward.Barrier, want)
	}
}

// What binds depends on what is slow, and so does the advice.
func TestVerdicts(t *testing.T) {
	net, picture := handNetwork(t)
	fast := []string{"{1: 500, 3: 1000}", "{1: 1}"}
	for _, test := range []struct {
		change                 []string
		binds, verdict, advice string
	}{
		{fast, "core", "core-bound: 69 % of the time, most by neuron updates of core 0", "--neurons-per-core"},
		{append([]string{"value: 10,", "value: 900,"}, fast...), "core", "most by synaptic operations of core 2", "--density"},
		{append([]string{"value: 2,", "value: 800,"}, fast...), "core", "most by packets of core 2", "--placement"},
		{append([]string{"value: 70,", "value: 700,"}, fast...), "link", "most by (0,0) north", "--placement bottleneck"},
	} {
		f := Estimate(parse(t, test.change...), picture, handLog(net, 0.001), nil, 1).Forward
		if f.Binds != test.binds || !strings.Contains(f.Verdict, test.verdict) || !strings.Contains(f.Advice, test.advice) {
			t.Errorf("%v: %s binds, %q, %q; want %s, %q, %q", test.change, f.Binds, f.Verdict, f.Advice, test.binds, test.verdict, test.advice)
		}
	}
}

// With 2 neurons a core both hidden ones are on core 0, and the barrier is that of 2 cores. In ns:
//
//	step 1  core 0 takes a packet with 2 synapses: 2 + 2·10 + 2·100 = 222
//	step 2  core 0 decays: 200
//	step 3  core 0 fires twice: 200 + 2·7 + 2·3 = 220; core 1 takes 2 packets: 124; link: 2·60
//	step 4  core 0 decays: 200; core 1 fires: 110
//	barrier 4 × 500
func TestFasterSettingsAreFound(t *testing.T) {
	net, picture := handNetwork(t)
	log, p := handLog(net, 0.001), parse(t)
	r := Estimate(p, picture, log, nil, 1)
	r.FindFaster(p, picture, log)
	if len(r.Faster) != 1 || r.Faster[0].Setting != "--neurons-per-core 2" || r.Faster[0].Cores != 2 || math.Abs(r.Faster[0].Seconds-2842e-9) > 1e-15 {
		t.Errorf("faster are %+v", r.Faster)
	}
}

func TestWhatAProfileLacks(t *testing.T) {
	net, picture := handNetwork(t)
	if r := Estimate(parse(t, "spike-out:", "random-number:"), picture, handLog(net, 0.001), nil, 1); !slices.Equal(r.Missing, []string{"spike-out"}) {
		t.Errorf("missing are %v, want spike-out", r.Missing)
	}
	without, err := energy.Open("horowitz45-fp32")
	if err != nil {
		t.Fatal(err)
	}
	if r := Estimate(without, picture, handLog(net, 0.001), nil, 1); r != nil {
		t.Errorf("a profile without latencies gives %+v", r)
	}
	if r := Estimate(parse(t), picture, NewLog(net, 0.001), nil, 1); r != nil {
		t.Errorf("no sample gives %+v", r)
	}
}

// A sample with more spikes than there is room for ends what is kept; the samples before it stay.
func TestALogIsBounded(t *testing.T) {
	net, _ := handNetwork(t)
	log := NewLog(net, 0.001)
	log.Begin()
	many := make([]messages.Spike, mostSpikes)
	log.Record(net.Cores[0], 0, [][]messages.Spike{{{}}, many, {{}}})
	if log.End(3); log.samples != 1 {
		t.Errorf("%d samples are kept, want 1", log.samples)
	}
	log.Begin()
	log.Record(net.Cores[0], mostSamples-1, [][]messages.Spike{{}, {{}}})
	if log.End(mostSamples + 1); log.samples != mostSamples {
		t.Errorf("%d samples are kept, want %d", log.samples, mostSamples)
	}
}
