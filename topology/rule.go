package topology

import "sfdfa-actors/internal/rng"

// Rule is a connection rule with its parameters: it says which neurons of the
// presynaptic population a neuron has as partners.
type Rule interface {
	// Name is that of the rule.
	Name() string
	// Validate checks the parameters against the sizes of the populations, which are at
	// least 1. Its error lists all faults.
	Validate(between Between) error
	// MeanInDegree is the number of synapses that a neuron has, or its expectation
	// where chance decides.
	MeanInDegree(between Between) float64
	// AppendPresynaptic appends to dst the presynaptic partners of one postsynaptic neuron
	// in ascending order, none twice; the position of a partner in that list is the
	// index of its synapse. The neuron's connectivity stream must be at its start.
	AppendPresynaptic(dst []int32, between Between, neuron int, stream *rng.Stream) []int32
}

// Between says which populations a projection joins.
type Between struct {
	Presynaptic, Postsynaptic int  // neurons
	Same                      bool // both are the same population
}

// Rules is the table of connection rules, each with parameters that suit
// populations of any size.
var Rules = []Rule{Dense{}, FixedInDegree{InDegree: 1}, Bernoulli{Density: 0.5}}

// RuleNames lists the names of the connection rules in the table's order.
func RuleNames() []string {
	names := make([]string, len(Rules))
	for i, rule := range Rules {
		names[i] = rule.Name()
	}
	return names
}
