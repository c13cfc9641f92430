package networkspec_test

import (
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/settings"
)

// Layers that are written out as a file are the same network, to every number.
func TestLayersWrittenOutAreTheSameNetwork(t *testing.T) {
	for name, change := range map[string]func(*settings.Config){
		"defaults":  func(*settings.Config) {},
		"deep":      func(c *settings.Config) { c.Layers, c.HiddenThreshold = []int{30, 20}, []float64{0.1, 1.0 / 3} },
		"in-degree": func(c *settings.Config) { c.InDegree, c.Calibrate = []int{2}, settings.CalibrateNone },
		"density":   func(c *settings.Config) { c.Density, c.Calibrate = []float64{0, 0.7}, settings.CalibrateNone },
		"dataset":   func(c *settings.Config) { c.Dataset = "mnist" },
		"delays": func(c *settings.Config) {
			c.Delays, c.DelayPer, c.DelayMax = settings.FixedDelays, settings.DelaysPerAxon, 0.01
		},
		"learned": func(c *settings.Config) { c.Delays, c.DelayFrom = settings.LearnedDelays, settings.DelaysFromAll },
	} {
		chain, err := settings.Resolve("", func(c *settings.Config) error { change(c); return nil })
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text, err := networkspec.Text(&chain)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		written := chain
		written.Network, written.HiddenThreshold, written.Calibrate = text, []float64{99}, settings.CalibrateNone
		written.Delays = settings.NoDelays // here
		written.FollowNetwork()
		if err := written.Validate(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		want, err := networkspec.Of(&chain, 5, 3)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := networkspec.Of(&written, 5, 3)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		got.Topology.Names, got.Topology.Sources, got.Sources, got.Drives = nil, 0, nil, nil // which say what is usual
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v\nwant\n%+v\n%s", name, got, want, text)
		}
		if !reflect.DeepEqual(written.Layers, chain.Layers) {
			t.Errorf("%s: layers %v, want %v", name, written.Layers, chain.Layers)
		}
		if again, err := networkspec.Text(&written); err != nil || again != text {
			t.Errorf("%s: written again it is %q, error %v", name, again, err)
		}
	}
}

// Synapses from the input, or from all populations, have delays up to delay-max, or to τs, which learn if they are to.
func TestDelaysAreThoseAskedFor(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*settings.Config)
		most   []float64 // by projection
		learn  []bool
	}{
		"none":         {func(c *settings.Config) { c.DelayMax = 0.02 }, []float64{0, 0}, []bool{false, false}},
		"fixed":        {func(c *settings.Config) { c.Delays, c.DelayMax = "fixed", 0.02 }, []float64{0.02, 0}, []bool{false, false}},
		"learned":      {func(c *settings.Config) { c.Delays, c.TauSyn = "learned", 0.03 }, []float64{0.03, 0}, []bool{true, false}},
		"learned, all": {func(c *settings.Config) { c.Delays, c.DelayFrom, c.DelayMax = "learned", "all", 0.02 }, []float64{0.02, 0.02}, []bool{true, true}},
	} {
		c, err := settings.Resolve("", func(c *settings.Config) error { test.change(c); return nil })
		if err != nil {
			t.Fatal(err)
		}
		spec, err := networkspec.Of(&c, 5, 3)
		if err != nil {
			t.Fatal(err)
		}
		for k := range spec.Topology.Projections {
			p := &spec.Topology.Projections[k]
			if p.Delays.Least() != 0 || p.Delays.Most() != test.most[k] || p.LearnsDelays != test.learn[k] {
				t.Errorf("%s: projection %d has delays from %v to %v s, learned %v; want up to %v s, %v",
					name, k, p.Delays.Least(), p.Delays.Most(), p.LearnsDelays, test.most[k], test.learn[k])
			}
		}
	}
}

func TestWhatIsNotChosenYetIsNotWrittenOut(t *testing.T) {
	c, err := settings.Resolve("", func(c *settings.Config) error { c.Dataset = "patterns"; return nil })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := networkspec.Text(&c); err == nil || !strings.Contains(err.Error(), "is auto, allowed: numbers") {
		t.Errorf("error %v", err)
	}
}

// Sizes that the data set decides are checked with the line that is wrong.
func TestFilesHaveToFitTheData(t *testing.T) {
	c := settings.Defaults("yinyang", "sfdfa")
	c.Network = `network:
  populations: {input: {source: dataset}, a: {size: 2}, output: {size: 4}}
  projections:
    - {from: input, to: a, connect: {fixed-in-degree: 6}}
    - {from: a, to: output, connect: {fixed-out-degree: 5}}
`
	if _, err := networkspec.Of(&c, 5, 4); err == nil || !strings.Contains(err.Error(), "line 4: projection from population input to a: in-degree is 6") ||
		!strings.Contains(err.Error(), "line 5: projection from population a to output: out-degree is 5, must be from 1 to the 4") {
		t.Errorf("error %v, want both faults with their lines", err)
	}
	if _, err := networkspec.Of(&c, 5, 3); err == nil || !strings.Contains(err.Error(), "line 2: population output has 4 neurons, must be as many as the data set has classes (3)") {
		t.Errorf("error %v, want one that names both sizes", err)
	}
}
