package lif

import (
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// cross goes backwards in time over an own spike, whose time T the loss depends
// on with ∂L/∂T = e from outside the neuron. With f = τ·h,
//
//	q = f·(e·y − (c/τ)·β),    α ← α + y·q,    β ← β − q
//
// where the term with e is the spike's own time, and the other the reset, which
// takes more from b the later it comes. The derivatives are those of
// Eqs. 13-18.
func (m *Model) cross(a *model.Adjoint, h float64, ownSpike *model.OwnSpike, e float64) {
	q := m.TauMem*h*e*ownSpike.Y - m.C*h*a.Beta
	a.Alpha += ownSpike.Y * q
	a.Beta -= q
}

// Adjoints implements model.Model.
func (m *Model) Adjoints(g learning.Gradient, ownSpikes []model.OwnSpike, errors []float64, pull float64, dst []model.Adjoint) {
	var adjoint model.Adjoint
	inverse := g.Inverse()
	for k := len(ownSpikes) - 1; k >= 0; k-- {
		e := pull
		if k < len(errors) {
			e += errors[k]
		}
		m.cross(&adjoint, inverse(ownSpikes[k].Current, m.C), &ownSpikes[k], e)
		dst[k] = adjoint
	}
}

// AccumulateAdjoints implements model.Model:
//
//	∂L/∂w_j = Σ_z ( α_k e^{t_j^z/τs} + β_k e^{t_j^z/τ} ),   k the own spike that comes next
func (m *Model) AccumulateAdjoints(input *model.Input, ownSpikes []model.OwnSpike, adjoints []model.Adjoint, dst []float64) {
	for k := range ownSpikes {
		addKernels(input, model.AppliedBefore(ownSpikes, k), ownSpikes[k].Applied, adjoints[k].Alpha, adjoints[k].Beta, dst)
	}
}
