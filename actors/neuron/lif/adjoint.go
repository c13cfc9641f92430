package lif

import "sfdfa-actors/learning"

// Adjoint is how much the loss changes with a neuron's sums at some time in a
// sample, through the own spikes that come later: α = ∂L/∂a and β = ∂L/∂b. It is
// the same for all arrivals between two own spikes.
type Adjoint struct{ Alpha, Beta float64 }

// cross goes backwards in time over an own spike, whose time T the loss depends
// on with ∂L/∂T = e from outside the neuron. With f = τ·h,
//
//	q = f·(e·y − (c/τ)·β),    α ← α + y·q,    β ← β − q
//
// where the term with e is the spike's own time, and the other the reset, which
// takes more from b the later it comes. The derivatives are those of
// Eqs. 13-18.
func (a *Adjoint) cross(g learning.Gradient, m *Model, ownSpike *OwnSpike, e float64) {
	h := m.slope(g, ownSpike.Current)
	q := m.TauMem*h*e*ownSpike.Y - m.C*h*a.Beta
	a.Alpha += ownSpike.Y * q
	a.Beta -= q
}

// Adjoints writes into dst[k] what the arrivals see that come between a neuron's
// own spikes k−1 and k of one sample, given errors[k] = ∂L/∂T^k from outside the
// neuron. Errors are in units of the loss a second; those that are missing at
// the end are 0, and pull is added to all. dst has one entry for each spike.
func Adjoints(g learning.Gradient, m *Model, ownSpikes []OwnSpike, errors []float64, pull float64, dst []Adjoint) {
	var adjoint Adjoint
	for k := len(ownSpikes) - 1; k >= 0; k-- {
		e := pull
		if k < len(errors) {
			e += errors[k]
		}
		adjoint.cross(g, m, &ownSpikes[k], e)
		dst[k] = adjoint
	}
}

// AccumulateAdjoints adds ∂L/∂w_j of one sample to dst[j] for every synapse j:
//
//	∂L/∂w_j = Σ_z ( α_k e^{t_j^z/τs} + β_k e^{t_j^z/τ} ),   k the own spike that comes next
func AccumulateAdjoints(input *Input, ownSpikes []OwnSpike, adjoints []Adjoint, dst []float64) {
	for k := range ownSpikes {
		addKernels(input, appliedBefore(ownSpikes, k), ownSpikes[k].Applied, adjoints[k].Alpha, adjoints[k].Beta, dst)
	}
}

// HandBack adds ∂L/∂t of one sample to dst[n] for every arrival n of the spike train
// that reaches the neuron: what a presynaptic spike's time changes in the loss
// through this neuron,
//
//	∂L/∂t_j^z = w_j·( (α_k/τs) e^{t_j^z/τs} + (β_k/τ) e^{t_j^z/τ} )
//
// weights[s] is the weight of synapse s.
func HandBack[W learning.Float](m *Model, weights []W, input *Input, ownSpikes []OwnSpike, adjoints []Adjoint, dst []float64) {
	for k := range ownSpikes {
		from, to := appliedBefore(ownSpikes, k), ownSpikes[k].Applied
		p, q := adjoints[k].Alpha/m.TauSyn, adjoints[k].Beta/m.TauMem
		if input.IsPart() {
			for _, event := range input.Events()[from:to] {
				arrival := &input.Arrivals[event.Arrival]
				dst[event.Arrival] += float64(weights[event.Synapse]) * (p*arrival.Q + q) * arrival.Q
			}
			continue
		}
		arrivals, dst := input.Arrivals[from:to], dst[from:to]
		for n := range arrivals {
			arrival := &arrivals[n]
			dst[n] += float64(weights[arrival.Synapse]) * (p*arrival.Q + q) * arrival.Q
		}
	}
}
