package settings

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"sync"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/spelling"
	"sfdfa-actors/learning"
)

// Setting is one field of a config with its description.
type Setting struct {
	Name    string // of the flag and of the key in a config file
	Group   string
	Unit    string
	Allowed string // see allowed.go
	Only    string // the data sets that have the setting, a|b|c, or empty for all
	Help    string
	Value   any // pointer to the field

	MayBeAuto bool // whether it may be left to be chosen from the data
}

// IsTime reports whether the setting is a time in seconds, which may be written with a unit: 20ms.
func (s Setting) IsTime() bool {
	_, isNumber := s.Value.(*float64)
	return isNumber && s.Unit == "s"
}

// fields are the settings without their values. They are read once: a program asks for them at every command it has.
var fields = sync.OnceValue(func() []Setting {
	config := reflect.TypeFor[Config]()
	settings := make([]Setting, config.NumField())
	for i := range settings {
		tag := config.Field(i).Tag
		settings[i] = Setting{
			Name:    tag.Get("yaml"),
			Group:   tag.Get("group"),
			Unit:    tag.Get("unit"),
			Allowed: cmp.Or(tag.Get("allowed"), words[tag.Get("yaml")]),
			Only:    tag.Get("only"),
			Help:    tag.Get("help"),

			MayBeAuto: tag.Get("auto") != "",
		}
	}
	return settings
})

// All describes every field of the config, in order.
func All(c *Config) []Setting {
	value, settings := reflect.ValueOf(c).Elem(), slices.Clone(fields())
	for i := range settings {
		settings[i].Value = value.Field(i).Addr().Interface()
	}
	return settings
}

// Words lists the values of a setting that is a word; none where it may be any text, or is no word.
func (s Setting) Words() []string {
	if _, text := s.Value.(*string); text && s.Allowed != "" {
		return strings.Split(s.Allowed, "|")
	}
	return offered[s.Name]
}

// Usage is the setting's help with its unit and the values it may take.
func (s Setting) Usage() string {
	var details []string
	if s.Unit != "" {
		details = append(details, s.Unit)
	}
	if words := s.Words(); words != nil {
		details = append(details, strings.Join(words, ", "))
	}
	if interval, is := intervals[s.Allowed]; is {
		details = append(details, interval.words)
	}
	if s.MayBeAuto {
		details = append(details, "or "+AutoWord)
	}
	if s.Only != "" {
		details = append(details, "with --dataset "+s.datasets()+" only")
	}
	if len(details) == 0 {
		return s.Help
	}
	return s.Help + " (" + strings.Join(details, "; ") + ")"
}

// Text is the setting's value as a flag takes it.
func (s Setting) Text() string {
	if s.IsAuto() {
		return AutoWord
	}
	text := fmt.Sprint(reflect.ValueOf(s.Value).Elem())
	return strings.ReplaceAll(strings.Trim(text, "[]"), " ", ",")
}

// ConfigError is a setting with a value that it may not have.
type ConfigError struct{ Err error }

func (e *ConfigError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *ConfigError) Unwrap() error { return e.Err }

// Errorf is a ConfigError with a reason.
func Errorf(format string, arguments ...any) error {
	return &ConfigError{fmt.Errorf(format, arguments...)}
}

// Has reports whether a data set has the setting.
func (s Setting) Has(dataset string) bool {
	return s.Only == "" || slices.Contains(strings.Split(s.Only, "|"), dataset)
}

// datasets lists the data sets that have the setting, where not all do.
func (s Setting) datasets() string { return strings.ReplaceAll(s.Only, "|", ", ") }

// Check refuses a value that the setting may have with no data set.
func (s Setting) Check() error {
	if s.IsAuto() {
		return nil
	}
	return checkAllowed(s.Name, s.Unit, s.Allowed, reflect.ValueOf(s.Value).Elem().Interface())
}

// check refuses a value that the setting may not have with a data set.
func (s Setting) check(dataset string) error {
	if s.Has(dataset) {
		return s.Check()
	}
	if value := reflect.ValueOf(s.Value).Elem(); !value.IsZero() && !s.IsAuto() {
		return fmt.Errorf("%s is %v, allowed: with the data set %s only", s.Name, value, s.datasets())
	}
	return nil
}

// Validate checks every setting by itself and those that depend on each other. Its
// error is a ConfigError of all faults; what depends on a data set or preset that
// there is not, it leaves out.
func (c *Config) Validate() error {
	if names := datasets.Names(); !slices.Contains(names, c.Dataset) {
		return Errorf("dataset is %q, allowed: %s%s", c.Dataset, strings.Join(names, ", "), spelling.Hint(c.Dataset, names))
	}
	if c.Preset != "" {
		preset, err := presetByName(c.Preset)
		if err != nil {
			return err
		}
		if err := preset.check(c.Dataset); err != nil {
			return err
		}
	}
	var found faults
	c.checkData(&found)
	c.checkNetwork(&found)
	c.checkRelations(&found)
	_, err := c.Grid()
	found.add(err)
	if c.Engine == "actors" && slices.Contains(learning.RuleNames(), c.Rule) {
		found.add(c.CheckActors())
	}
	return found.err()
}

// ValidateData is Validate for who makes the data of a data set that there is, and no network.
func (c *Config) ValidateData() error {
	var found faults
	c.checkData(&found)
	return found.err()
}

// checkData checks every setting by itself, and those of data that bound each other.
func (c *Config) checkData(found *faults) {
	for _, setting := range All(c) {
		found.add(setting.check(c.Dataset))
	}
	found.refuse(c.CochleaLowest > 0 && c.CochleaLowest >= c.CochleaHighest,
		"cochlea-lowest is %v Hz, allowed: below cochlea-highest (%v Hz)", c.CochleaLowest, c.CochleaHighest)
}

// recorded are the data sets whose files have spike times: encoding-window has no part
// in them.
var recorded = []string{"npz", "shd"}

// checkRelations checks settings that bound each other.
func (c *Config) checkRelations(found *faults) {
	found.refuse(c.TauSyn > 0 && c.Duration > 0 && !math.IsInf(c.Duration, 0) && c.Duration/c.TauSyn > 600,
		"duration is %v s, allowed: up to 600 times tau-syn (%v s), beyond which e^(t/τs) overflows", c.Duration, 600*c.TauSyn)
	found.refuse(c.EncodingWindow > c.Duration && c.Duration != Auto && !slices.Contains(recorded, c.Dataset), "encoding-window is %v s, allowed: up to the duration of a sample (%v s)", c.EncodingWindow, c.Duration)
	c.checkDelays(found)
	found.refuse(c.TargetRight <= c.TargetOther, "target-right is %d spikes, allowed: more than target-other (%d)", c.TargetRight, c.TargetOther)
	found.refuse(c.TargetRight > c.OutputSpikeCap, "target-right is %d spikes, allowed: up to output-spike-cap (%d)", c.TargetRight, c.OutputSpikeCap)
	found.refuse(c.Coalesce > c.Batch && c.Batch != Auto, "coalesce is %d samples, allowed: up to batch (%d)", c.Coalesce, c.Batch)
}

func (c *Config) checkNetwork(found *faults) {
	hidden := len(c.Layers)
	for _, interval := range []struct {
		name   string
		values []float64
	}{{"hidden-weights", c.HiddenWeights}, {"output-weights", c.OutputWeights}} {
		found.refuse(len(interval.values) > 0 && (len(interval.values) != 2 || interval.values[0] > interval.values[1]),
			"%s is %v, allowed: two numbers LOW,HIGH in ascending order", interval.name, interval.values)
	}
	if c.Network != "" {
		c.checkNetworkFile(found)
		return
	}
	if hidden == 0 {
		found.refuse(true, "layers is empty, allowed: one size for each hidden population, as in 400,400")
		return // which the rest is about
	}
	n := len(c.HiddenThreshold)
	found.refuse(n > 1 && n != hidden, "hidden-threshold has %d values, allowed: 1 or one for each of the %d hidden populations", n, hidden)
	wrong := func(values int) bool { return values > 1 && values != hidden+1 }
	for _, list := range []struct {
		name   string
		values int
	}{{"in-degree", len(c.InDegree)}, {"density", len(c.Density)}} {
		found.refuse(wrong(list.values), "%s has %d values, allowed: 1 for all hidden populations, or one for each of the %d hidden populations and the output", list.name, list.values, hidden)
	}
	if wrong(len(c.InDegree)) || wrong(len(c.Density)) {
		return // nobody knows which population a value is for
	}
	for population := range hidden + 1 {
		degree, density := c.InDegreeOf(population), c.DensityOf(population)
		found.refuse(degree > 0 && density > 0, "in-degree is %d and density is %v for population %d, allowed: one of them", degree, density, population+1)
		found.refuse(population > 0 && degree > c.Layers[max(population-1, 0)],
			"in-degree is %d synapses for population %d, allowed: up to the %d neurons before it", degree, population+1, c.Layers[max(population-1, 0)])
	}
}

// InDegreeOf is the in-degree of a population, counted from the first hidden one;
// 0 is dense.
func (c *Config) InDegreeOf(population int) int {
	return ofPopulation(c.InDegree, population, len(c.Layers))
}

// DensityOf is the connection probability of a population; 0 is dense.
func (c *Config) DensityOf(population int) float64 {
	return ofPopulation(c.Density, population, len(c.Layers))
}

// ofPopulation reads a list with one value for all hidden populations, or one
// for each population with the output last.
func ofPopulation[T int | float64](list []T, population, output int) T {
	switch {
	case len(list) > 1:
		return list[population]
	case len(list) == 1 && population < output:
		return list[0]
	}
	return 0
}

// Grid is the grid that the config asks for, or none.
func (c *Config) Grid() (placement.Grid, error) {
	if c.CoresGrid == "" {
		return placement.Grid{}, nil
	}
	grid, err := placement.ParseGrid(c.CoresGrid)
	if err != nil {
		return grid, Errorf("cores-grid is %w", err)
	}
	return grid, nil
}

// CheckActors refuses rules that actors can't run, which the config may leave to
// another engine.
func (c *Config) CheckActors() error {
	rule, err := learning.RuleByName(c.Rule)
	if err != nil || rule.Nonlocal() == "" {
		return err
	}
	return Errorf("engine is actors with the rule %s, allowed: reference; %s", c.Rule, rule.Nonlocal())
}

// EnvelopeSamples is the number of samples whose messages share an envelope.
func (c *Config) EnvelopeSamples() int {
	if c.Coalesce == 0 {
		return c.Batch
	}
	return c.Coalesce
}
