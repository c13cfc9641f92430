package learning

import (
	"fmt"
	"slices"
	"strings"
)

// Rule says where a hidden neuron's error comes from.
type Rule struct {
	Name string
	// Summary is one line for lists and help texts.
	Summary string
	// ProjectsError: the broadcast error reaches hidden neurons through their
	// feedback weights. Without it only the rate regulariser does.
	ProjectsError bool
	// LearnsFeedback: feedback weights start at 0 and follow the estimate
	// d_o·ξ_i of the forward weights (Eq. 7). Otherwise they are drawn from
	// U(−1, 1) once and stay.
	LearnsFeedback bool
	// BackPropagates: every spike gets an error of its own, back through the
	// weights of the neurons that received it. A neuron that sees its own state
	// only cannot run that, so actors don't.
	BackPropagates bool
}

// Rules is the table of learning rules; the first is the default.
var Rules = []Rule{
	{
		Name: "sfdfa", Summary: "spiking forward direct feedback alignment: feedback weights learn from graded spikes",
		ProjectsError: true, LearnsFeedback: true,
	},
	{
		Name: "dfa", Summary: "direct feedback alignment: fixed random feedback weights",
		ProjectsError: true,
	},
	{
		Name: "bp", Summary: "back-propagation through spike times: the gradient of the loss itself, for the reference engine only",
		BackPropagates: true,
	},
	{
		Name: "frozen", Summary: "no error for hidden neurons, only the rate regulariser: the floor that a rule has to beat",
	},
}

// LocalRules lists the rules that a neuron can run by itself.
func LocalRules() []Rule {
	return slices.DeleteFunc(slices.Clone(Rules), func(r Rule) bool { return r.BackPropagates })
}

// RuleByName returns the rule of that name.
func RuleByName(name string) (Rule, error) {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, fmt.Errorf("learning: unknown rule %q, allowed: %s", name, strings.Join(RuleNames(), ", "))
	}
	return Rules[i], nil
}

// RuleNames lists the names of the rules in the table's order.
func RuleNames() []string {
	names := make([]string, len(Rules))
	for i, rule := range Rules {
		names[i] = rule.Name
	}
	return names
}
