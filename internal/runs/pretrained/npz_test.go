package pretrained

import (
	"archive/zip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// written is the file of a network before training, with its config and states.
func written(t *testing.T, change func(*settings.Config)) (string, *network.Network, [][]messages.State) {
	t.Helper()
	c, err := settings.Resolve("", func(c *settings.Config) error { change(c); return nil })
	if err != nil {
		t.Fatal(err)
	}
	net := built(t, &c, 5, 3)
	engine, err := reference.New(net, network.Setup{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	states := make([][]messages.State, len(net.Topology.Sizes))
	for population := 1; population < len(states); population++ {
		if err := engine.States(population, func(some []messages.State) error {
			states[population] = append(states[population], messages.CloneStates(some)...)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "network.npz")
	if err := Write(path, &c, net, engine); err != nil {
		t.Fatal(err)
	}
	return path, net, states
}

// A NumPy file brings the network and all that its neurons have learned but the optimiser's moments: of dense and sparse
// networks, with averages, running rates and learned delays.
func TestANumPyFileBringsTheNetwork(t *testing.T) {
	const cyclic = `network:
  populations:
    input: {source: dataset}
    a: {size: 12, threshold: 0.02}
    output: {}
  projections:
    - {from: input, to: a, connect: {fixed-in-degree: 3}}
    - {from: a, to: a, connect: {pairwise-bernoulli: 0.3}, delays: {uniform: [1ms, 2ms]}, learn: [weights, delays]}
    - {from: a, to: output, connect: all-to-all}
`
	for name, change := range map[string]func(*settings.Config){
		"dense":   func(c *settings.Config) { c.Layers = []int{20} },
		"sparse":  func(c *settings.Config) { c.Layers, c.InDegree, c.Calibrate = []int{20}, []int{2}, "off" },
		"float64": func(c *settings.Config) { c.Precision, c.WeightAverage, c.RateAverage = "float64", 0.9, 100 },
		"cyclic":  func(c *settings.Config) { c.Network = cyclic },
	} {
		path, _, want := written(t, func(c *settings.Config) { c.Seed = 9; change(c) })
		c, err := resolve(t, path, "", func(c *settings.Config) { c.RateAverage = map[string]int{"float64": 100}[name] })
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		net := built(t, &c, 5, 3)
		initial, err := open(t, path, "").Initial(net)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for population := range want {
			for i := range want[population] {
				got, _ := initial(population, i)
				for part, pair := range map[string][2][]float64{
					"weights": {got.Weights, want[population][i].Weights}, "averages": {got.Averages, want[population][i].Averages},
					"feedback": {got.Feedback, want[population][i].Feedback}, "rates": {got.MeanRate, want[population][i].MeanRate},
					"delays": {got.Delays, want[population][i].Delays},
				} {
					if !slices.Equal(pair[0], pair[1]) {
						t.Fatalf("%s: neuron %d of population %d has the %s %v, want %v", name, i, population, part, pair[0], pair[1])
					}
				}
			}
		}
		if name == "dense" || name == "float64" {
			continue
		}
		other, err := resolve(t, path, "", func(c *settings.Config) { c.Seed = 10 })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := open(t, path, "").Initial(built(t, &other, 5, 3)); err == nil || !strings.Contains(err.Error(), "seed") {
			t.Errorf("%s: error %v with another seed, want one about it", name, err)
		}
	}
}

// A file without its settings, or of another shape, is refused.
func TestNumPyFilesThatAreRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bare.npz")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z := npz.NewWriter(file, zip.Store)
	for _, name := range []string{"weights_1", "settings"} {
		if _, err := Open(path, ""); err == nil {
			t.Error("no error of a file that is no archive")
		}
		if err := z.Array(name, "<f4", []int{2, 2}, func(v *npz.Values) error {
			for range 4 {
				v.Float(0.5)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, ""); err == nil || !strings.Contains(err.Error(), "settings: numbers of type f4, want integers") {
		t.Errorf("error %v, want one about the settings", err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, ""); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want one line", err)
		}
	})
}
