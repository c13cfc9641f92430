package topology

import "sfdfa-actors/internal/rng"

// Projection connects a population to the one after it by a connection rule with its
// parameters.
type Projection interface {
	// Name is that of the connection rule.
	Name() string
	// Validate checks the parameters against the size of the presynaptic population,
	// which is at least 1. Its error lists all faults.
	Validate(presynaptic int) error
	// MeanInDegree is the number of synapses that a neuron has, or its expectation
	// where chance decides.
	MeanInDegree(presynaptic int) float64
	// AppendPresynaptic appends to dst the presynaptic partners of one neuron in
	// ascending order, none twice; the position of a partner in that list is the
	// index of its synapse. The neuron's connectivity stream must be at its start.
	AppendPresynaptic(dst []int32, presynaptic int, stream *rng.Stream) []int32
}

// Rules is the table of connection rules, each with parameters that suit a
// presynaptic population of any size.
var Rules = []Projection{Dense{}, FixedInDegree{InDegree: 1}, Bernoulli{Density: 0.5}}

// RuleNames lists the names of the connection rules in the table's order.
func RuleNames() []string {
	names := make([]string, len(Rules))
	for i, rule := range Rules {
		names[i] = rule.Name()
	}
	return names
}
