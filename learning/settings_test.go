package learning_test

import (
	"math"
	"strings"
	"testing"

	"sfdfa-actors/learning"
)

func TestRules(t *testing.T) {
	for _, want := range []learning.Rule{
		{Name: "sfdfa", ProjectsError: true, LearnsFeedback: true},
		{Name: "dfa", ProjectsError: true},
		{Name: "bp", BackPropagates: true},
		{Name: "frozen"},
	} {
		rule, err := learning.RuleByName(want.Name)
		if err != nil {
			t.Fatal(err)
		}
		if rule.Summary == "" {
			t.Errorf("rule %s has no summary", rule.Name)
		}
		rule.Summary = ""
		if rule != want {
			t.Errorf("rule %+v, want %+v", rule, want)
		}
	}
	if names := learning.RuleNames(); len(names) == 0 || names[0] != "sfdfa" {
		t.Errorf("names %v, want the default sfdfa first", names)
	}
	if _, err := learning.RuleByName("bp?"); err == nil || !strings.Contains(err.Error(), "sfdfa, dfa, bp, frozen") {
		t.Errorf("error %v, want one that lists the rules", err)
	}
}

func TestSettingsAreChecked(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*learning.Settings)
		want   string // "" if allowed
	}{
		{"as they are", func(*learning.Settings) {}, ""},
		{"no regulariser", func(s *learning.Settings) { s.Regularisation, s.TargetRate = 0, 0 }, ""},
		{"rule", func(s *learning.Settings) { s.Rule.Name = "hebb" }, `unknown rule "hebb"`},
		{"gradient", func(s *learning.Settings) { s.Gradient = "steep" }, `unknown gradient "steep"`},
		{"form", func(s *learning.Settings) { s.Form = "open" }, `unknown form of the eligibility "open"`},
		{"ties", func(s *learning.Settings) { s.Ties = "last" }, `unknown tie rule "last"`},
		{"λ", func(s *learning.Settings) { s.Regularisation = -0.1 }, "regularisation λ is -0.1"},
		{"λ NaN", func(s *learning.Settings) { s.Regularisation = math.NaN() }, "regularisation λ is NaN"},
		{"r*", func(s *learning.Settings) { s.TargetRate = math.Inf(1) }, "target rate r* is +Inf"},
		{"silenced outputs", func(s *learning.Settings) { s.Targets.Other = 0 }, "other classes is 0, must be at least 1"},
		{"equal targets", func(s *learning.Settings) { s.Targets.Right = 3 }, "right class is 3, must be above"},
		{"optimiser", func(s *learning.Settings) { s.Optimiser.Kind = "lion" }, `unknown optimiser "lion"`},
		{"β1", func(s *learning.Settings) { s.Optimiser.Beta1 = 1 }, "β1 is 1, must be in [0, 1)"},
		{"β2", func(s *learning.Settings) { s.Optimiser.Beta2 = -1 }, "β2 is -1, must be in [0, 1)"},
		{"ε", func(s *learning.Settings) { s.Optimiser.Epsilon = 0 }, "ε is 0, must be finite and at least 1e-12"},
		{"sgd needs no ε", func(s *learning.Settings) { s.Optimiser = learning.Optimiser{Kind: learning.GradientDescent} }, ""},
	} {
		s := learning.Settings{
			Rule: learning.Rules[0], Gradient: learning.Modified, Form: learning.Fused, Optimiser: adam,
			Targets: learning.Targets{Right: 15, Other: 3}, Ties: learning.EarliestSpike, Regularisation: 0.1, TargetRate: 0.2,
		}
		test.change(&s)
		err := s.Validate()
		switch {
		case test.want == "" && err != nil:
			t.Errorf("%s: error %q, want none", test.name, err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.want)
		}
	}
}
