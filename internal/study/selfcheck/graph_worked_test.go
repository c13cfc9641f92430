package selfcheck_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/study/selfcheck"
)

// graphByHand is a case of a network with a cycle that needs nothing but this repository.
var graphByHand = filepath.Join("testdata", "graph_by_hand.json")

// goldenGraphs lists the cases of an independent implementation, which may be absent.
func goldenGraphs(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "golden-networks", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func loadGraph(t *testing.T, path string) *selfcheck.Graph {
	t.Helper()
	c, err := selfcheck.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	g, is := c.(*selfcheck.Graph)
	if !is {
		t.Fatalf("%s is a %T, want a network of any shape", path, c)
	}
	return g
}

func checkGraph(t *testing.T, g *selfcheck.Graph) []selfcheck.Deviation {
	t.Helper()
	deviations, err := g.Check(neuron.Float64)
	if err != nil {
		t.Fatal(err)
	}
	return deviations
}

func TestGraphs(t *testing.T) {
	files := goldenGraphs(t)
	if len(files) == 0 {
		t.Log("no golden cases beside this repository (../shared/golden-networks): the case by hand only")
	}
	for _, file := range append(files, graphByHand) {
		g := loadGraph(t, file)
		deviations := checkGraph(t, g)
		for _, d := range deviations {
			if !d.OK() {
				t.Errorf("%s, %s: %s deviate by %g at %s, tolerance %g", g.Title(), d.Variant, d.Quantity, d.Largest, d.Where, d.Tolerance)
			}
		}
		if want := 10 * len(g.Variants()); len(deviations) != want {
			t.Errorf("%s: %d quantities compared, want %d", g.Title(), len(deviations), want)
		}
	}
}

// Every number that a case expects matters.
func TestAWrongNumberOfAGraphIsReported(t *testing.T) {
	for _, test := range []struct {
		quantity, where string
		corrupt         func(*selfcheck.Graph)
	}{
		{"spike times", "samples[0].spikes.hidden[0][0]", func(g *selfcheck.Graph) { g.Samples[0].Spikes["hidden"][0][0] += 1.1e-11 }},
		{"spike times", "samples[0].spikes.output[0] has 1 values, not 0", func(g *selfcheck.Graph) { g.Samples[0].Spikes["output"][0] = nil }},
		{"grades", "samples[0].grades.output[0][0]", func(g *selfcheck.Graph) { g.Samples[0].Grades["output"][0][0] += 1.1e-8 }},
		{"eligibilities, modified", "samples[0].elig_modified[1][0]", func(g *selfcheck.Graph) { g.Samples[0].Modified[1][0] += 1.1e-8 }},
		{"eligibilities, exact", "samples[0].elig_exact[0][0]", func(g *selfcheck.Graph) { g.Samples[0].Exact[0][0] = 1.1e-8 }},
		{"eligibilities of delays, modified", "samples[0].delay_elig_modified[2][0]", func(g *selfcheck.Graph) { g.Samples[0].DelayModified[2][0] += 1.1e-8 }},
		{"eligibilities of delays, exact", "samples[0].delay_elig_exact[1][0]", func(g *selfcheck.Graph) { g.Samples[0].DelayExact[1][0] += 1.1e-8 }},
		{"output derivatives", "samples[0].d[0]", func(g *selfcheck.Graph) { g.Samples[0].Derivatives[0] += 1.1e-8 }},
		{"errors", "samples[0].err[0]", func(g *selfcheck.Graph) { g.Samples[0].Errors[0]++ }},
		{"losses", "samples[0].loss[0]", func(g *selfcheck.Graph) { g.Samples[0].Loss += 3e-8 }},
		{"feedback weights", "feedback_after.hidden[0][0]", func(g *selfcheck.Graph) { g.FeedbackAfter["hidden"][0][0] += 1.1e-8 }},
		{"weights, modified", "w_after[1][0]", func(g *selfcheck.Graph) { g.WeightsAfter[1][0] += 1.2e-8 }},
		{"weights, exact", "w_after[2][0]", func(g *selfcheck.Graph) { g.Samples[0].Exact[2][0] += 1e-6 }},
		{"delays, modified", "delay_after[0][0]", func(g *selfcheck.Graph) { g.DelaysAfter[0][0] += 1.1e-8 }},
		{"delays, exact", "delay_after[2][0]", func(g *selfcheck.Graph) { g.Samples[0].DelayExact[2][0] += 1e-4 }},
	} {
		g := loadGraph(t, graphByHand)
		test.corrupt(g)
		reported := false
		for _, d := range checkGraph(t, g) {
			reported = reported || d.Quantity == test.quantity && d.Where == test.where && !d.OK()
		}
		if !reported {
			t.Errorf("%s at %s: not reported", test.quantity, test.where)
		}
	}
}

func TestAGraphIsCheckedWithFloat64Only(t *testing.T) {
	if _, err := loadGraph(t, graphByHand).Check(neuron.Float32); err == nil || !strings.Contains(err.Error(), "allowed: float64") {
		t.Errorf("error %v, want one that names the allowed precision", err)
	}
}

func TestLoadNamesTheFileAndTheFieldOfAGraph(t *testing.T) {
	text, err := os.ReadFile(graphByHand)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ old, new, want string }{
		{string(text), string(text[:len(text)/2]), "not a worked case"},
		{`"loss": 2`, `"loss": NaN`, "invalid character 'N'"},
		{`"name": "graph_by_hand"`, `"name": ""`, "name is empty"},
		{`"seed"`, `"sede"`, `unknown field "sede"`},
		{`"size": 1`, `"size": 0`, "network.populations[0].size is 0"},
		{`"size": 1`, `"size": 2000000000`, "samples[0].input has 1 neurons, must have 2000000000"},
		{`"output", "size": 1`, `"output", "size": 2000000000`, "feedback.hidden[0] has 1 values, must have 2000000000"},
		{`"name": "hidden"`, `"name": "output"`, "network.populations[2].name is \"output\", must be a name of its own"},
		{`"output": "output"`, `"output": "input"`, `network.output is "input", must be`},
		{`{"name": "input", "size": 1}`, `{"name": "input", "size": 1, "tau_s": 1, "theta": 1, "cap": 1}`, "has no source"},
		{`"from": "input"`, `"from": "inptu"`, `network.projections[1].from is "inptu"`},
		{`"to": "output"`, `"to": "input"`, `network.projections[2].to is "input"`},
		{`[[0, 0, 0.5, 0.25]]`, `[]`, "network.projections[0].synapses is empty"},
		{`[0, 0, 0.5, 0.25]`, `[0, 0, 0.5]`, "network.projections[0].synapses[0] has 3 values, must have 4"},
		{`[0, 0, 0.5, 0.25]`, `[0.5, 0, 0.5, 0.25]`, "network.projections[0].synapses[0][0] is 0.5, must be a neuron from 0 to 0"},
		{`[0, 0, 0.5, 0.25]`, `[0, 1, 0.5, 0.25]`, "network.projections[0].synapses[0][1] is 1, must be a neuron from 0 to 0"},
		{`[0, 0, 0.5, 0.25]`, `[0, 0, 0.5, 0.25], [0, 0, 1, 0.25]`, "joins neurons 0 and 0 as a row before does"},
		{`[0, 0, 0.5, 0.25]`, `[0, 0, 1e7, 0.25]`, "network.projections[0].synapses[0][2] is 1e+07"},
		{`[0, 0, 0.5, 0.25]`, `[0, 0, 0.5, 0.26]`, "network.projections[0].synapses[0][3] is 0.26, must be from 0.0195 to 0.25"},
		{`"delay_min": 0.0195`, `"delay_min": 0.3`, "delay_min is 0.3, must be from 0 to 0.25"},
		{`"lr_delay": 0.001`, `"lr_delay": -1`, "lr_delay is -1"},
		{`"lr_fb": 0.1`, `"lr_fb": 2`, "lr_fb is 2, must be from 0 to 1"},
		{`"feedback": {"hidden": [[0.4]]}`, `"feedback": {"hidden": [[0.4, 1]]}`, "feedback.hidden[0] has 2 values, must have 1"},
		{`"feedback": {"hidden": [[0.4]]}`, `"feedback": {}`, "feedback.hidden has 0 rows, must have 1"},
		{`"feedback": {"hidden": [[0.4]]}`, `"feedback": {"hidden": [[0.4]], "x": []}`, "feedback has 2 populations, must have 1"},
		{`"xi": {"hidden": [0.5]}`, `"xi": {"hidden": []}`, "samples[0].xi.hidden has 0 rows"},
		{`"label": 0`, `"label": 1`, "samples[0].label is 1, must be from 0 to 0"},
		{`"input": [[0.01]]`, `"input": [[0.02, 0.01]]`, "samples[0].input[0][1] is 0.01 s, must be at least 0.02: times are sorted"},
		{`"input": [[0.01]]`, `"input": [[-1]]`, "samples[0].input[0][0] is -1 s"},
		{`"grades": {"hidden": [[0.5]]`, `"grades": {"hidden": [[]]`, "samples[0].grades.hidden[0] has 0 values, must have 1"},
		{`"elig_exact": [[0], [-0.1], [-0.1]]`, `"elig_exact": [[0], [-0.1]]`, "samples[0].elig_exact has 2 projections, must have 3"},
		{`"delay_elig_exact": [[0], [1], [1]]`, `"delay_elig_exact": [[0], [1], []]`, "samples[0].delay_elig_exact[2] has 0 values, must have 1"},
		{`"w_after": [[0.5], [1.0194], [1.04]]`, `"w_after": []`, "w_after has 0 projections, must have 3"},
		{`"d": [0.5]`, `"d": []`, "samples[0].d has 0 values, must have 1"},
		{`"tau_s": 0.1`, `"tau_s": -0.1`, "synaptic time constant is -0.1"},
		{`"cap": 5`, `"cap": 9000000000000000000`, "spike cap is 9000000000000000000"},
		{`"target_true": 3`, `"target_true": 1`, "target count of the right class is 1"},
	} {
		expectRefusal(t, string(text), test.old, test.new, test.want)
	}
	without := strings.Replace(string(text), `"delay_min": 0.0195`, `"delay_min": 0`, 1)
	expectRefusal(t, without, `[0, 0, 0.5, 0.25]`, `[0, 0, 0.5, 0]`, "hidden")
	expectRefusal(t, without, `[0, 0, 0.5, 0.25]`, `[0, 0, 0.5, 1e-9]`, "is 1e-09 s, must be 0 or at least t_max/20000")
}
