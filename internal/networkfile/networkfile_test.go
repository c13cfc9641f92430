package networkfile_test

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/file/npz"
	"sfdfa-actors/internal/networkfile"
	"sfdfa-actors/learning"
	"sfdfa-actors/topology"
)

// every uses every key once.
const every = `# a comment
network:
  populations:
    hidden: {size: 12, tau-syn: 5ms, tau-mem: 10 ms, threshold: 0.02, spike-cap: 7, poisson: {rate: 8kHz, weight: -0.05}}
    readout: {output: true, refractory: 500us, threshold: 1e-1, current: -0.3}
    noise: {source: poisson, size: 3, rate: 2.5e1Hz}
    trains: {source: file, size: 2, file: trains.npz}
    map: {shape: [2, 2, 3]}
    pixels: {source: dataset, shape: [3, 4]}
  projections:
    - {from: pixels, to: hidden, connect: {fixed-in-degree: 4}, weights: {uniform: [-1, 2]}}
    - {from: hidden, to: hidden, connect: {bernoulli: 0.25, self: false}, weights: 0.5, bounds: [-0.75, 1], delays: {uniform: [0.5ms, 2ms], per: axon}}
    - {from: noise, to: readout, connect: dense, weights: {normal: {mean: 1, sd: 0.1, low: 0, high: 2}}, learn: false}
    - {from: trains, to: readout, connect: {fixed-out-degree: 1}, delays: 1.5ms, learn: delays}
    - {from: hidden, to: readout, connect: {rule: all-to-all}, delays: {normal: {mean: 1ms, sd: 1us, low: 0s, high: 1s}}, learn: [weights, delays]}
    - {from: hidden, to: map, connect: one-to-one, learn: []}
    - {from: pixels, to: map, connect: {receptive-field: {kernel: 2, stride: [1, 1]}}}
    - {from: map, to: readout, connect: {pairwise-bernoulli: 0.5}, weights: {constant: 3}}
    - {from: hidden, to: readout, connect: {list: listed.npz}}
`

// files are those that every names: the arrays of each.
var files = map[string]map[string][]float64{
	"trains.npz": {"times": {0.5, 0.25, 2, 0}, "neurons": {1, 1, 1, 0}},
	"listed.npz": {"sources": {11, 0, 3}, "targets": {0, 3, 0}, "weights": {-1, 0.5, 0.25}, "delays": {1e-3, 0, 2e-3}},
}

// inFolder goes to a folder with files of arrays. Times, weights and delays are floats, others integers.
func inFolder(t testing.TB, files map[string]map[string][]float64) {
	t.Helper()
	t.Chdir(t.TempDir())
	for path, arrays := range files {
		file, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		z := npz.NewWriter(file, zip.Deflate)
		for name, values := range arrays {
			isFloat := strings.HasSuffix(name, "times") || name == "weights" || name == "delays"
			err := z.Array(name, map[bool]string{true: "<f8", false: "<i8"}[isFloat], []int{len(values)}, func(v *npz.Values) error {
				for _, value := range values {
					if isFloat {
						v.Float(value)
					} else {
						v.Integer(int64(value))
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := errors.Join(z.Close(), file.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

func defaults() networkfile.Defaults {
	return networkfile.Defaults{
		Inputs: 12, Classes: 4,
		Hidden:        model.Parameters{TauSyn: 0.1, Threshold: 0.5, Duration: 1, SpikeCap: 30},
		Output:        model.Parameters{TauSyn: 0.1, Threshold: 0.6, Duration: 1, SpikeCap: 40},
		HiddenWeights: topology.Uniform{Low: -3, High: 3}, OutputWeights: topology.Uniform{Low: -4, High: 4},
	}
}

func complete(text string, d networkfile.Defaults) (network.Spec, error) {
	var spec network.Spec
	file, err := networkfile.Parse([]byte(text))
	if err != nil {
		return spec, err
	}
	return spec, file.Complete(&spec, d)
}

func TestEveryKeyByHand(t *testing.T) {
	inFolder(t, files)
	got, err := complete(every, defaults())
	if err != nil {
		t.Fatal(err)
	}
	uniform := func(low, high float64) topology.Distribution { return topology.Uniform{Low: low, High: high} }
	hidden, output := uniform(-3, 3), uniform(-4, 4)
	list, err := topology.NewList(4, []topology.ListedSynapse{
		{Source: 3, Target: 0, Weight: 0.25, Delay: 0.002}, {Source: 11, Target: 0, Weight: -1, Delay: 0.001}, {Source: 0, Target: 3, Weight: 0.5},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := network.Spec{
		Topology: topology.Network{
			Names: []string{"pixels", "noise", "trains", "hidden", "map", "readout"}, Sizes: []int{12, 3, 2, 12, 12, 4}, Sources: 3,
			Projections: []topology.Projection{
				{From: 0, To: 3, Rule: topology.FixedInDegree{InDegree: 4}, Weights: uniform(-1, 2)},
				{From: 3, To: 3, Rule: topology.Bernoulli{Density: 0.25}, NoSelf: true, Weights: topology.Constant{Value: 0.5}, Delays: topology.Delays{Distribution: uniform(0.0005, 0.002), PerAxon: true}, LeastWeight: -0.75, MostWeight: 1},
				{From: 1, To: 5, Rule: topology.Dense{}, Weights: topology.Normal{Mean: 1, SD: 0.1, Low: 0, High: 2}, FixedWeights: true},
				{From: 2, To: 5, Rule: topology.FixedOutDegree{OutDegree: 1}, Weights: output, Delays: topology.Delays{Distribution: topology.Constant{Value: 0.0015}}, FixedWeights: true, LearnsDelays: true},
				{From: 3, To: 5, Rule: topology.Dense{}, Weights: output, Delays: topology.Delays{Distribution: topology.Normal{Mean: 0.001, SD: 1e-6, Low: 0, High: 1}}, LearnsDelays: true},
				{From: 3, To: 4, Rule: topology.OneToOne{}, Weights: hidden, FixedWeights: true},
				{From: 0, To: 4, Rule: topology.ReceptiveField{Shape: [2]int{3, 4}, Kernel: [2]int{2, 2}, Stride: [2]int{1, 1}}, Weights: hidden},
				{From: 4, To: 5, Rule: topology.Bernoulli{Density: 0.5}, Weights: topology.Constant{Value: 3}},
				{From: 3, To: 5, Rule: list, Weights: list.Weights(), Delays: list.Delays()},
			},
		},
		Sources: []network.Source{{Kind: network.DatasetSource}, {Kind: network.PoissonSource, Rate: 25}, {Kind: network.FileSource, File: "trains.npz", Trains: [][]float64{{0}, {0.25, 0.5, 2}}}},
		Neurons: []model.Parameters{
			{Duration: 1, SpikeCap: model.MaxSpikeCap},
			{Duration: 1, SpikeCap: model.MaxSpikeCap},
			{TauSyn: 0.005, TauMem: 0.01, Threshold: 0.02, Duration: 1, SpikeCap: 7},
			{TauSyn: 0.1, Threshold: 0.5, Duration: 1, SpikeCap: 30},
			{TauSyn: 0.1, Threshold: 0.1, Current: -0.3, Refractory: 0.0005, Duration: 1, SpikeCap: 40},
		},
		Drives: []neuron.Drive{{}, {}, {Rate: 8000, Weight: -0.05}, {}, {}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant\n%+v", got, want)
	}
}

// Quantities are the numbers that their decimals say, to the last bit.
func TestUnits(t *testing.T) {
	inFolder(t, files)
	for text, want := range map[string]float64{
		"5ms": 0.005, "0.7 ms": 0.0007, "3us": 3e-6, "2s": 2, "1e-1s": 0.1, "12.3e2us": 0.00123, ".5ms": 0.0005, "+1.ms": 0.001,
	} {
		spec, err := complete(strings.ReplaceAll(every, "1.5ms", text), defaults())
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := spec.Topology.Projections[3].Delays.Least(); got != want {
			t.Errorf("%s is %v s, want %v", text, got, want)
		}
	}
}

// Each fault is named with its line, and the value and what is allowed; others stand beside it.
func TestFaults(t *testing.T) {
	inFolder(t, files)
	for _, test := range []struct{ old, new, want string }{
		{"network:", "netwrok:", `line 2: the network file has the unknown key "netwrok", allowed: network; did you mean network?`},
		{"  populations:", "  population:", "line 3: network has the unknown key"},
		{"size: 12", "sise: 12", `line 4: population hidden has the unknown key "sise", allowed: size, shape`},
		{"size: 12", "size: 0", "line 4: population hidden: size is \"0\", must be a whole number from 1 to 2147483647"},
		{"size: 12, ", "", "line 4: population hidden has no size, must have size or shape"},
		{"tau-syn: 5ms", "tau-syn: 0.005", `line 4: population hidden: tau-syn is "0.005", must be a number with a unit: s, ms, us`},
		{"tau-syn: 5ms", "tau-syn: 5Hz", `tau-syn is "5Hz", must be a number with a unit: s, ms, us`},
		{"tau-syn: 5ms", "tau-syn: -5ms", `tau-syn is -5ms, must be above 0`},
		{"tau-syn: 5ms", "tau-syn: 1e999s", `tau-syn is "1e999s", must be`},
		{"rate: 8kHz", "rate: 8000", `line 4: population hidden: poisson: rate is "8000", must be a number with a unit: kHz, Hz`},
		{", weight: -0.05", "", "poisson has no weight, must have rate and weight"},
		{"threshold: 0.02", "threshold: 2mV", `threshold is "2mV", must be a number`},
		{"threshold: 0.02", "threshold: .nan", `threshold is ".nan", must be a number`},
		{"refractory: 500us", "refractory: -1ms", "line 5: population readout: refractory is -0.001 s, must be at least 0"},
		{"    readout:", "    Readout:", `line 5: population "Readout": a name must have a small letter`},
		{"output: true", "output: yes", `line 5: population readout: output is "yes", allowed: true, false`},
		{"output: true, ", "size: 4, ", "line 4: 0 populations are the output, must be one"},
		{"size: 12", "size: 12, output: true", "line 4: 2 populations are the output"},
		{"source: poisson", "source: poison", `line 6: population noise: source is "poison", allowed: dataset, poisson, file; did you mean poisson?`},
		{", rate: 2.5e1Hz", "", "line 6: population noise has no rate, which a source poisson needs"},
		{"source: poisson, size: 3, rate: 2.5e1Hz", "source: dataset", "line 4: 2 populations have the source dataset, allowed: one"},
		{"shape: [2, 2, 3]", "shape: [2]", "line 8: population map: shape is a list, must be a list: [rows, columns]"},
		{"shape: [2, 2, 3]", "shape: [2, 2, 3], size: 11", "shape has 12 neurons, must be as many as size (11)"},
		{"shape: [2, 2, 3]", "shape: [65536, 65536]", "shape has more than 2147483647 neurons"},
		{"from: pixels, to: hidden", "from: pixel, to: hidden", `line 11: projection 1: from is "pixel", must be a population; did you mean pixels?`},
		{"from: pixels, to: hidden, ", "to: hidden, ", "line 11: projection 1 has no from"},
		{"to: hidden, connect: {bern", "to: noise, connect: {bern", "line 12: projection from hidden to noise: to is a source"},
		{"connect: {fixed-in-degree: 4}", "connect: {fixed-in-degre: 4}", "unknown key \"fixed-in-degre\", allowed: rule, pairwise-bernoulli, bernoulli, fixed-in-degree"},
		{"connect: {fixed-in-degree: 4}", "connect: {self: false}", "connect has none, must have one of rule,"},
		{"connect: {fixed-in-degree: 4}", "connect: {fixed-in-degree: 4, bernoulli: 1}", "connect has bernoulli and fixed-in-degree, must have one of"},
		{"connect: {fixed-in-degree: 4}", "connect: {fixed-in-degree: 4.5}", `fixed-in-degree is "4.5", must be a whole number`},
		{"connect: dense", "connect: full", `line 13: projection from noise to readout: connect is "full", allowed: all-to-all, dense, one-to-one`},
		{"from: pixels, to: map", "from: noise, to: map", "line 17: projection from noise to map: connect: receptive-field: population noise has no shape"},
		{"{kernel: 2, stride: [1, 1]}", "{stride: 1}", "receptive-field has no kernel"},
		{"weights: {uniform: [-1, 2]}", "weights: {uniform: [2, -1]}", "line 11: projection from pixels to hidden: weights: uniform is from 2 to -1, must be finite and in ascending order"},
		{"weights: {uniform: [-1, 2]}", "weights: {uniform: 1}", `weights: uniform is "1", must be a list of two`},
		{"weights: {uniform: [-1, 2]}", "weights: *w", "unknown anchor"},
		{", low: 0, high: 2", ", low: 0", "line 13: projection from noise to readout: weights: normal has no high"},
		{"delays: 1.5ms", "delays: 1.5", `line 14: projection from trains to readout: delays is "1.5", must be a number with a unit`},
		{"delays: 1.5ms", "delays: -1.5ms", "delays go down to -0.0015 s, must be at least 0"},
		{"per: axon", "per: neuron", `line 12: projection from hidden to hidden: delays: per is "neuron", allowed: synapse, axon`},
		{"bounds: [-0.75, 1]", "bounds: 1", `line 12: projection from hidden to hidden: bounds is "1", must be a list of two`},
		{"bounds: [-0.75, 1]", "bounds: [1, 1]", "line 12: projection from hidden to hidden: bounds are 1 and 1, the first one must be less"},
		{"bounds: [-0.75, 1]", "bounds: [0, .nan]", "line 12: projection from hidden to hidden: bounds"},
		{"learn: false}", "learn: false, bounds: [0, 1]}", "line 13: projection from population noise to readout: weights have bounds and are not learned"},
		{"learn: false", "learn: no", `line 13: projection from noise to readout: learn is "no", allowed: true, false, weights, delays`},
		{"    map: {", "    hidden: {", `line 8: populations has the key "hidden" twice, allowed: once`},
		{"# a comment", "a: &a [*a]", "line 1: the network file has the unknown key \"a\""},
		// What depends on sizes.
		{"fixed-in-degree: 4}", "fixed-in-degree: 13}", "line 11: projection from population pixels to hidden: in-degree is 13, must be from 1 to the 12 presynaptic neurons"},
		{"shape: [2, 2, 3]", "shape: [2, 2, 2]", "line 16: projection from population hidden to map: one-to-one joins populations of 12 and 8 neurons"},
		{"shape: [3, 4]", "shape: [4, 4]", "line 9: population pixels has 16 neurons, must be as many as the data set has inputs (12)"},
		{"delays: {uniform: [0.5ms, 2ms], per: axon}", "delays: 0ms", "populations hidden -> hidden have no delay"},
		{"from: map, to: readout", "from: pixels, to: map", ""},
		{"pixels: {source: dataset, shape: [3, 4]}", "pixels: {source: poisson, rate: 1Hz, shape: [3, 4]}", "no population has the source dataset, must be one"},
		{"file: trains.npz", "file: listed.npz", "line 7: population trains: file: listed.npz: no array trains_times"},
		{"file: trains.npz", "file: gone.npz", "line 7: population trains: file: stat gone.npz: no such file or directory, must be an npz file"},
		{"file: trains.npz", "file: .", "line 7: population trains: file: open .: no regular file: it is a directory"},
		{"size: 2, file", "size: 1, file", "line 7: population trains: file: trains.npz: neurons has 1, allowed: 0 to 0"},
		{"{list: listed.npz}", "{list: []}", "line 19: projection from hidden to readout: connect: list is a list, must be the path of a file"},
		{"{list: listed.npz}", "{list: trains.npz}", "line 19: projection from hidden to readout: list: trains.npz: no array sources"},
		{"{list: listed.npz}", "{list: listed.npz}, weights: 1", "line 19: projection from hidden to readout: weights are here and in listed.npz, allowed: one of them"},
		{"{list: listed.npz}", "{list: listed.npz}, delays: 1ms", "delays are here and in listed.npz, allowed: one of them"},
		{"- {from: hidden, to: readout, connect: {list", "- {from: noise, to: readout, connect: {list", "a synapse of the list leads from neuron 11, must be up to 2"},
	} {
		text := strings.Replace(every, test.old, test.new, 1)
		if text == every {
			t.Fatalf("%q is not there", test.old)
		}
		_, err := complete(text, defaults())
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%q: error\n%v\nwant one with\n%s", test.new, err, test.want)
		}
	}
}

// All faults come at once, a line each.
func TestAllFaultsAtOnce(t *testing.T) {
	inFolder(t, files)
	text := strings.NewReplacer("5ms, tau-mem", "5, tau-mem", "per: axon", "per: all", "connect: dense", "connect: full", "source: file", "source: flie").Replace(every)
	_, err := complete(text, defaults())
	if err == nil || strings.Count(err.Error(), "\n") != 3 {
		t.Errorf("error\n%v\nwant four lines", err)
	}
}

func TestTextsThatAreNoNetwork(t *testing.T) {
	for text, want := range map[string]string{
		"": "the text is empty", "# only a comment": "the text is empty", "[": "did not find", "a: 1\n---\nb: 2": "more than one YAML document",
		"- 1": "line 1: the network file is a list, must be a mapping", "network:": "line 1: network is empty, must be a mapping",
		"network: {}": "network has no populations",
		"network: {populations: {output: {size: 2}}}":   "no population has the source dataset",
		"network: {populations: [1]}":                   "populations is a list",
		"network: {populations: {a: 1}}":                "population a is \"1\", must be a mapping",
		"network: {populations: {}, projections: {}}":   "projections is a mapping, must be a list",
		"network: {populations: {}, projections: [[]]}": "projection 1 is a list, must be a mapping",
		"? [a]\n: b": "the network file has a key that is a list",
		strings.Repeat(" ", networkfile.Largest+1): "more than 1 MiB",
	} {
		if _, err := complete(text, defaults()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: error %v, want one with %q", text, err, want)
		}
	}
}

// A chain that is written out is the same network.
func TestChainsAreWrittenOut(t *testing.T) {
	d := defaults()
	spec := network.Spec{
		Topology: topology.Network{
			Names: []string{"input", "hidden-1", "hidden-2", "output"}, Sizes: []int{12, 7, 5, 4}, Sources: 1,
			Projections: topology.Weighted(
				topology.Chain(topology.FixedInDegree{InDegree: 3}, topology.Bernoulli{Density: 1.0 / 3}, topology.Dense{}),
				topology.Uniform{Low: -1.1, High: 2}, topology.Uniform{Low: -1e-7, High: 0.1}, topology.Uniform{},
			),
		},
		Sources: []network.Source{{Kind: network.DatasetSource}},
		Drives:  make([]neuron.Drive, 3),
	}
	for i := range 3 {
		p := d.Hidden
		p.TauSyn, p.Threshold, p.SpikeCap = 0.1/float64(i+3), 0.7/float64(i+1), i+1
		spec.Neurons = append(spec.Neurons, p)
	}
	text := networkfile.EncodeChain(&spec)
	got, err := complete(text, d)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if !reflect.DeepEqual(got, spec) {
		t.Errorf("%+v\nwant\n%+v\n%s", got, spec, text)
	}
}

// The section of a text keeps its words and its lines.
func TestSections(t *testing.T) {
	section := "network:\n  populations: {}  # none\n\n"
	for text, want := range map[string]string{
		"seed: 1\n" + section + "batch: 2\n": "\n" + section,
		section:                              section,
		"seed: 1\n":                          "",
		"{seed: 1, network: {a: 2}}":         "network: {a: 2}\n",
		"[":                                  "",
	} {
		if got := networkfile.Section([]byte(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Whatever a text holds, it is a network or has faults.
func FuzzParse(f *testing.F) {
	f.Add([]byte(every))
	f.Add([]byte("network: {populations: {a: &a {size: 1}, b: *a}}"))
	f.Add([]byte("network: {populations: {output: }, projections: [{from: output, to: output, connect: {receptive-field: }}]}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		spec, err := complete(string(text), defaults())
		if err == nil && spec.Topology.Validate() != nil {
			t.Errorf("%q: a network with faults: %v", text, spec.Topology.Validate())
		}
		if section := networkfile.Section(text); section != "" {
			_, want := networkfile.Parse(text)
			if _, got := networkfile.Parse([]byte(section)); want == nil && got != nil {
				t.Errorf("%q: the section %q has faults: %v", text, section, got)
			}
		}
	})
}

// Every network of the page can be built, on data with as many inputs and classes as MNIST.
func TestTheExamplesOfThePage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "NETWORKS.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(examples) < 3 {
		t.Fatalf("the page has %d examples, want at least 3", len(examples))
	}
	d := defaults()
	d.Inputs, d.Classes = 784, 10
	for _, example := range examples {
		spec, err := complete(example[1], d)
		if err != nil {
			t.Errorf("%v\n%s", err, example[1])
			continue
		}
		spec.Learning = learning.Settings{
			Rule: learning.SFDFA{}, Gradient: learning.Modified, Form: learning.Fused, Ties: learning.EarliestSpike,
			Optimiser: learning.Optimiser{Kind: learning.GradientDescent}, Targets: learning.Targets{Right: 2, Other: 1},
		}
		spec.Precision = neuron.Float32
		if _, err := network.New(spec); err != nil {
			t.Errorf("%v\n%s", err, example[1])
		}
	}
}

// Every connection rule, distribution, key of a population and unit is on the page.
func TestThePageNamesAllWords(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "NETWORKS.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range slices.Concat(topology.RuleNames(), topology.DistributionNames(), strings.Fields(
		"size shape output source tau-syn tau-mem threshold refractory current spike-cap poisson rate weight dataset file s ms us Hz kHz "+
			"from to connect weights delays learn self kernel stride per axon mean sd low high dense bernoulli")) {
		if !regexp.MustCompile("`[^`\n]*\\b" + word + "\\b[^`\n]*`").Match(page) {
			t.Errorf("the page does not name %s", word)
		}
	}
}
