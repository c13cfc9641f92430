package topology

import "sfdfa-actors/internal/rng"

// Rule is a connection rule with its parameters: it says which neurons of the
// presynaptic population a neuron has as partners. It is a PresynapticRule or a
// PostsynapticRule.
type Rule interface {
	// Name is that of the rule.
	Name() string
	// Validate checks the parameters against the sizes of the populations, which are at
	// least 1. Its error lists all faults.
	Validate(between Between) error
	// MeanInDegree is the number of synapses that a neuron has, or its expectation
	// where chance decides.
	MeanInDegree(between Between) float64
}

// PresynapticRule is a rule that gives each postsynaptic neuron its partners.
type PresynapticRule interface {
	Rule
	// AppendPresynaptic appends to dst the presynaptic partners of one postsynaptic neuron
	// in ascending order, none twice; the position of a partner in that list is the
	// index of its synapse. The neuron's connectivity stream must be at its start.
	AppendPresynaptic(dst []int32, between Between, neuron int, stream *rng.Stream) []int32
}

// PostsynapticRule is a rule that gives each presynaptic neuron its partners. Whoever wants
// to know the presynaptic partners of a neuron has to draw the whole projection.
type PostsynapticRule interface {
	Rule
	// AppendPostsynaptic appends to dst the postsynaptic partners of one presynaptic neuron
	// in ascending order, none twice. The connectivity stream of the presynaptic neuron
	// must be at its start.
	AppendPostsynaptic(dst []int32, between Between, neuron int, stream *rng.Stream) []int32
}

// Between says which populations a projection joins.
type Between struct {
	Presynaptic, Postsynaptic int  // neurons that may be partners
	Same                      bool // both are the same population
	NoSelf                    bool // no neuron is its own partner
}

// Rules is the table of connection rules, each with parameters that suit
// populations of any size, but that one-to-one needs two of the same size.
var Rules = []Rule{
	Dense{}, OneToOne{}, Bernoulli{Density: 0.5}, FixedInDegree{InDegree: 1}, FixedOutDegree{OutDegree: 1},
	ReceptiveField{Shape: [2]int{1, 1}, Kernel: [2]int{1, 1}, Stride: [2]int{1, 1}}, &List{},
}

// RuleNames lists the names of the connection rules in the table's order.
func RuleNames() []string {
	names := make([]string, len(Rules))
	for i, rule := range Rules {
		names[i] = rule.Name()
	}
	return names
}
