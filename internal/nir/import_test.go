package nir

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/internal/file/hdf5"
	"sfdfa-actors/internal/networkfile"
)

func readGraph(t testing.TB, name string) *Graph {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	g, err := decodeGraph(content)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func decodeGraph(content []byte) (*Graph, error) {
	f, err := hdf5.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	return Read(f)
}

// The fixtures that nir.write's calls of h5py make become these networks.
func TestFilesOfOthers(t *testing.T) {
	for name, test := range map[string]struct {
		convention Convention
		want       string
		weights    float64 // the first one of the last population, by h5py
	}{
		"chain.nir": {Usual(), `network:
  populations:
    input: {source: dataset, size: 6}
    lif_1: {size: 30, tau-syn: 0.012500000186264515s, threshold: 0.015999999880790705}
    lif_2: {size: 3, tau-syn: 0.009999999776482582s, threshold: 0.014999999664723873, tau-mem: 0.029999999329447746s, output: true}
  projections:
    - {from: input, to: lif_1, connect: all-to-all}
    - {from: lif_1, to: lif_2, connect: all-to-all}
`, 0.8127056},
		"recurrent.nir": {Convention{Dt: 1e-4, Unit: Milliseconds, Spike: Dirac}, `network:
  populations:
    input: {source: dataset, size: 6}
    hidden_lif: {size: 30, tau-syn: 0.01s, threshold: 0.01}
    out: {size: 3, tau-syn: 0.01s, threshold: 0.01, output: true}
  projections:
    - {from: input, to: hidden_lif, connect: all-to-all}
    - {from: hidden_lif, to: hidden_lif, connect: all-to-all, delays: 0.002s}
    - {from: hidden_lif, to: out, connect: all-to-all}
`, 0.8127056 / 2},
	} {
		net, err := Import(readGraph(t, name), test.convention)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := net.Text(); got != test.want {
			t.Errorf("%s: %s\nwant %s", name, got, test.want)
		}
		if _, err := networkfile.Parse([]byte(net.Text())); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		states := net.States()
		last := states[len(states)-1][0].Weights
		if len(last) != 30 || fmt.Sprintf("%.5f", last[0]) != fmt.Sprintf("%.5f", test.weights) {
			t.Errorf("%s: %d weights, the first %v, want 30 and %v", name, len(last), last[0], test.weights)
		}
	}
}

// What is no network that runs here is refused with the node and the reason.
func TestGraphsThatAreRefused(t *testing.T) {
	field := func(node, field string, values ...float64) func(*Graph) {
		return func(g *Graph) { g.node(node).Fields[field] = &Tensor{[]int{len(values)}, values} }
	}
	for want, change := range map[string]func(*Graph){
		"node LIF.1 of type CubaLIF: tau_mem from 0.02 to 0.025, allowed: one value for all neurons of a node": field("LIF.1", "tau_mem", 0.025, 0.02),
		"node LIF.1 of type CubaLIF: tau_mem is 1.005 of tau_syn, allowed: numbers that differ by 1 %": func(g *Graph) {
			field("LIF.1", "tau_mem", 1.005)(g)
			field("LIF.1", "tau_syn", 1)(g)
		},
		"node LIF.1 of type CubaLIF: v_reset -1, allowed: 0":                                         field("LIF.1", "v_reset", -1),
		"node LIF.1 of type CubaLIF: v_threshold 0, allowed: a finite number above 0":                field("LIF.1", "v_threshold", 0),
		"node LIF.1 of type CubaLIF: no tau_syn, allowed: one number":                                func(g *Graph) { delete(g.node("LIF.1").Fields, "tau_syn") },
		"node LIF.1 of type CubaLIF: 30 neurons by one matrix of weights and 31 by another":          func(g *Graph) { g.node("fc2").Fields["weight"] = matrix(3, 31) },
		"node LIF.2 of type CubaLIF: 3 neurons, and 4 by the weights":                                func(g *Graph) { g.node("fc2").Fields["weight"] = matrix(4, 30) },
		"node fc1 of type Affine: bias 0.5 of neuron 1, allowed: 0":                                  field("fc1", "bias", 0, 0.5),
		"node fc1 of type Affine: no weight of two dimensions":                                       field("fc1", "weight", 1),
		"node fc1 of type Affine: fc2 follows it without neurons between them":                       func(g *Graph) { g.Edges = append(g.Edges, Edge{"fc1", "fc2"}) },
		"node LIF.2 of type LIF: there are no such neurons or synapses here, allowed: Input, Output": func(g *Graph) { g.node("LIF.2").Type = "LIF" },
		"2 nodes of type Input, allowed: one": func(g *Graph) {
			g.node("output").Type = "Input"
			g.Nodes = append(g.Nodes, &Node{Name: "o", Type: "Output"})
		},
		"node output of type Output: 0 ways lead there, allowed: one, from a CubaLIF node": func(g *Graph) { g.Edges = g.Edges[:5] },
		"node LIF.1 of type CubaLIF: the way from LIF.2 has no weights":                    func(g *Graph) { g.Edges = append(g.Edges, Edge{"LIF.2", "LIF.1"}) },
		"node 0 of type Flatten: a cycle without neurons":                                  func(g *Graph) { g.Edges = append(g.Edges, Edge{"0", "0"}) },
		"node input of type Input: nothing leads from there": func(g *Graph) {
			g.Edges = append(g.Edges[2:], Edge{"LIF.2", "fc1"})
			g.node("fc1").Fields["weight"] = matrix(30, 3)
		},
		"node fc2 of type Delay: delay -1, allowed: 0 or more":       func(g *Graph) { field("fc2", "delay", -1)(g); g.node("fc2").Type = "Delay" },
		"node sub: a graph with 0 nodes of type Input, allowed: one": func(g *Graph) { g.Nodes = append(g.Nodes, &Node{Name: "sub", Type: graphType, Graph: &Graph{}}) },
	} {
		g := readGraph(t, "chain.nir")
		change(g)
		if _, err := Import(g, Usual()); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want one line with %q", err, want)
		}
	}
	if _, err := Import(readGraph(t, "convolution.nir"), Usual()); err == nil || !strings.Contains(err.Error(), "node conv of type Conv2d: there are no such") {
		t.Errorf("error %v, want one about the convolution", err)
	}
	if shape := readGraph(t, "convolution.nir").node("conv").Fields["weight"].Shape; !slices.Equal(shape, []int{2, 1, 3, 3}) {
		t.Errorf("weights of the convolution in %v, want four dimensions", shape)
	}
}

// What a CubaLIF node says in any convention is what the neuron was.
func TestConstantsComeBack(t *testing.T) {
	g := readGraph(t, "yinyang.nir")
	own, err := Import(g, Usual())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []Convention{
		Usual(), {Dt: 1e-3, Unit: Milliseconds, Spike: Step}, {Dt: 1e-4, Unit: Milliseconds, Spike: Dirac}, {Dt: 2e-4, Unit: Seconds, Spike: Step, Compensate: true},
	} {
		for i := 1; i < len(own.Populations); i++ {
			p := own.Populations[i].Neuron
			back, factor, err := neuronOf(cubaOf(p, c).node("n", 3), c)
			near := func(x, y float64) bool { return x == y || c.Compensate && x/y-1 < 1e-12 && y/x-1 < 1e-12 }
			if err != nil || factor != 1 || !near(back.TauSyn, p.TauSyn) || back.TauMem != p.TauMem || !near(back.Threshold, p.Threshold) {
				t.Errorf("%+v: %+v times %v, error %v, want %+v", c, back, factor, err, p)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"chain.nir", "recurrent.nir", "convolution.nir", "yinyang.nir"} {
		content, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		g, err := decodeGraph(content)
		if err == nil {
			var net *Network
			if net, err = Import(g, Usual()); err == nil {
				if _, err := networkfile.Parse([]byte(net.Text())); err != nil && !strings.Contains(err.Error(), "line") {
					t.Errorf("a text that is none: %v", err)
				}
				net.States()
			}
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("error of more than one line: %q", err)
		}
	})
}

// Whatever some bytes become, reading ends without a panic, and with one line if it fails.
func TestDamagedFiles(t *testing.T) {
	const seed = 1
	r := rand.New(rand.NewPCG(seed, 0))
	for _, name := range []string{"chain.nir", "recurrent.nir", "yinyang.nir"} {
		content, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		for range 150 {
			damaged := bytes.Clone(content)
			for range 1 + r.IntN(4) {
				damaged[r.IntN(len(damaged))] = byte(r.IntN(256))
			}
			g, err := decodeGraph(damaged)
			if err == nil {
				_, err = Import(g, Usual())
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("%s, seed %d: error of more than one line: %q", name, seed, err)
			}
		}
	}
}
