package lif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// Accumulate implements model.Model. The fused form needs no scratch.
func (m *Model) Accumulate(form learning.Form, g learning.Gradient, input *model.Input, ownSpikes []model.OwnSpike, scale float64, dst []float64, scratch *model.Scratch) {
	if len(ownSpikes) == 0 {
		return
	}
	switch form {
	case learning.Closed:
		scratch.Reset(len(dst))
		m.closed(g, input, ownSpikes, scratch)
		addEligibility(scratch, dst, scale)
	case learning.Trace:
		scratch.Reset(len(dst))
		m.trace(g, input, ownSpikes, scratch)
		addEligibility(scratch, dst, scale)
	default:
		m.fused(g, input, ownSpikes, scale, dst)
	}
}

func addEligibility(s *model.Scratch, dst []float64, scale float64) {
	for j, e := range s.Eligibility {
		dst[j] += scale * e
	}
}

// fused uses that E is linear in the arrivals and that what an arrival adds
// depends only on which own spike came first after it: E is the derivative of
// Σ_k T^k by the weights, so every own spike has the error 1.
func (m *Model) fused(g learning.Gradient, input *model.Input, ownSpikes []model.OwnSpike, scale float64, dst []float64) {
	var adjoint model.Adjoint
	inverse := g.Inverse()
	for k := len(ownSpikes) - 1; k >= 0; k-- {
		m.cross(&adjoint, inverse(ownSpikes[k].Current, m.C), &ownSpikes[k], 1)
		addKernels(input, model.AppliedBefore(ownSpikes, k), ownSpikes[k].Applied, scale*adjoint.Alpha, scale*adjoint.Beta, dst)
	}
}

// addKernels adds p·e^{t/τs} + q·e^{t/τ} of the arrivals from the one index up
// to the other to their synapses.
func addKernels(input *model.Input, from, to int, p, q float64, dst []float64) {
	if input.IsPart() {
		for _, event := range input.Events()[from:to] {
			arrival := &input.Arrivals[event.Arrival]
			dst[event.Synapse] += (p*arrival.Q + q) * arrival.Q
		}
		return
	}
	arrivals := input.Arrivals[from:to]
	for n := range arrivals {
		arrival := &arrivals[n]
		dst[arrival.Synapse] += (p*arrival.Q + q) * arrival.Q
	}
}

// closed evaluates, at each own spike and with R_j = Q_j − (c/τ)·S_j,
//
//	dT/dw_ij = τ·h·(P_j y² − R_j y),   then   R_j ← R_j − (c/τ)·dT/dw_ij / y.
func (m *Model) closed(g learning.Gradient, input *model.Input, ownSpikes []model.OwnSpike, s *model.Scratch) {
	applied, inverse := 0, g.Inverse()
	for k := range ownSpikes {
		ownSpike := &ownSpikes[k]
		for ; applied < ownSpike.Applied; applied++ {
			arrival, synapse := input.At(applied)
			s.First[synapse] += float64(arrival.Q * arrival.Q) // the conversion forbids a fused operation
			s.Second[synapse] += arrival.Q
		}
		f, y := m.TauMem*inverse(ownSpike.Current, m.C), ownSpike.Y
		for j, p := range s.First {
			derivative := f * (p*y*y - s.Second[j]*y)
			s.Eligibility[j] += derivative
			s.Second[j] -= m.C / m.TauMem * derivative / y
		}
	}
}

// trace evolves p_j and ε_j forward in time,
//
//	dp_j/dt = −p_j/τs + Σ_z δ(t − t_j^z),    dε_j/dt = (p_j − ε_j)/τ,
//
// whose solution over a stretch Δ without arrivals is, with d = e^{−Δ/τ},
// p ← p·d² and ε ← ε·d + p·(d − d²). At each own spike E_j −= τ·h·ε_j and then
// ε_j ← ε_j·(1 + c·h).
func (m *Model) trace(g learning.Gradient, input *model.Input, ownSpikes []model.OwnSpike, s *model.Scratch) {
	applied, inverse := 0, g.Inverse()
	now := 0.0
	for k := range ownSpikes {
		ownSpike := &ownSpikes[k]
		for ; applied < ownSpike.Applied; applied++ {
			arrival, synapse := input.At(applied)
			now = m.decayTo(s, m.TauMem*math.Log(arrival.Q), now)
			s.First[synapse]++
		}
		now = m.decayTo(s, ownSpike.Time, now)
		h := inverse(ownSpike.Current, m.C)
		for j, epsilon := range s.Second {
			s.Eligibility[j] -= m.TauMem * h * epsilon
			s.Second[j] = epsilon * (1 + m.C*h)
		}
	}
}

// decayTo moves the traces from the time now to t and returns t.
func (m *Model) decayTo(s *model.Scratch, t, now float64) float64 {
	d := math.Exp(-(t - now) / m.TauMem)
	for j, p := range s.First {
		s.Second[j] = s.Second[j]*d + p*(d-d*d)
		s.First[j] = p * d * d
	}
	return t
}
