package learning

import (
	"sfdfa-actors/internal/lif"
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

// slope returns h, the inverse of the current that the factor τ·h divides by.
func (g Gradient) slope(m *lif.Model, firing *lif.Firing) float64 {
	if g == Exact {
		return 1 / (firing.Current - m.C)
	}
	return 1 / firing.Current
}
