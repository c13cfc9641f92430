package selfcheck_test

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/study/selfcheck"
)

// byHand is a case that needs nothing but this repository.
var byHand = filepath.Join("testdata", "by_hand.json")

// golden lists the cases of an independent implementation, which lie outside
// this repository and may be absent.
func golden(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "golden", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func load(t *testing.T, path string) *selfcheck.Case {
	t.Helper()
	c, err := selfcheck.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	chain, is := c.(*selfcheck.Case)
	if !is {
		t.Fatalf("%s is a %T, want a chain", path, c)
	}
	return chain
}

// expectWithin fails the test for every deviation beyond its tolerance and logs
// the largest of each quantity.
func expectWithin(t *testing.T, c *selfcheck.Case, precision neuron.Precision) {
	t.Helper()
	deviations, err := c.Check(precision)
	if err != nil {
		t.Fatal(err)
	}
	quantities := 0
	largest := map[string]float64{}
	for _, d := range deviations {
		quantities++
		largest[d.Quantity] = math.Max(largest[d.Quantity], d.Largest)
		if !d.OK() {
			t.Errorf("%s: %s deviate by %g at %s, tolerance %g", d.Variant, d.Quantity, d.Largest, d.Where, d.Tolerance)
		}
	}
	// Back-propagation, the last variant, has gradients instead of what only the
	// other rules have.
	if want := 9*(len(selfcheck.Variants())-1) + 4; quantities != want {
		t.Errorf("%d quantities compared, want %d", quantities, want)
	}
	t.Logf("largest deviations: %v", largest)
}

func TestTheHandMadeCase(t *testing.T) {
	for _, precision := range neuron.Precisions() {
		t.Run(string(precision), func(t *testing.T) { expectWithin(t, load(t, byHand), precision) })
	}
}

func TestGoldenCases(t *testing.T) {
	files := golden(t)
	if len(files) == 0 {
		t.Skip("no golden cases beside this repository (../shared/golden)")
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) { expectWithin(t, load(t, file), neuron.Float64) })
		// A hair trigger may be lost when weights are rounded to float32.
		if name != "narrow_crossing" {
			t.Run(name+" in float32", func(t *testing.T) { expectWithin(t, load(t, file), neuron.Float32) })
		}
	}
}

// Every number that a case expects has to matter: changed by a little, it is
// reported as a deviation of its quantity, and where it stands.
func TestAWrongNumberIsReported(t *testing.T) {
	for _, test := range []struct {
		quantity string
		where    string
		corrupt  func(*selfcheck.Case)
	}{
		{"spike times", "samples[1].layers[1].spikes[0][0]", func(c *selfcheck.Case) { c.Samples[1].Layers[1].Spikes[0][0] += 1e-11 }},
		{"spike times", "samples[0].layers[0].spikes[1] has 0 values, not 1", func(c *selfcheck.Case) {
			c.Samples[0].Layers[0].Spikes[1] = []float64{0.1}
		}},
		{"grades", "samples[1].layers[0].grades[1][0]", func(c *selfcheck.Case) { c.Samples[1].Layers[0].Grades[1][0] *= 1 + 1e-8 }},
		{"eligibilities, exact", "samples[1].layers[0].elig_exact[1][0]", func(c *selfcheck.Case) { c.Samples[1].Layers[0].Exact[1][0] *= 1 + 1e-8 }},
		{"eligibilities, modified", "samples[0].layers[1].elig_modified[0][0]", func(c *selfcheck.Case) {
			c.Samples[0].Layers[1].Modified[0][0] *= 1 + 1e-8
		}},
		{"eligibilities, modified", "samples[0].layers[0].elig_modified[1][1]", func(c *selfcheck.Case) { // of a silent neuron
			c.Samples[0].Layers[0].Modified[1][1] = 1e-3
		}},
		{"output derivatives", "samples[1].d[1]", func(c *selfcheck.Case) { c.Samples[1].Derivatives[1] *= 1 + 1e-8 }},
		{"errors", "samples[0].err[1]", func(c *selfcheck.Case) { c.Samples[0].Errors[1] += 1e-6 }},
		{"losses", "samples[1].loss[0]", func(c *selfcheck.Case) { c.Samples[1].Loss += 1e-6 }},
		{"projected errors", "samples[1].delta[0][0]", func(c *selfcheck.Case) { c.Samples[1].Deltas[0][0] *= 1 + 1e-6 }},
		{"feedback weights", "feedback_after[0][1][0]", func(c *selfcheck.Case) { c.FeedbackAfter[0][1][0] *= 1 + 1e-7 }},
		{"weights, modified", "w_after[1][1][0]", func(c *selfcheck.Case) { c.WeightsAfter[1][1][0] *= 1 + 1e-8 }},
		{"weights, exact", "w_after[0][1][1]", func(c *selfcheck.Case) { c.Samples[1].Layers[0].Exact[1][1] *= 1 + 1e-6 }},
		{"back-propagated gradients, exact", "bp_grad[0][1][1]", func(c *selfcheck.Case) { c.BackProp[0][1][1] *= 1 + 1e-8 }},
	} {
		c := load(t, byHand)
		test.corrupt(c)
		deviations, err := c.Check(neuron.Float64)
		if err != nil {
			t.Fatal(err)
		}
		reported := 0
		for _, d := range deviations {
			if d.Quantity == test.quantity && !d.OK() && d.Where == test.where {
				reported++
			}
		}
		want := len(selfcheck.Variants()) - 1
		switch test.quantity {
		case "back-propagated gradients, exact":
			want = 1
		case "spike times", "errors", "losses":
			want++ // back-propagation too
		default:
			if strings.Contains(test.quantity, ", ") {
				want /= 2 // one gradient only
			}
		}
		if reported != want {
			t.Errorf("%s at %s: reported by %d variants, want %d: %+v", test.quantity, test.where, reported, want, deviations[0])
		}
	}
}

func TestLoadNamesTheFileAndTheField(t *testing.T) {
	text, err := os.ReadFile(byHand)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, new, want string }{
		{`"name": "by_hand"`, `"name": ""`, "name is empty"},
		{`"seed"`, `"sede"`, `unknown field "sede"`},
		{`"label": 1`, `"label": 2`, "samples[1].label is 2, must be from 0 to 1"},
		{`"label": 1`, `"label": "x"`, "cannot unmarshal string"},
		{`"input": [[0], []]`, `"input": [[0]]`, "samples[0].input has 1 neurons, must have 2"},
		{`"input": [[0], []]`, `"input": [[-1], []]`, "samples[0].input[0][0] is -1 s"},
		{`"input": [[0], []]`, `"input": [[1e999], []]`, "cannot unmarshal number"},
		{`"xi": [[1, -0.5]]`, `"xi": []`, "samples[1].xi has 0 layers, must have 1"},
		{`"xi": [[1, -0.5]]`, `"xi": [[1]]`, "samples[1].xi[0] has 1 values, must have 2"},
		{`"grades": [[0.5], []]`, `"grades": [[], []]`, "samples[0].layers[0].grades[0] has 0 values, must have one for each of 1 spikes"},
		{`"elig_exact": [[-0.1, 0], [0, 0]]`, `"elig_exact": [[-0.1], [0, 0]]`, "samples[0].layers[0].elig_exact[0] has 1 values, must have 2"},
		{`"d": [0.5, 0]`, `"d": []`, "samples[0].d has 0 values, must have 2"},
		{`"err": [0, 2]`, `"err": [0]`, "samples[1].err has 1 values, must have 2"},
		{`"delta": [[-0.025, 1.825], [0, 2]]`, `"delta": [[0, 0]]`, "samples[1].delta has 1 layers, must have 2"},
		{`"n_in": 2, "n_out": 2`, `"n_in": 2, "n_out": 2000000000`, "layers[0].w has 2 rows, must have 2000000000"},
		{`"n_in": 2, "n_out": 2`, `"n_in": 0, "n_out": 2`, "layers[0] has 0 inputs"},
		{`"tau_s": 0.1`, `"tau_s": -0.1`, "synaptic time constant is -0.1"},
		{`"cap": 5`, `"cap": 9000000000000000000`, "spike cap is 9000000000000000000"},
		{`"w": [[1, 0]`, `"w": [[1e7, 0]`, "layers[0].w[0][0] is 1e+07"},
		{`"feedback": [[[0.5, 0], [0, 1]]]`, `"feedback": []`, "feedback has 0 layers, must have 1"},
		{`"feedback_after": [[[0.5125, 0.0125]`, `"feedback_after": [[[0.5125]`, "feedback_after[0][0] has 1 values, must have 2"},
		{`[[1.02, 0], [0.52, 0.52]]`, `[[1.02, 0]]`, "w_after[1] has 1 rows, must have 2"},
		{`[[-0.1, 0], [-0.1, -0.1]]
  ]`, `[[-0.1, 0], []]
  ]`, "bp_grad[1][1] has 0 values, must have 2"},
		{`"lr": 0.3`, `"lr": -1`, "lr is -1, must be from 0 to"},
		{`"lr_fb": 0.1`, `"lr_fb": 2`, "lr_fb is 2, must be from 0 to 1"},
		{`"reg": 0.2`, `"reg": -1`, "regularisation λ is -1"},
		{`"target_true": 3`, `"target_true": 1`, "target count of the right class is 1"},
		{"\n}\n", "\n} {}", "something follows the JSON object"},
		{string(text), "", "not a worked case"},
		{`"layers": [`, `"network": {}, "layers": [`, "either layers, as a chain, or a network"},
		{`"layers": [`, `"layer": [`, "either layers, as a chain, or a network"},
	} {
		expectRefusal(t, string(text), test.old, test.new, test.want)
	}
}

// expectRefusal loads a file with one of its texts replaced, and expects an error of one line with the file.
func expectRefusal(t *testing.T, text, old, replacement, want string) {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("the test's own text %q is not in the case", old)
	}
	path := filepath.Join(t.TempDir(), "case.json")
	if err := os.WriteFile(path, []byte(strings.Replace(text, old, replacement, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := selfcheck.Load(path)
	if err == nil || c != nil {
		t.Errorf("%.40q instead of %.40q: a case, or no error, want none and one with %q", replacement, old, want)
		return
	}
	if line := err.Error(); !strings.Contains(line, want) || !strings.Contains(line, path) || strings.Contains(line, "\n") {
		t.Errorf("%.40q instead of %.40q: error %q, want one line with the file and %q", replacement, old, line, want)
	}
}

func TestLoadOfAFileThatIsNotThere(t *testing.T) {
	if _, err := selfcheck.Load(filepath.Join(t.TempDir(), "none.json")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want one that wraps fs.ErrNotExist", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, path := range append(append(golden(f), goldenGraphs(f)...), byHand, graphByHand) {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := selfcheck.Parse(data)
		if (c == nil) == (err == nil) {
			t.Fatalf("case %v and error %v, want exactly one", c, err)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Fatalf("error of more than one line: %q", err)
		}
	})
}
