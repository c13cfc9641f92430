package trace_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/trace"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
)

// traced trains a case and tests it, and returns what stands in the trace's files
// and what the engine counted.
func traced(t *testing.T, c networktest.Case, rule placement.Rule, build func(*network.Network, network.Setup) (network.Engine, error)) (files [2][]byte, counted messages.Count) {
	t.Helper()
	net, err := network.New(c.Spec)
	if err != nil {
		t.Fatal(err)
	}
	placement, err := placement.Place(&net.Topology, net.Cores, rule, placement.Grid{})
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	o := trace.Options{
		Kinds: trace.Kinds(), File: filepath.Join(directory, "t.jsonl"), Table: filepath.Join(directory, "m.csv"), Bytes: 1e9, Timestep: 1e-3,
	}
	recorder, err := trace.New(net, placement, "a case", o)
	if err != nil {
		t.Fatal(err)
	}
	e, err := build(net, network.Setup{Parts: c.Parts, Record: recorder.Record})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range []*messages.Assignment{&c.Train, &c.Test} {
		recorder.Begin(1, a)
		finished, err := e.Run(context.Background(), a, func([]messages.Outcome) {})
		if err != nil {
			t.Fatal(err)
		}
		recorder.End()
		counted.Add(finished.Tally.Count)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := recorder.Close(""); err != nil {
		t.Fatal(err)
	}
	for i, path := range []string{o.File, o.Table} {
		if files[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return files, counted
}

// Engine, transport, coalescing and the number of CPU cores don't show in a byte.
func TestTheBytesAreTheSameFromEveryEngine(t *testing.T) {
	for seed := range uint64(12) {
		c := networktest.Random(seed)
		want, _ := traced(t, c, placement.Greedy{}, func(net *network.Network, setup network.Setup) (network.Engine, error) {
			return reference.New(net, setup)
		})
		for i, transport := range []actors.Transport{actors.PacketTransport, actors.SpikeTransport, actors.PacketTransport} {
			other := c
			other.Train.Coalesce, other.Test.Coalesce = []int{1, c.Train.Batch, c.Train.Batch}[i], []int{c.Test.Batch, 1, 1}[i]
			got, _ := traced(t, other, placement.Greedy{}, func(net *network.Network, setup network.Setup) (network.Engine, error) {
				setup.CPUCores = 1 + 3*i
				return system.New(net, setup, transport)
			})
			for file := range got {
				if !bytes.Equal(got[file], want[file]) {
					t.Errorf("seed %d, %s transport, coalesce %d: file %d differs from the reference's", seed, transport, other.Train.Coalesce, file)
				}
			}
		}
	}
}

// line has what the lines of a trace have in common.
type line struct {
	Event      string  `json:"event"`
	Sample     uint64  `json:"sample"`
	Part       string  `json:"part"`
	Time       float64 `json:"time"`
	Population int     `json:"population"`
	Neuron     int     `json:"neuron"`
	From, To   *int
	Synapses   int64 `json:"synapses"`
	Events     int64 `json:"events"`
	Complete   bool  `json:"complete"`
}

// A trace has every spike and every packet that the engine counted, in order.
func TestATraceHoldsWhatTheEngineCounted(t *testing.T) {
	for seed := range uint64(12) {
		c := networktest.Random(seed)
		files, counted := traced(t, c, placement.Layer{}, func(net *network.Network, setup network.Setup) (network.Engine, error) {
			return reference.New(net, setup)
		})
		output := len(c.Spec.Topology.Sizes) - 1
		var found messages.Count
		var before line
		var lines int64
		for text := range bytes.Lines(files[0]) {
			var l line
			if err := json.Unmarshal(text, &l); err != nil {
				t.Fatalf("seed %d: %v in %s", seed, err, text)
			}
			lines++
			switch l.Event {
			case "sample":
				found.Samples++
				before = line{}
			case "spike":
				if l.Time < before.Time || l.Time == before.Time && (l.Population < before.Population || l.Population == before.Population && l.Neuron < before.Neuron) {
					t.Fatalf("seed %d: %+v comes after %+v", seed, l, before)
				}
				before = l
				switch l.Population {
				case 0:
					found.InputSpikes++
				case output:
					found.OutputSpikes++
				default:
					found.HiddenSpikes++
				}
			case "packet":
				found.SpikePackets++
				found.SynapticEvents += l.Synapses
			case "end":
				if !l.Complete || l.Events != lines-2 {
					t.Errorf("seed %d: the last of %d lines is %s", seed, lines, text)
				}
			}
		}
		want := counted.Logical()
		want.Broadcasts, want.BroadcastWords = 0, 0
		if found != want {
			t.Errorf("seed %d: the trace has %+v, the engine counted %+v", seed, found, want)
		}
		if rows := int64(bytes.Count(files[1], []byte("\n"))); rows != 1+want.SpikePackets {
			t.Errorf("seed %d: %d messages, want %d", seed, rows-1, want.SpikePackets)
		}
	}
}
