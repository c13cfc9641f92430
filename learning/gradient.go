package learning

import (
	"sfdfa-actors/actors/neuron/lif"
)

// Gradient says which local gradient of a spike time is used.
type Gradient string

const (
	// Exact is the derivative of the spike time, with the factor τ/(I − c). It
	// diverges where a spike only grazes the threshold (Eqs. 14, 17).
	Exact Gradient = "exact"
	// Modified has the factor τ/I instead, which is bounded since I > c at
	// every spike (Eq. 18).
	Modified Gradient = "modified"
)

// Gradients lists the allowed values.
func Gradients() []Gradient { return []Gradient{Modified, Exact} }

// Factor returns the factor τ·h of the local gradient (Fig. 1), in s², at a spike
// with the synaptic current I, which exceeds c: τ/(I − c) exact, and τ/I, which is
// below τ/c, modified.
func (g Gradient) Factor(m *lif.Model, current float64) float64 {
	return m.TauMem * g.slope(m, current)
}

// slope returns h, the inverse of the current that the factor τ·h divides by.
func (g Gradient) slope(m *lif.Model, current float64) float64 {
	if g == Exact {
		return 1 / (current - m.C)
	}
	return 1 / current
}
