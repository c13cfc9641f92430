package paper

import (
	"slices"
	"strings"

	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/spelling"
	"sfdfa-actors/internal/study/comparison"
	"sfdfa-actors/learning"
)

// Training is a figure of networks that are trained, in variants that differ in one
// setting.
type Training struct {
	Dataset string // what the paper trains on
	Seeds   int    // runs of each variant

	Vary     string   // the setting in which variants differ: rule or gradient
	Variants []string // its values

	allows func(learning.Rule) bool // the rules that it may have besides; nil if gradients vary
	adjust func(*settings.Config)
	draw   func(*comparison.Report) (*Drawing, error)
}

// Defaults are the paper's settings, and those of the authors' code where it is
// silent, on its data set.
func (t *Training) Defaults() settings.DefaultSettings {
	of := func(dataset, rule string) settings.Config {
		c := settings.Defaults(dataset, rule)
		asPublished(&c)
		if t.adjust != nil {
			t.adjust(&c)
		}
		return c
	}
	rule := learning.Rules[0].Name()
	if t.Vary == "rule" {
		rule = t.Variants[0]
	}
	return settings.DefaultSettings{Dataset: t.Dataset, Rule: rule, Of: of}
}

// publishedEpochs are the authors', by data set.
var publishedEpochs = map[string]int{
	"mnist": 30, "emnist-balanced": 30, "emnist47-derived": 30, "fashion-mnist": 50, "shd": 150,
}

// asPublished takes back what the defaults of the authors' data sets have of this
// project's own.
func asPublished(c *settings.Config) {
	epochs, known := publishedEpochs[c.Dataset]
	if !known {
		return
	}
	c.Epochs, c.Ties = epochs, "lowest"
	if c.Dataset != "shd" {
		c.LearningRate, c.LearningRateDecay = 3e-3, 1
	}
}

// Allowed lists the values that the setting may have, those of the paper first.
func (t *Training) Allowed() []string {
	allowed := slices.Clone(t.Variants)
	for _, rule := range learning.Rules {
		if t.allows != nil && t.allows(rule) && !slices.Contains(allowed, rule.Name()) {
			allowed = append(allowed, rule.Name())
		}
	}
	return allowed
}

// Set gives a config the value of a variant.
func (t *Training) Set(c *settings.Config, variant string) error {
	if allowed := t.Allowed(); !slices.Contains(allowed, variant) {
		return settings.Errorf("%ss has %q, allowed in this figure: %s%s", t.Vary, variant, strings.Join(allowed, ", "), spelling.Hint(variant, allowed))
	}
	if t.Vary == "gradient" {
		c.Gradient = variant
	} else {
		c.Rule = variant
	}
	return nil
}

// Draw draws the figure from what the trainings came to.
func (t *Training) Draw(r *comparison.Report) (*Drawing, error) {
	if !r.Finished() {
		return nil, settings.Errorf("no run in %s has finished, so there is nothing to draw", r.Directory)
	}
	return t.draw(r)
}

// each calls visit for every epoch of every run.
func each(r *comparison.Report, visit func(variant string, seed uint64, m *record.Metrics)) {
	for i := range r.Rules {
		for k := range r.Rules[i].Runs {
			run := &r.Rules[i].Runs[k]
			for epoch := range run.Curve {
				visit(r.Rules[i].Name, run.Seed, &run.Curve[epoch])
			}
		}
	}
}
