package lif

import "sfdfa-actors/learning"

// GradientFactor returns the factor τ·h of the local gradient (Fig. 1), in s², at a spike
// with the synaptic current I, which exceeds c: τ/(I − c) exact, and τ/I, which is
// below τ/c, modified.
func (m *Model) GradientFactor(g learning.Gradient, current float64) float64 {
	return m.TauMem * g.Inverse()(current, m.C)
}
