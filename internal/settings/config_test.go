package settings

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/learning"
)

func unchanged(*Config) error { return nil }

func TestDefaultsOfEveryDataSetAndRuleAreValid(t *testing.T) {
	for _, dataset := range datasets.Names() {
		for _, rule := range learning.RuleNames() {
			c := Defaults(dataset, rule)
			if err := c.Validate(); err != nil {
				t.Errorf("%s with %s: %v", dataset, rule, err)
			}
		}
		if _, own := tasks[dataset]; !own {
			t.Errorf("data set %s has no defaults of its own", dataset)
		}
	}
}

func TestEverySettingHasHelpAndAGroup(t *testing.T) {
	for _, s := range All(&Config{}) {
		if s.Help == "" || s.Group == "" {
			t.Errorf("%s has no help or no group", s.Name)
		}
	}
}

// All faults are reported at once, those of settings by themselves and those of
// settings that depend on each other, from flags and from a file alike.
func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	wrong := "epochs: 0\nrule: hebb\ntarget-other: 50\ncores-grid: wide\n"
	_, err := Resolve(write(t, wrong), unchanged)
	want := []string{"epochs is 0", `rule is "hebb"`, "target-right is", "cores-grid is"}
	for _, part := range want {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("error %v does not mention %q", err, part)
		}
	}
	if got := Faults(err); len(got) != len(want) {
		t.Errorf("%d faults %v, want %d", len(got), got, len(want))
	}
	_, err = Resolve(write(t, "epohcs: 3\nbatch: many\n"), unchanged)
	if got := Faults(err); len(got) != 2 || !strings.Contains(got[0].Error(), "batch is many") || !strings.Contains(got[1].Error(), `unknown key "epohcs"`) {
		t.Errorf("faults %v, want one of batch and one of the unknown key", got)
	}
}

func TestValidateNamesSettingValueAndWhatIsAllowed(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*Config)
		want   []string
	}{
		"NaN":                 {func(c *Config) { c.TauSyn = math.NaN() }, []string{"tau-syn", "NaN", "above 0"}},
		"infinite":            {func(c *Config) { c.LearningRate = math.Inf(1) }, []string{"learning-rate", "+Inf"}},
		"negative":            {func(c *Config) { c.Duration = -0.2 }, []string{"duration", "-0.2 s", "above 0"}},
		"zero":                {func(c *Config) { c.OutputThreshold = 0 }, []string{"output-threshold", "0", "above 0"}},
		"zero in a list":      {func(c *Config) { c.Layers = []int{10, 0} }, []string{"layers", "0 neurons", "1 or more"}},
		"NaN in a list":       {func(c *Config) { c.HiddenWeights = []float64{math.NaN(), 1} }, []string{"hidden-weights", "NaN"}},
		"overflow":            {func(c *Config) { c.Duration = 100 }, []string{"duration", "100 s", "600 times tau-syn"}},
		"window too long":     {func(c *Config) { c.EncodingWindow = 1 }, []string{"encoding-window", "1 s", "duration"}},
		"unknown word":        {func(c *Config) { c.Rule = "hebb" }, []string{"rule", `"hebb"`, "sfdfa, dfa"}},
		"bp in actors":        {func(c *Config) { c.Rule = "bp" }, []string{"engine is actors", "rule bp", "allowed: reference", "weights"}},
		"no layers":           {func(c *Config) { c.Layers = nil }, []string{"layers", "empty"}},
		"targets":             {func(c *Config) { c.TargetOther = 20 }, []string{"target-right", "20", "target-other"}},
		"target above cap":    {func(c *Config) { c.OutputSpikeCap = 5 }, []string{"target-right", "output-spike-cap (5)"}},
		"coalesce":            {func(c *Config) { c.Coalesce = c.Batch + 1 }, []string{"coalesce", "batch"}},
		"both sparse":         {func(c *Config) { c.InDegree, c.Density = []int{2}, []float64{0.5} }, []string{"in-degree", "density", "one of them"}},
		"thresholds":          {func(c *Config) { c.HiddenThreshold = []float64{1, 1, 1} }, []string{"hidden-threshold", "3 values"}},
		"in-degree list":      {func(c *Config) { c.InDegree = []int{1, 2, 3} }, []string{"in-degree", "3 values"}},
		"in-degree too large": {func(c *Config) { c.InDegree = []int{0, 1000} }, []string{"in-degree", "1000", "300 neurons"}},
		"interval reversed":   {func(c *Config) { c.OutputWeights = []float64{1, -1} }, []string{"output-weights", "LOW,HIGH"}},
		"feedback rate":       {func(c *Config) { c.FeedbackRate = 2 }, []string{"feedback-rate", "2", "from 0 to 1"}},
		"beta":                {func(c *Config) { c.Beta2 = 1 }, []string{"beta2", "below 1"}},
		"other data set's":    {func(c *Config) { c.CochleaChannels = 32 }, []string{"cochlea-channels is 32", "fsdd only"}},
		"no epochs":           {func(c *Config) { c.Epochs = 0 }, []string{"epochs", "0", "1 or more"}},
	} {
		c := Defaults("yinyang", "sfdfa")
		test.change(&c)
		err := c.Validate()
		var config *ConfigError
		if !errors.As(err, &config) {
			t.Errorf("%s: error %v is no ConfigError", name, err)
			continue
		}
		for _, part := range test.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: error %q does not mention %q", name, err, part)
			}
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %q has more than one line", name, err)
		}
	}
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFileOverridesDefaultsAndFlagsOverrideTheFile(t *testing.T) {
	path := write(t, "dataset: mnist\nrule: dfa\nlayers: [30, 20]\nepochs: 7\n")
	c, err := Resolve(path, func(c *Config) error {
		c.Epochs = 9
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Dataset != "mnist" || !reflect.DeepEqual(c.Layers, []int{30, 20}) || c.Epochs != 9 {
		t.Errorf("resolved %+v", c)
	}
	if c.Regularisation != 1 || c.TargetRate != 0.4 {
		t.Errorf("λ %v and r* %v, want DFA's 1 and 0.4 on MNIST", c.Regularisation, c.TargetRate)
	}
}

// Times are seconds, or have a unit.
func TestTimesMayHaveUnits(t *testing.T) {
	c, err := Resolve(write(t, "tau-syn: 20ms\nduration: 0.25\nencoding-window: 100 ms\ntimestep: 500us\n"), unchanged)
	if err != nil {
		t.Fatal(err)
	}
	if c.TauSyn != 0.02 || c.Duration != 0.25 || c.EncodingWindow != 0.1 || c.Timestep != 0.0005 {
		t.Errorf("τs %v, duration %v, window %v, time step %v s", c.TauSyn, c.Duration, c.EncodingWindow, c.Timestep)
	}
	for _, text := range []string{"tau-syn: 20Hz\n", "tau-syn: soon\n", "learning-rate: 1ms\n"} {
		if _, err := Resolve(write(t, text), unchanged); err == nil || !strings.Contains(err.Error(), "a number") {
			t.Errorf("%q: error %v, want one that says what is allowed", text, err)
		}
	}
}

func TestTheDataSetOnTheCommandLineDecidesTheDefaults(t *testing.T) {
	c, err := Resolve(write(t, "seed: 3\n"), func(c *Config) error {
		c.Dataset = "fashion-mnist"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c.Layers, []int{400, 400}) || c.Seed != 3 {
		t.Errorf("layers %v, seed %d; want Fashion-MNIST's layers and the file's seed", c.Layers, c.Seed)
	}
}

func TestBadConfigFilesAreOneLineErrors(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"unknown key":  {"learning-rat: 1\n", "learning-rat"},
		"wrong type":   {"epochs: many\n", "epochs"},
		"wrong list":   {"layers: 1.5\n", "layers is 1.5, allowed: a list of whole numbers"},
		"no number":    {"tau-syn: [1]\n", "tau-syn is [1], allowed: a number"},
		"fraction":     {"epochs: 1.5\n", "epochs is 1.5, allowed: a whole number"},
		"null":         {"epochs:\n", "epochs is <nil>"},
		"negative":     {"seed: -1\n", "seed is -1"},
		"not YAML":     {"epochs: [1\n", ""},
		"list on top":  {"- 1\n- 2\n", ""},
		"two the same": {"epochs: 1\nepochs: 2\n", "epochs"},
		"binary":       {"\x00\x01\x02", ""},
		"invalid":      {"epochs: -1\n", "epochs is -1"},
	} {
		_, err := Resolve(write(t, test.text), unchanged)
		var config *ConfigError
		if !errors.As(err, &config) {
			t.Errorf("%s: error %v is no ConfigError", name, err)
			continue
		}
		if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %q, want one line that mentions %q", name, err, test.want)
		}
	}
	if _, err := Resolve(filepath.Join(t.TempDir(), "none.yaml"), unchanged); err == nil {
		t.Error("a file that is not there gives no error")
	}
}

func TestEncodedConfigResolvesToItself(t *testing.T) {
	for _, dataset := range datasets.Names() {
		c := Defaults(dataset, "dfa")
		c.InDegree, c.Seed, c.LearningRate = []int{3}, 1<<63+1, 1.0/3
		text, err := c.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Resolve(write(t, string(text)), unchanged)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(again, c) {
			t.Errorf("%s: read back\n%+v, want\n%+v", dataset, again, c)
		}
	}
}

// Whatever stands in a config file, there is a config or an error of one line.
func FuzzConfigFile(f *testing.F) {
	c := Defaults("mnist", "sfdfa")
	text, err := c.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	for _, text := range []string{"", "epochs: 3", "layers: [1,2]", "layers: 800", "a: &a [*a]", "seed: -1", "tau-syn: .nan", "{", "!!binary x", "? x\n: y"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := Defaults("yinyang", "sfdfa")
		if err := Decode(text, &c); err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("error of more than one line: %q", err)
			}
			return
		}
		if c.Validate() == nil {
			encoded, err := c.Encode()
			if err == nil {
				err = Decode(encoded, &Config{})
			}
			if err != nil {
				t.Errorf("a valid config can't be written and read: %v", err)
			}
		}
	})
}

// What only another data set has stands in no config file; its own does.
func TestConfigFilesLeaveOutOtherDataSetsSettings(t *testing.T) {
	for dataset, want := range map[string]bool{"mnist": false, "fsdd": true} {
		c := Defaults(dataset, "sfdfa")
		text, err := c.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(text), "cochlea-channels: "); got != want {
			t.Errorf("%s: cochlea-channels is in the file: %v, want %v", dataset, got, want)
		}
	}
}

// The first filter is below the last.
func TestTheLowestFilterIsBelowTheHighest(t *testing.T) {
	c := Defaults("fsdd", "sfdfa")
	c.CochleaLowest = c.CochleaHighest
	if err := c.Validate(); err == nil || !strings.Contains(err.Error(), "allowed: below cochlea-highest") {
		t.Errorf("error %v, want one about cochlea-lowest", err)
	}
}

// What is left to the defaults suits the rule: back-propagation runs in the plain
// loop, unless the actors are asked for, which they refuse.
func TestBackPropagationRunsInThePlainLoop(t *testing.T) {
	ask := func(engine string) (Config, error) {
		return Resolve("", func(c *Config) error {
			c.Rule = "bp"
			if engine != "" {
				c.Engine = engine
			}
			return nil
		})
	}
	for _, engine := range []string{"", "reference"} {
		if c, err := ask(engine); err != nil || c.Engine != "reference" {
			t.Errorf("engine %q resolves to %q, error %v", engine, c.Engine, err)
		}
	}
	var config *ConfigError
	if _, err := ask("actors"); !errors.As(err, &config) || !strings.Contains(err.Error(), "allowed: reference") {
		t.Errorf("engine actors: error %v, want a ConfigError that allows reference", err)
	}
}

// Recorded spikes have their times, whatever the encoding window, so that samples may
// be shorter.
func TestTheEncodingWindowDoesNotBoundRecordedSpikes(t *testing.T) {
	for dataset, want := range map[string]bool{"npz": true, "shd": true, "fsdd": false, "yinyang": false} {
		c := Defaults(dataset, "sfdfa")
		c.Duration, c.EncodingWindow = 0.05, 0.1
		if err := c.Validate(); (err == nil) != want {
			t.Errorf("%s: error %v, want none: %v", dataset, err, want)
		}
	}
}
