package trace

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// handNetwork has 2 inputs, 3 hidden neurons on two cores and 1 output on a third,
// on a grid of 2×2:
//
//	core 2 (0,1): the output
//	core 0 (0,0): hidden 0     core 1 (1,0): hidden 1, 2
func handNetwork(t *testing.T) (*network.Network, *placement.Placement) {
	t.Helper()
	rule, err := learning.RuleByName("sfdfa")
	if err != nil {
		t.Fatal(err)
	}
	spec := network.Spec{
		Topology:       topology.Network{Sizes: []int{2, 3, 1}},
		NeuronsPerCore: 2,
		Precision:      neuron.Float32,
		Learning: learning.Settings{
			Rule: rule, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.LowestIndex,
			Optimiser: learning.Optimiser{Kind: learning.GradientDescent}, Targets: learning.Targets{Right: 2, Other: 1},
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
	placement, err := placement.Place(&net.Topology, net.Cores, placement.Layer{}, placement.Grid{Width: 2, Height: 2})
	if err != nil {
		t.Fatal(err)
	}
	return net, placement
}

// options trace into a new directory.
func options(t *testing.T, kinds ...Kind) Options {
	t.Helper()
	directory := t.TempDir()
	return Options{
		Kinds: kinds, File: filepath.Join(directory, "trace.jsonl"), Table: filepath.Join(directory, "messages.csv"),
		Bytes: 1e6, Timestep: 1e-3,
	}
}

func start(t *testing.T, o Options) *Recorder {
	t.Helper()
	net, placement := handNetwork(t)
	r, err := New(net, placement, "by hand", o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func finish(t *testing.T, r *Recorder) {
	t.Helper()
	if err := r.Close(""); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(path, ".gz") {
		unzipped, err := gzip.NewReader(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if text, err = io.ReadAll(unzipped); err != nil {
			t.Fatal(err)
		}
	}
	return string(text)
}

func expect(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

// handCores are the network's cores, the input first.
func handCores(t *testing.T) []topology.Core {
	net, _ := handNetwork(t)
	return append([]topology.Core{net.InputCore()}, net.Cores...)
}

// present records two samples, numbers 7 and 8, core by core in an order that no
// file may show.
func present(t *testing.T, r *Recorder, part messages.Part, order ...int) {
	t.Helper()
	cores := handCores(t)
	spikes := [][][]messages.Spike{
		{{{Time: 0, Source: 1}, {Time: 0.0015, Source: 0}}, {}},
		{{{Time: 0.0015, Source: 0, Grade: 0.5}}, {}},
		{{{Time: 0.0005, Source: 2, Grade: -2}}, {}},
		{{}, {{Time: 0.004, Source: 0, Grade: 0.25}}},
	}
	if err := r.Begin(3, &messages.Assignment{Part: part, First: 7, Indices: []int{40, 41}, Labels: []int{0, 1}}); err != nil {
		t.Fatal(err)
	}
	for _, i := range order {
		r.Record(cores[i], 7, spikes[i])
	}
	r.End()
}

const handEvents = `{"event":"trace","version":1,"about":"by hand","kinds":["spikes","packets"],"populations":[2,3,1],"cores":3,"grid":"2x2","placement":"layer"}
{"event":"sample","epoch":3,"part":"train","sample":7,"index":40,"label":0}
{"event":"spike","epoch":3,"part":"train","sample":7,"time":0,"population":0,"neuron":1,"grade":0}
{"event":"packet","epoch":3,"part":"train","sample":7,"time":0,"population":0,"neuron":1,"from":null,"to":0,"hops_x":0,"hops_y":0,"synapses":1}
{"event":"packet","epoch":3,"part":"train","sample":7,"time":0,"population":0,"neuron":1,"from":null,"to":1,"hops_x":1,"hops_y":0,"synapses":2}
{"event":"spike","epoch":3,"part":"train","sample":7,"time":0.0005,"population":1,"neuron":2,"grade":-2}
{"event":"packet","epoch":3,"part":"train","sample":7,"time":0.0005,"population":1,"neuron":2,"from":1,"to":2,"hops_x":1,"hops_y":1,"synapses":1}
{"event":"spike","epoch":3,"part":"train","sample":7,"time":0.0015,"population":0,"neuron":0,"grade":0}
{"event":"packet","epoch":3,"part":"train","sample":7,"time":0.0015,"population":0,"neuron":0,"from":null,"to":0,"hops_x":0,"hops_y":0,"synapses":1}
{"event":"packet","epoch":3,"part":"train","sample":7,"time":0.0015,"population":0,"neuron":0,"from":null,"to":1,"hops_x":1,"hops_y":0,"synapses":2}
{"event":"spike","epoch":3,"part":"train","sample":7,"time":0.0015,"population":1,"neuron":0,"grade":0.5}
{"event":"packet","epoch":3,"part":"train","sample":7,"time":0.0015,"population":1,"neuron":0,"from":0,"to":2,"hops_x":0,"hops_y":1,"synapses":1}
{"event":"sample","epoch":3,"part":"train","sample":8,"index":41,"label":1}
{"event":"spike","epoch":3,"part":"train","sample":8,"time":0.004,"population":2,"neuron":0,"grade":0.25}
{"event":"packet","epoch":3,"part":"train","sample":8,"time":0.004,"population":2,"neuron":0,"from":2,"to":null,"hops_x":0,"hops_y":1,"synapses":0}
{"event":"end","events":14,"complete":true}
`

// The cores of the hand network and its hidden populations' sizes put neuron 0 of
// the hidden population on core 0 and the others on core 1. A sample of 4 ms has
// four time steps.
const handMessages = `timestep,mid,src_neuron,src_hw,dest_hw,hops,spikes,send_timestamp,received_timestamp,processed_timestamp,generation_delay,processing_delay,network_delay,blocking_delay,min_hop_delay,messages_along_route
1,0,0.1,host,0.0,0,1,,,,,,,,,
1,1,0.1,host,2.0,1,2,,,,,,,,,
1,2,1.2,2.0,1.0,2,1,,,,,,,,,
2,3,0.0,host,0.0,0,1,,,,,,,,,
2,4,0.0,host,2.0,1,2,,,,,,,,,
2,5,1.0,0.0,1.0,1,1,,,,,,,,,
8,6,2.0,1.0,host,1,0,,,,,,,,,
`

func TestTheFilesOfAHandWorkedCase(t *testing.T) {
	o := options(t, Messages, Packets, Spikes)
	r := start(t, o)
	present(t, r, messages.Train, 3, 1, 0, 2)
	finish(t, r)
	expect(t, "events", read(t, o.File), handEvents)
	expect(t, "messages", read(t, o.Table), handMessages)
}

func TestCompressedFilesHoldTheSame(t *testing.T) {
	o := options(t, Kinds()...)
	o.File, o.Table = o.File+".gz", o.Table+".gz"
	r := start(t, o)
	present(t, r, messages.Train, 0, 1, 2, 3)
	finish(t, r)
	expect(t, "events", read(t, o.File), handEvents)
	expect(t, "messages", read(t, o.Table), handMessages)
}

// Of each kind alone there are its lines only, and no other file.
func TestKindsAlone(t *testing.T) {
	for kind, others := range map[Kind][]string{Spikes: {`"packet"`, `"grid"`}, Packets: {`"spike"`}, Messages: nil} {
		o := options(t, kind)
		r := start(t, o)
		present(t, r, messages.Train, 0, 1, 2, 3)
		finish(t, r)
		if kind == Messages {
			expect(t, "messages", read(t, o.Table), handMessages)
			if _, err := os.Stat(o.File); err == nil {
				t.Error("messages alone make a file of events")
			}
			continue
		}
		text := read(t, o.File)
		for _, other := range others {
			if strings.Contains(text, other) {
				t.Errorf("a trace of %s has %s:\n%s", kind, other, text)
			}
		}
		if want := map[Kind]int{Spikes: 5, Packets: 7}[kind]; strings.Count(text, `"event":"`+string(kind[:len(kind)-1])) != want {
			t.Errorf("a trace of %s has another number of them than %d:\n%s", kind, want, text)
		}
		if _, err := os.Stat(o.Table); err == nil {
			t.Errorf("%s make a file of messages", kind)
		}
	}
}
