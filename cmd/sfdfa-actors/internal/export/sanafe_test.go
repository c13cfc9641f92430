package export

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/cmd/sfdfa-actors/internal/export/sanafe"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/pretrained"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// states are those in which a network starts.
type states struct {
	net     *network.Network
	initial network.Initial
}

func (s states) States(population int, visit func([]messages.State) error) error {
	for i := range s.net.Topology.Sizes[population] {
		state, _ := s.initial(population, i)
		if err := visit([]messages.State{state}); err != nil {
			return err
		}
	}
	return nil
}

// yinYang is the network of "run --seed 1" on a mesh of 4 × 3 cores, as it is written for SANA-FE, and its data.
func yinYang(t *testing.T) (*sanafe.Network, settings.Config) {
	t.Helper()
	defaults := settings.BaseDefaults
	defaults.Start = pretrained.Start
	c, err := defaults.Resolve("", func(c *settings.Config) error {
		c.Weights = filepath.Join("..", "..", "..", "..", "internal", "nir", "testdata", "yinyang.nir")
		c.CoresGrid, c.NeuronsPerCore = "4x3", 32
		return nil
	})
	must(t, err)
	dataset, err := runs.OpenData(&c)
	must(t, err)
	net, err := runs.NewNetwork(&c, dataset, limits.Limits{})
	must(t, err)
	file, err := pretrained.Open(c.Weights, c.NIRConvention)
	must(t, err)
	initial, err := file.Initial(net)
	must(t, err)
	place, err := placement.Place(&net.Topology, net.Cores, placement.Layer{}, placement.Grid{Width: 4, Height: 3})
	must(t, err)
	return &sanafe.Network{Net: net, Placement: place, States: states{net, initial}, Timestep: 1e-4}, c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// document is what SANA-FE reads of a network.
type document struct {
	Network struct {
		Groups []struct {
			Name       string
			Attributes []map[string]any
			Neurons    []map[string]any
		}
		Edges []map[string][]map[string]float64
	}
	Mappings []map[string][]map[string]any
}

// neuron is one of SANA-FE's, with its edges as the file has them.
type neuron struct {
	out                               []edge
	tile                              int
	threshold, leak, inputDecay, bias float64
	potential, current, next          float64
}

type edge struct {
	to     *neuron
	weight float64
}

// load reads a network as SANA-FE does.
func load(t *testing.T, text []byte) map[string]*neuron {
	t.Helper()
	var d document
	must(t, yaml.Unmarshal(text, &d))
	neurons := map[string]*neuron{}
	for _, group := range d.Network.Groups {
		constants := map[string]any{}
		for _, attributes := range group.Attributes {
			if soma, ok := attributes["soma"].(map[string]any); ok {
				constants = soma
			}
		}
		for _, some := range group.Neurons {
			for name := range some {
				first, last, isRange := strings.Cut(name, "..")
				if !isRange {
					last = first
				}
				from, _ := strconv.Atoi(first)
				to, _ := strconv.Atoi(last)
				for i := from; i <= to; i++ {
					neurons[fmt.Sprintf("%s.%d", group.Name, i)] = &neuron{
						threshold: number(constants, "threshold"), leak: number(constants, "leak_decay"), inputDecay: number(constants, "input_decay"), bias: number(constants, "bias"),
					}
				}
			}
		}
	}
	for _, mapping := range d.Mappings {
		for name, attributes := range mapping {
			core := fmt.Sprint(attributes[0]["core"])
			tile, err := strconv.ParseFloat(core, 64)
			must(t, err)
			neurons[name].tile = int(tile)
		}
	}
	for _, edges := range d.Network.Edges {
		for name, attributes := range edges {
			from, to, _ := strings.Cut(name, " -> ")
			neurons[from].out = append(neurons[from].out, edge{neurons[to], attributes[0]["weight"]})
		}
	}
	return neurons
}

// tally is what SANA-FE counts, operations by tile.
type tally struct {
	packets, hops int
	operations    [12]int
}

// fire sends a spike: one packet to each tile on which it reaches a synapse. Tile t is at (t ÷ 3, t mod 3). The readout's
// synapses are none of the network's.
func (c *tally) fire(n, readout *neuron) {
	seen := map[int]bool{}
	for _, e := range n.out {
		e.to.next += e.weight
		if e.to != readout {
			c.operations[e.to.tile]++
		}
		if !seen[e.to.tile] {
			seen[e.to.tile] = true
			c.packets++
			c.hops += distance(e.to.tile/3, n.tile/3) + distance(e.to.tile%3, n.tile%3)
		}
	}
}

func distance(a, b int) int { return max(a-b, b-a) }

func number(constants map[string]any, name string) float64 {
	v, _ := strconv.ParseFloat(fmt.Sprint(constants[name]), 64)
	return v
}

// step is one of SANA-FE's leaky_integrate_fire; it reports whether the neuron fires.
func (n *neuron) step() bool {
	n.current = n.current*n.inputDecay + n.next
	n.next = 0
	n.potential = float64(int32(n.potential*n.leak*64))/64 + n.bias + n.current
	if n.potential > n.threshold {
		n.potential -= n.threshold
		return true
	}
	return false
}

// What is written, run by SANA-FE's equations for 100 test samples with a clock of 0.1 ms. SANA-FE itself counts 26,431 packets,
// 62,848 hops and 207,909 synaptic operations.
func TestSANAFECountsWhatItIsGiven(t *testing.T) {
	n, c := yinYang(t)
	var text bytes.Buffer
	must(t, n.Write(&text))
	neurons := load(t, text.Bytes())
	readout := neurons["readout.0"]
	var order []*neuron
	for population, name := range []string{"input", "hidden-1", "output"} {
		for i := range n.Net.Topology.Sizes[population] {
			order = append(order, neurons[fmt.Sprintf("%s.%d", name, i)])
		}
	}
	dataset, err := runs.OpenData(&c)
	must(t, err)
	steps := int(math.Round(c.Duration / n.Timestep))
	count := &tally{}
	for sample := range 100 {
		for _, x := range order {
			x.potential, x.current, x.next = 0, 0, 0
		}
		spikes := dataset.Test.AppendSpikes(nil, sample)
		for step := range steps {
			var fired []*neuron
			for ; len(spikes) > 0 && int(spikes[0].Time/n.Timestep) == step; spikes = spikes[1:] {
				fired = append(fired, order[spikes[0].Source])
			}
			for _, x := range order[n.Net.Inputs():] {
				if x.step() {
					fired = append(fired, x)
				}
			}
			for _, x := range fired {
				count.fire(x, readout)
			}
		}
	}
	total := 0
	for tile, operations := range count.operations {
		total += operations
		// Ten cores with 30 hidden neurons each take every input spike, the outputs' at (2,2) every hidden one.
		want := [12]int{8: 57909, 11: 0}[tile]
		if tile != 8 && tile != 11 {
			want = 15000
		}
		if !nearly(operations, want) {
			t.Errorf("%d synaptic operations on tile %d, want %d", operations, tile, want)
		}
	}
	if !nearly(count.packets, 26431) || !nearly(count.hops, 62848) || !nearly(total, 207909) {
		t.Errorf("%d packets, %d hops, %d synaptic operations, want within 0.1 %% of 26431, 62848, 207909", count.packets, count.hops, total)
	}
}

func nearly(got, want int) bool { return math.Abs(float64(got-want)) <= 0.001*float64(want) }

// What SANA-FE can't have is refused with its place, and an architecture has what the profile does.
func TestWhatIsWrittenForSANAFE(t *testing.T) {
	n, _ := yinYang(t)
	profile, err := energy.Open("loihi-sanafe")
	must(t, err)
	var text bytes.Buffer
	must(t, sanafe.WriteArchitecture(&text, n.Net, n.Placement, profile))
	var d struct {
		Architecture struct {
			Attributes map[string]any
			Tile       []struct {
				Name       string
				Attributes map[string]float64
				Core       []map[string]any
			}
		}
	}
	must(t, yaml.Unmarshal(text.Bytes(), &d))
	a := d.Architecture
	if len(a.Tile) != 2 || a.Tile[1].Name != "tile[1..11]" || a.Tile[0].Attributes["energy_north_hop"] != 4.2e-12 || a.Tile[0].Attributes["latency_west_hop"] != 4.1e-9 {
		t.Errorf("tiles %+v", a.Tile)
	}
	if fmt.Sprint(a.Attributes["width"], a.Attributes["height"]) != "4 3" || !strings.Contains(text.String(), "latency_sync: {1: 6e-07, 2: 1e-06, 4: 1.4e-06}") {
		t.Errorf("attributes %v", a.Attributes)
	}
	n.Net.Neurons[0].Refractory = 0.001
	if err := n.Write(&text); err == nil || !strings.Contains(err.Error(), "population hidden-1: refractory time of 0.001 s, allowed: 0") {
		t.Errorf("a refractory time: %v", err)
	}
	n.Net.Neurons[0].Refractory = 0
	n.Net.Topology.Projections[1].Delays = topology.Delays{Distribution: topology.Uniform{Low: 0.001, High: 0.002}}
	if err := n.Write(&text); err == nil || !strings.Contains(err.Error(), "projection from hidden-1 to output: it has delays, allowed: none") {
		t.Errorf("delays: %v", err)
	}
	for _, c := range []clocked{{timestep: 0, sample: -1}, {timestep: math.NaN(), sample: -1}, {timestep: 1, sample: -1}, {timestep: 1e-4, sample: -2}} {
		if err := c.check(0.2); err == nil {
			t.Errorf("%+v is allowed", c)
		}
	}
}
