package sweep

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/internal/settings"
)

// texts are the points of a study by the values of its settings.
func texts(s *Study) (all []string) {
	for i := range s.Points {
		all = append(all, s.Points[i].Label(s.Settings))
	}
	return all
}

func TestValuesByHand(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"learning-rate", "0.003, 0.01", "[0.003 0.01]"},
		{"learning-rate", "0.1..0.5/0.1", "[0.1 0.2 0.3 0.4 0.5]"},
		{"learning-rate", "0.1..0.45/0.1,1", "[0.1 0.2 0.3 0.4 1]"},
		{"learning-rate", "1e-4..1e-1/log4,auto", "[0.0001 0.001 0.01 0.1 auto]"},
		{"hidden-weights", "-1:2.5,-1e+0:1", "[[-1 2.5] [-1 1]]"},
		{"batch", "10..1000/log3", "[10 100 1000]"},
		{"batch", "1..3/log9", "[1 2 3]"},
		{"layers", "100:200,400..800/200", "[[100 200] [400] [600] [800]]"},
		{"in-degree", ",100", "[[] [100]]"},
		{"rule", "sfdfa,dfa", "[sfdfa dfa]"},
		{"tau-syn", "10ms, 0.02", "[0.01 0.02]"},
		{"duration", "100ms..0.2s/50ms", "[0.1 0.15 0.2]"},
		{"delay-max", "1ms..100ms/log3", "[0.001 0.01 0.1]"},
	} {
		a, err := ParseAxis(named(&settings.Config{}, test.name), test.text)
		if got := fmt.Sprint(a.Values); err != nil || got != test.want {
			t.Errorf("--%s %s: %s, %v, want %s", test.name, test.text, got, err, test.want)
		}
	}
}

func TestAGridByHand(t *testing.T) {
	s, err := Definition{Seeds: 2, Flags: map[string]string{"learning-rate": "0.003,0.01", "layers": "20,30:10", "seed": "5"}}.Study()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"layers 20, learning-rate 0.003", "layers 20, learning-rate 0.01",
		"layers 30:10, learning-rate 0.003", "layers 30:10, learning-rate 0.01",
	}
	if got := texts(s); !reflect.DeepEqual(got, want) {
		t.Errorf("points %q, want %q", got, want)
	}
	for i, p := range s.Points {
		if p.Number != i+1 || p.Config.Seed != 5 {
			t.Errorf("point %d has the number %d and the seed %d", i+1, p.Number, p.Config.Seed)
		}
	}
}

// What is not given has the default that goes with a point's rule and data set.
func TestDefaultsGoWithThePoint(t *testing.T) {
	s, err := Definition{Flags: map[string]string{"rule": "sfdfa,dfa"}}.Study()
	if err != nil {
		t.Fatal(err)
	}
	for i, rule := range []string{"sfdfa", "dfa"} {
		if want := settings.Defaults("yinyang", rule); !reflect.DeepEqual(s.Points[i].Config, want) {
			t.Errorf("%s: %+v, want its defaults", rule, s.Points[i].Config)
		}
	}
}

// Points are drawn by the seed, from within the ranges, each once; more points begin with the same ones.
func TestPointsAreDrawn(t *testing.T) {
	draw := func(n int, seed string) *Study {
		t.Helper()
		s, err := Definition{Random: n, Flags: map[string]string{
			"learning-rate": "1e-4..1e-1/log", "spike-cap": "5..7", "rule": "sfdfa,dfa", "seed": seed,
		}}.Study()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	few, many := texts(draw(5, "1")), draw(200, "1")
	if got := texts(many); !reflect.DeepEqual(got[:5], few) || reflect.DeepEqual(texts(draw(5, "2")), few) {
		t.Errorf("5 points are %q, of 200 the first are %q", few, got[:5])
	}
	seen, below := map[string]bool{}, 0
	for i, text := range texts(many) {
		c := &many.Points[i].Config
		if seen[text] || c.LearningRate < 1e-4 || c.LearningRate > 1e-1 || c.SpikeCap < 5 || c.SpikeCap > 7 {
			t.Errorf("point %s is there twice, or outside", text)
		}
		seen[text] = true
		if c.LearningRate < 3.1622776601683795e-3 { // the middle of the magnitudes
			below++
		}
	}
	if below < 60 || below > 140 {
		t.Errorf("%d of 200 learning rates are in the lower half of the magnitudes", below)
	}
}

// A file says the same as flags, and flags override it.
func TestAFileSaysTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sweep.yaml")
	text := "learning-rate: [0.003, 1e-2]\nlayers: [[20], [30, 10]]\nhidden-weights: [-1, 1]\nbatch: 10..30/10\nrule: dfa\nepochs: 7\nseeds: 3\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := Definition{File: path, Flags: map[string]string{"epochs": "2"}}.Study()
	if err != nil {
		t.Fatal(err)
	}
	flags, err := Definition{Seeds: 3, Flags: map[string]string{
		"learning-rate": "0.003,0.01", "layers": "20,30:10", "hidden-weights": "-1:1", "batch": "10,20,30", "rule": "dfa", "epochs": "2",
	}}.Study()
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(file, flags) || len(file.Points) != 12 {
		t.Errorf("%d points of the file, %d of the flags: %q, %q", len(file.Points), len(flags.Points), texts(file), texts(flags))
	}
}

// All faults are told at once, each once.
func TestFaultsOfASweep(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sweep.yaml")
	if err := os.WriteFile(path, []byte("seeds: many\nlearning-rat: 3\nepochs: [one]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		definition Definition
		want       []string
	}{
		{Definition{}, []string{"no setting has several values"}},
		{Definition{File: path, Flags: map[string]string{"batch": "9..5/1", "rule": "dfa,sfdfaa", "layers": "40,40"}}, []string{
			`seeds is many`, `unknown key "learning-rat"`, `did you mean learning-rate?`, `epochs is "one"`,
			`batch is the empty range "9..5/1"`, `rule is "sfdfaa"`, "layers has the value 40 twice",
		}},
		{Definition{Flags: map[string]string{"learning-rate": "0.1..0.2", "batch": "1..2,7"}}, []string{"other values beside the range 1..2"}},
		{Definition{Flags: map[string]string{"learning-rate": "0.1..0.2"}}, []string{`"0.1..0.2" without a step, allowed: with --random`}},
		{Definition{Flags: map[string]string{"learning-rate": "0..1/log3"}}, []string{"a log range above 0"}},
		{Definition{Flags: map[string]string{"learning-rate": "0..1/0"}}, []string{`the step "0"`}},
		{Definition{Flags: map[string]string{"learning-rate": "NaN..1/1,0x"}}, []string{`learning-rate is "NaN..1/1"`}},
		{Definition{Flags: map[string]string{"batch": "1..2.5/1"}}, []string{"a range of whole numbers"}},
		{Definition{Flags: map[string]string{"seed": "1,2"}}, []string{"--seeds N"}},
		{Definition{Seeds: 3, Flags: map[string]string{"batch": "1..40", "spike-cap": "1..10"}}, []string{"has 1200 runs (400 points with 3 seeds each), allowed: up to 1000"}},
		{Definition{Random: 5, Flags: map[string]string{"batch": "1,2", "spike-cap": "20,30"}}, []string{"random is 5, allowed: up to the 4 points"}},
		{Definition{Flags: map[string]string{"batch": "1..1e9/1"}}, []string{"which has 1000000000 values, allowed: up to 1000"}},
	} {
		_, err := test.definition.Study()
		var setting *settings.ConfigError
		if !errors.As(err, &setting) {
			t.Errorf("%v: error %v, want a ConfigError", test.definition, err)
			continue
		}
		for _, want := range test.want {
			if n := strings.Count(err.Error(), want); n != 1 {
				t.Errorf("%v: %q is %d times in %q", test.definition, want, n, err)
			}
		}
	}
}

// Whatever is written behind a flag, it is refused in one line, or becomes values that the setting can have.
func FuzzAxis(f *testing.F) {
	for _, text := range []string{"0.1,0.2", "1..3/1", "1..9/log3", "1..9/log", "auto", "1:2,3", "..", "1../log", "-1..1/1e-300", "1..2,3..4"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range settings.All(&settings.Config{}) {
			a, err := ParseAxis(s, text)
			switch {
			case err != nil && strings.Contains(err.Error(), "\n"):
				t.Fatalf("%s: error of more than one line: %q", s.Name, err)
			case err == nil && a.span == nil && (len(a.Values) == 0 || len(a.Values) > MostRuns*(1+strings.Count(text, ","))):
				t.Fatalf("%s: %q gives %d values", s.Name, text, len(a.Values))
			}
		}
	})
}
