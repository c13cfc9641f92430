package learning_test

import (
	"math"
	"strings"
	"testing"

	"sfdfa-actors/learning"
)

// The rules of the paper, and what tells them apart.
func TestRules(t *testing.T) {
	for _, want := range []struct {
		name     string
		source   learning.ErrorSource
		feedback learning.Feedback
		sends    learning.Payload
		local    bool
	}{
		{"sfdfa", learning.Projected, learning.EstimatedFeedback{}, learning.Payload{Grades: true, Derivatives: true}, true},
		{"dfa", learning.Projected, learning.RandomFeedback{}, learning.Payload{}, true},
		{"bp", learning.BackPropagated, nil, learning.Payload{SpikeErrors: true}, false},
		{"frozen", learning.NoError, nil, learning.Payload{}, true},
	} {
		rule, err := learning.RuleByName(want.name)
		if err != nil {
			t.Fatal(err)
		}
		if rule.Name() != want.name || rule.Summary() == "" {
			t.Errorf("%s is called %q: %q", want.name, rule.Name(), rule.Summary())
		}
		if rule.HiddenError() != want.source || rule.Feedback() != want.feedback || rule.Sends() != want.sends || (rule.Nonlocal() == "") != want.local {
			t.Errorf("%s: %s, %T, %+v, %q; want %+v", want.name, rule.HiddenError(), rule.Feedback(), rule.Sends(), rule.Nonlocal(), want)
		}
	}
	if names := learning.RuleNames(); len(names) == 0 || names[0] != "sfdfa" {
		t.Errorf("names %v, want the default sfdfa first", names)
	}
	if _, err := learning.RuleByName("bp?"); err == nil || !strings.Contains(err.Error(), "sfdfa, dfa, bp, frozen") {
		t.Errorf("error %v, want one that lists the rules", err)
	}
}

// odd is a rule whose answers are those of DFA but for some.
type odd struct {
	learning.DFA
	source   learning.ErrorSource
	feedback learning.Feedback
	sends    learning.Payload
}

func (o odd) Name() string                      { return "odd" }
func (o odd) HiddenError() learning.ErrorSource { return o.source }
func (o odd) Feedback() learning.Feedback       { return o.feedback }
func (o odd) Sends() learning.Payload           { return o.sends }

// A rule that contradicts itself is refused, with all that is wrong with it.
func TestRulesAreChecked(t *testing.T) {
	for _, test := range []struct {
		rule learning.Rule
		want []string // none if allowed
	}{
		{odd{source: learning.Projected, feedback: learning.RandomFeedback{}}, nil},
		{nil, []string{"no rule, allowed: sfdfa, dfa, bp, frozen"}},
		{odd{source: "hebb"}, []string{`"hebb", allowed: none, projected, back-propagated`}},
		{odd{source: learning.Projected}, []string{"must have feedback"}},
		{odd{source: learning.NoError, feedback: learning.RandomFeedback{}}, []string{"and none otherwise"}},
		{odd{source: learning.Projected, feedback: learning.EstimatedFeedback{}, sends: learning.Payload{SpikeErrors: true}}, []string{"must send grades", "must send errors of spikes"}},
		{odd{source: learning.BackPropagated}, []string{"must send errors of spikes", "must say why actors can't run it"}},
	} {
		s := learning.Settings{Rule: test.rule, Gradient: learning.Modified, Form: learning.Fused, Optimiser: adam, Targets: learning.Targets{Right: 15, Other: 3}, Ties: learning.EarliestSpike}
		err := s.Validate()
		if (err == nil) != (test.want == nil) {
			t.Errorf("%+v: error %v, want %q", test.rule, err, test.want)
		}
		for _, want := range test.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: error %v, want %q", test.rule, err, want)
			}
		}
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
		{"two faults", func(s *learning.Settings) { s.Ties, s.TargetRate = "last", -1 }, "unknown tie rule \"last\", allowed: [earliest lowest]\nlearning: target rate r* is -1"},
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
