package pretrained

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/settings"
)

// fixtures is where the graphs are that others and this program wrote.
const fixtures = "../../nir/testdata"

func open(t *testing.T, path, convention string) *File {
	t.Helper()
	f, err := Open(path, convention)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// resolve is the config that a file asks for, as on a command line.
func resolve(t *testing.T, path, convention string, change func(*settings.Config)) (settings.Config, error) {
	t.Helper()
	defaults := settings.BaseDefaults
	defaults.Start = Start
	return defaults.Resolve("", func(c *settings.Config) error {
		c.Weights, c.NIRConvention = path, convention
		if change != nil {
			change(c)
		}
		return nil
	})
}

// built is the network of a config.
func built(t *testing.T, c *settings.Config, inputs, classes int) *network.Network {
	t.Helper()
	spec, err := networkspec.Of(c, inputs, classes)
	if err != nil {
		t.Fatal(err)
	}
	net, err := network.New(spec)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// A graph of this program brings its settings: what the network is, not how it learns.
func TestAGraphBringsItsSettings(t *testing.T) {
	path := filepath.Join(fixtures, "yinyang.nir")
	c, err := resolve(t, path, "", func(c *settings.Config) { c.Rule, c.HiddenThreshold = "dfa", []float64{0.02} })
	if err != nil {
		t.Fatal(err)
	}
	if c.Dataset != "yinyang" || !slices.Equal(c.Layers, []int{300}) || c.TauSyn != 0.0125 || c.OutputThreshold != 0.01 || c.HiddenThreshold[0] != 0.02 || c.Rule != "dfa" || c.Weights != path {
		t.Errorf("settings %+v", c)
	}
	net := built(t, &c, 5, 3)
	initial, err := open(t, path, "").Initial(net)
	if err != nil {
		t.Fatal(err)
	}
	before := built(t, &c, 5, 3)
	neurons, _, err := before.BuildCore(before.Cores[0], nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	learned := 0
	for i := range 300 {
		state, given := initial(1, i)
		own := neurons[i].State()
		if !slices.Equal(state.Weights, own.Weights) {
			learned++
		}
		if !given || !slices.Equal(state.Feedback, own.Feedback) || state.Steps != 0 {
			t.Fatalf("neuron %d: %+v, want the feedback weights %v", i, state, own.Feedback)
		}
	}
	if learned < 200 {
		t.Errorf("%d neurons have other weights than before training, want most", learned)
	}
	// As many weights in all, elsewhere.
	c.Layers = []int{100}
	if _, err := open(t, path, "").Initial(built(t, &c, 5, 3)); err == nil || !strings.Contains(err.Error(), "yinyang.nir: 300 neurons in population 1 of 2, allowed: 100, of 2") {
		t.Errorf("error %v, want one about the numbers of neurons", err)
	}
	c.Layers = []int{300}
	if _, err := open(t, path, "").Initial(built(t, &c, 6, 3)); err == nil || !strings.Contains(err.Error(), "5 weights of neuron 0 of population 1, allowed: 6, one for each synapse") {
		t.Errorf("error %v, want one about the numbers of synapses", err)
	}
}

// A graph of others becomes a network of its shape on the data set that the command line names.
func TestAGraphOfOthers(t *testing.T) {
	path := filepath.Join(fixtures, "recurrent.nir")
	c, err := resolve(t, path, "unit=ms,spike=dirac", func(c *settings.Config) { c.Dataset, c.TimeUnit = "npz", "s" })
	if err != nil {
		t.Fatal(err)
	}
	net := built(t, &c, 6, 3)
	if delay := net.Topology.Projections[1].Delays.Least(); delay != 2e-3 || !net.Topology.Recurrent(1) || net.Neurons[0].TauSyn != 0.01 {
		t.Errorf("a delay of %v s in the cycle, want 2 ms", delay)
	}
	f := open(t, path, c.NIRConvention)
	initial, err := f.Initial(net)
	if err != nil {
		t.Fatal(err)
	}
	states, _ := f.states()
	for population, degree := range []int{0, 36, 30} {
		for i := range states[population] {
			state, given := initial(population, i)
			if !given || len(state.Weights) != degree || !slices.Equal(state.Weights, states[population][i].Weights) {
				t.Fatalf("neuron %d of population %d: %d weights, want the %d of the file", i, population, len(state.Weights), degree)
			}
		}
	}
}

// What can't be read is the user's mistake, and says so on one line.
func TestFilesThatCannotBeRead(t *testing.T) {
	for want, arguments := range map[string][2]string{
		`weights is "nothing", which is not there, allowed: a NIR file, or the network.npz of a run`: {"nothing", ""},
		"the file begins with":      {"pretrained.go", ""},
		"node conv of type Conv2d":  {filepath.Join(fixtures, "convolution.nir"), ""},
		`nir-convention: "wide"`:    {filepath.Join(fixtures, "chain.nir"), "wide"},
		`nir-convention: dt is "x"`: {filepath.Join(fixtures, "chain.nir"), "dt=x"},
	} {
		_, err := Open(arguments[0], arguments[1])
		if _, is := err.(*settings.ConfigError); !is || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: error %v, want a ConfigError of one line with %q", arguments, err, want)
		}
	}
}
