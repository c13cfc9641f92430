package learning

import (
	"errors"
	"fmt"
	"strings"

	"sfdfa-actors/internal/rng"
)

// Rules is the table of learning rules; the first is the default. Names in settings,
// help and completion come from here.
var Rules = []Rule{SFDFA{}, DFA{}, BP{}, Frozen{}}

// Rule is a learning rule: where the error of a hidden neuron comes from, how
// feedback weights start and move, and what learning sends. All methods are pure:
// who builds a network asks them once.
type Rule interface {
	// Name is what settings call the rule.
	Name() string
	// Summary is one line for lists and help texts.
	Summary() string
	// HiddenError is where the error of a hidden neuron comes from. That of an
	// output neuron is the one that is broadcast for it.
	HiddenError() ErrorSource
	// Feedback is how the weights start and move through which hidden neurons get the
	// broadcast errors. It is nil for rules whose source is not Projected.
	Feedback() Feedback
	// Sends is what learning adds to the messages. Accounts of traffic and energy
	// charge it.
	Sends() Payload
	// Nonlocal says in one clause why actors can't run the rule, because it asks for
	// more than a neuron's own state and its messages. It is empty if they can.
	Nonlocal() string
}

// ErrorSource is where the error of a hidden neuron comes from.
type ErrorSource string

const (
	// NoError leaves hidden neurons with the rate regulariser alone.
	NoError ErrorSource = "none"
	// Projected takes the broadcast errors through feedback weights, by Project.
	Projected ErrorSource = "projected"
	// BackPropagated gives every spike an error of its own, back through the weights
	// of the neurons that received it (Eq. 5).
	BackPropagated ErrorSource = "back-propagated"
)

// Feedback is a kind of feedback weights. A row holds those of one hidden neuron, one
// for each output neuron.
type Feedback interface {
	// Start sets a row before training. random is a stream of the neuron's own.
	Start(row []float64, random *rng.Stream)
}

// LearnedFeedback is feedback whose weights move. Its neurons add a perturbation
// ξ ~ N(0, 1) to their grades, which tells the output's grades what they do there.
type LearnedFeedback interface {
	Feedback
	// Move moves a row at the end of a batch, before errors are projected.
	// estimate[o] is Σ d_o·ξ_i over the samples in which the neuron fired, of which
	// there are n.
	Move(row, estimate []float64, n int, rate float64)
}

// Payload is what learning makes messages carry beside spikes and errors.
type Payload struct {
	Grades      bool // a grade with every spike of hidden and output neurons
	Derivatives bool // a directional derivative d_o with every broadcast error e_o
	SpikeErrors bool // an error for every spike of a hidden neuron, back from each core that took it
}

// BroadcastNumbers is how many numbers an error broadcast carries to learn from, in a
// network with that number of output neurons.
func (p Payload) BroadcastNumbers(outputs int) int {
	if p.Derivatives {
		return 2 * outputs
	}
	return outputs
}

// CoarseErrors is a rule whose broadcasts carry errors of few bits, such as their signs.
type CoarseErrors interface {
	Rule
	// ErrorBits is the size of an error in a broadcast, 1 or more.
	ErrorBits() int
	// Coarsen turns the errors of a sample, one for each output neuron, into what is sent.
	Coarsen(errors []float64)
}

// BroadcastBits is the payload in bits of an error broadcast of a rule, in a network with that number of
// output neurons, where a number has numberBits.
func BroadcastBits(rule Rule, outputs int, numberBits int64) int64 {
	bits := int64(rule.Sends().BroadcastNumbers(outputs)) * numberBits
	if coarse, ok := rule.(CoarseErrors); ok {
		bits += int64(outputs) * (int64(coarse.ErrorBits()) - numberBits)
	}
	return bits
}

// RuleByName returns the rule of that name.
func RuleByName(name string) (Rule, error) {
	for _, rule := range Rules {
		if rule.Name() == name {
			return rule, nil
		}
	}
	return nil, fmt.Errorf("learning: unknown rule %q, allowed: %s", name, strings.Join(RuleNames(), ", "))
}

// RuleNames lists the names of the rules in the table's order.
func RuleNames() []string {
	names := make([]string, len(Rules))
	for i, rule := range Rules {
		names[i] = rule.Name()
	}
	return names
}

// LocalRules lists the rules that a neuron can run by itself.
func LocalRules() []Rule {
	var local []Rule
	for _, rule := range Rules {
		if rule.Nonlocal() == "" {
			local = append(local, rule)
		}
	}
	return local
}

// validateRule checks that the answers of a rule fit together. It returns all faults.
func validateRule(r Rule) error {
	if r == nil {
		return fmt.Errorf("learning: no rule, allowed: %s", strings.Join(RuleNames(), ", "))
	}
	var faults []error
	fault := func(text string) { faults = append(faults, fmt.Errorf("learning: the rule %s %s", r.Name(), text)) }
	source, sends := r.HiddenError(), r.Sends()
	switch source {
	case NoError, Projected, BackPropagated:
	default:
		fault(fmt.Sprintf("takes hidden errors from %q, allowed: %s, %s, %s", source, NoError, Projected, BackPropagated))
	}
	if (source == Projected) != (r.Feedback() != nil) {
		fault(fmt.Sprintf("must have feedback if hidden errors are %s, and none otherwise", Projected))
	}
	if _, learned := r.Feedback().(LearnedFeedback); learned && (!sends.Grades || !sends.Derivatives) {
		fault("must send grades and directional derivatives, from which its feedback learns")
	}
	if (source == BackPropagated) != sends.SpikeErrors {
		fault(fmt.Sprintf("must send errors of spikes if hidden errors are %s, and none otherwise", BackPropagated))
	}
	if source == BackPropagated && r.Nonlocal() == "" {
		fault("must say why actors can't run it: they can't carry errors back")
	}
	return errors.Join(faults...)
}
