package lif

import (
	"math"

	"sfdfa-actors/learning"
)

// Scratch is working memory of the closed and the trace form; the zero value
// is ready. It holds nothing between calls.
type Scratch struct {
	eligibility []float64
	first       []float64 // closed: P_j; trace: p_j
	second      []float64 // closed: R_j; trace: ε_j
}

func (s *Scratch) reset(synapses int) {
	for _, slice := range []*[]float64{&s.eligibility, &s.first, &s.second} {
		if cap(*slice) < synapses {
			*slice = make([]float64, synapses)
		}
		*slice = (*slice)[:synapses]
		clear(*slice)
	}
}

// Accumulate adds scale·E_j to dst[j] for every synapse j, where E is the
// eligibility that one sample's input and own spikes left. dst has one entry
// for each synapse. The fused form needs no scratch.
func Accumulate(form learning.Form, g learning.Gradient, m *Model, input *Input, ownSpikes []OwnSpike, scale float64, dst []float64, scratch *Scratch) {
	if len(ownSpikes) == 0 {
		return
	}
	switch form {
	case learning.Closed:
		scratch.reset(len(dst))
		scratch.closed(g, m, input, ownSpikes)
		scratch.addTo(dst, scale)
	case learning.Trace:
		scratch.reset(len(dst))
		scratch.trace(g, m, input, ownSpikes)
		scratch.addTo(dst, scale)
	default:
		fused(g, m, input, ownSpikes, scale, dst)
	}
}

func (s *Scratch) addTo(dst []float64, scale float64) {
	for j, e := range s.eligibility {
		dst[j] += scale * e
	}
}

// fused uses that E is linear in the arrivals and that what an arrival adds
// depends only on which own spike came first after it: E is the derivative of
// Σ_k T^k by the weights, so every own spike has the error 1.
func fused(g learning.Gradient, m *Model, input *Input, ownSpikes []OwnSpike, scale float64, dst []float64) {
	var adjoint Adjoint
	for k := len(ownSpikes) - 1; k >= 0; k-- {
		adjoint.cross(g, m, &ownSpikes[k], 1)
		addKernels(input, appliedBefore(ownSpikes, k), ownSpikes[k].Applied, scale*adjoint.Alpha, scale*adjoint.Beta, dst)
	}
}

// appliedBefore is the number of arrivals that came before own spike k−1.
func appliedBefore(ownSpikes []OwnSpike, k int) int {
	if k == 0 {
		return 0
	}
	return ownSpikes[k-1].Applied
}

// addKernels adds p·e^{t/τs} + q·e^{t/τ} of the arrivals from the one index up
// to the other to their synapses.
func addKernels(input *Input, from, to int, p, q float64, dst []float64) {
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
func (s *Scratch) closed(g learning.Gradient, m *Model, input *Input, ownSpikes []OwnSpike) {
	applied := 0
	for k := range ownSpikes {
		ownSpike := &ownSpikes[k]
		for ; applied < ownSpike.Applied; applied++ {
			arrival, synapse := input.At(applied)
			s.first[synapse] += arrival.P()
			s.second[synapse] += arrival.Q
		}
		f, y := m.GradientFactor(g, ownSpike.Current), ownSpike.Y
		for j, p := range s.first {
			derivative := f * (p*y*y - s.second[j]*y)
			s.eligibility[j] += derivative
			s.second[j] -= m.C / m.TauMem * derivative / y
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
func (s *Scratch) trace(g learning.Gradient, m *Model, input *Input, ownSpikes []OwnSpike) {
	applied := 0
	now := 0.0
	for k := range ownSpikes {
		ownSpike := &ownSpikes[k]
		for ; applied < ownSpike.Applied; applied++ {
			arrival, synapse := input.At(applied)
			now = s.decayTo(m.TauMem*math.Log(arrival.Q), now, m)
			s.first[synapse]++
		}
		now = s.decayTo(ownSpike.Time, now, m)
		h := m.slope(g, ownSpike.Current)
		for j, epsilon := range s.second {
			s.eligibility[j] -= m.TauMem * h * epsilon
			s.second[j] = epsilon * (1 + m.C*h)
		}
	}
}

// decayTo moves the traces from the time now to t and returns t.
func (s *Scratch) decayTo(t, now float64, m *Model) float64 {
	d := math.Exp(-(t - now) / m.TauMem)
	for j, p := range s.first {
		s.second[j] = s.second[j]*d + p*(d-d*d)
		s.first[j] = p * d * d
	}
	return t
}
