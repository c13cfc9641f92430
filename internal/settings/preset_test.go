package settings

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/learning"
)

func TestEveryPresetIsValidWithEveryRule(t *testing.T) {
	for _, p := range Presets {
		for _, dataset := range p.Datasets {
			for _, rule := range learning.RuleNames() {
				c, err := BaseDefaults.preselected(Config{Preset: p.Name, Dataset: dataset, Rule: rule})
				if err != nil {
					t.Fatal(err)
				}
				if err := c.Validate(); err != nil {
					t.Errorf("%s on %s with %s: %v", p.Name, dataset, rule, err)
				}
				if c.Preset != p.Name || c.Dataset != dataset || c.Rule != rule {
					t.Errorf("%s on %s with %s gives %s on %s with %s", p.Name, dataset, rule, c.Preset, c.Dataset, c.Rule)
				}
			}
		}
	}
}

// Presets of back-propagation take its rule unless another one is named, and have its authors' settings.
func TestPresetsOfBackPropagation(t *testing.T) {
	for _, test := range []struct {
		preset, dataset string
		hidden          []float64 // thresholds
		output          float64
		batch           int
		rate, decay     float64
	}{
		{"mnist-bp-paper", "mnist", []float64{0.2}, 1.3, 50, 3e-3, 1},
		{"fashion-bp-paper", "fashion-mnist", []float64{0.13, 0.45}, 0.7, 5, 5e-4, 0.933},
		{"emnist-bp-paper", "emnist-balanced", []float64{0.2}, 1.3, 50, 3e-3, 1},
	} {
		c, err := BaseDefaults.preselected(Config{Preset: test.preset})
		if err != nil {
			t.Fatal(err)
		}
		got := []any{c.Rule, c.Dataset, c.HiddenThreshold, c.OutputThreshold, c.Batch, c.LearningRate, c.LearningRateDecay, c.Regularisation, c.Gradient, c.Epochs}
		want := []any{"bp", test.dataset, test.hidden, test.output, test.batch, test.rate, test.decay, 0., "exact", 100}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", test.preset, got, want)
		}
		if c, err = BaseDefaults.preselected(Config{Preset: test.preset, Rule: "dfa"}); err != nil || c.Rule != "dfa" {
			t.Errorf("%s with dfa: rule %s, error %v", test.preset, c.Rule, err)
		}
	}
}

// The settings of Section 6 of the method, and nothing on top of them.
func TestPaperPresetsHaveThePapersSettings(t *testing.T) {
	for _, test := range []struct {
		preset         string
		layers         []int
		tauSyn, tmax   float64
		hidden, output float64 // thresholds
		outputWeights  []float64
		rate           float64
		epochs         int
		sfdfa, dfa     [2]float64 // λ, r*
	}{
		{"mnist-paper", []int{800}, 0.13, 0.2, 0.2, 0.7, []float64{-1, 1}, 3e-3, 30, [2]float64{0.1, 0.2}, [2]float64{1, 0.4}},
		{"emnist-paper", []int{800}, 0.13, 0.2, 0.2, 0.7, []float64{-1, 1}, 3e-3, 30, [2]float64{0.3, 0.2}, [2]float64{4, 0.2}},
		{"fashion-paper", []int{400, 400}, 0.13, 0.2, 0.2, 0.7, []float64{-0.9, 1.1}, 3e-3, 50, [2]float64{0.3, 0.4}, [2]float64{1, 0.4}},
		{"shd-paper", []int{128}, 0.1, 1, 1, 1.2, []float64{-0.9, 1.1}, 1e-3, 150, [2]float64{0.03, 2}, [2]float64{0.1, 2}},
	} {
		for rule, regulariser := range map[string][2]float64{"sfdfa": test.sfdfa, "dfa": test.dfa} {
			c, err := BaseDefaults.preselected(Config{Preset: test.preset, Rule: rule})
			if err != nil {
				t.Fatal(err)
			}
			got := []any{c.Layers, c.TauSyn, c.Duration, c.HiddenThreshold, c.OutputThreshold, c.OutputWeights, c.LearningRate, c.Epochs, c.Regularisation, c.TargetRate}
			want := []any{test.layers, test.tauSyn, test.tmax, []float64{test.hidden}, test.output, test.outputWeights, test.rate, test.epochs, regulariser[0], regulariser[1]}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s with %s: %v, want %v", test.preset, rule, got, want)
			}
			expectThePapersLearning(t, &c)
		}
	}
}

func expectThePapersLearning(t *testing.T, c *Config) {
	t.Helper()
	if c.Batch != 50 || c.Optimiser != "adam" || c.Beta1 != 0.9 || c.Beta2 != 0.999 || c.Epsilon != 1e-8 || c.LearningRateDecay != 1 ||
		c.FeedbackRate != 1e-4 || c.TargetRight != 15 || c.TargetOther != 3 || c.Gradient != "modified" || c.Ties != "lowest" {
		t.Errorf("%s: %+v is not how the paper learns", c.Preset, c)
	}
	if c.WeightAverage != 0 || c.Augmentation().Shift != 0 || c.Augmentation().Rotation != 0 || c.Augmentation().Scale != 0 || c.Augmentation().Mirror != 0 {
		t.Errorf("%s: average %v, augmentation %+v, want none", c.Preset, c.WeightAverage, c.Augmentation())
	}
}

func TestPresetsDecideDefaultsThatTheOthersOverride(t *testing.T) {
	c, err := Resolve(write(t, "preset: mnist-paper\nepochs: 7\nrule: dfa\n"), func(c *Config) error {
		c.Seed = 9
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Dataset != "mnist" || c.Epochs != 7 || c.Seed != 9 || c.Ties != "lowest" || c.Regularisation != 1 {
		t.Errorf("resolved %+v, want the preset's data set and ties, the file's epochs and rule, seed 9", c)
	}
	text, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Resolve(write(t, string(text)), unchanged)
	if err != nil || !reflect.DeepEqual(again, c) {
		t.Errorf("written and read again: %+v, %v; want %+v", again, err, c)
	}
}

func TestPresetsThatCannotBe(t *testing.T) {
	for want, text := range map[string]string{
		`preset is "imagenet", allowed: mnist, mnist-paper`:                     "preset: imagenet",
		"dataset is yinyang, allowed with the preset emnist: emnist-balanced, ": "preset: emnist\ndataset: yinyang",
	} {
		_, err := Resolve(write(t, text), unchanged)
		var config *ConfigError
		if !errors.As(err, &config) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want a ConfigError with %q", text, err, want)
		}
	}
}
