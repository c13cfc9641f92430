package eventlif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// An adjoint is the derivative of the loss by the traces p = ∂I/∂w (Alpha) and q = ∂v/∂w
// (Beta) at some time, through the own spikes that come later. Between events the traces
// follow τs dp/dt = −p and τm dq/dt = −q + p, so that going back by Δ
//
//	Alpha ← Alpha·e^{−Δ/τs} + Beta·k·(e^{−Δ/τm} − e^{−Δ/τs}),   Beta ← Beta·e^{−Δ/τm}.

// back takes an adjoint back by a time in which nothing happens.
func (m *Model) back(a model.Adjoint, by float64) model.Adjoint {
	slow, fast := decay(by/m.TauMem), decay(by/m.TauSyn)
	return model.Adjoint{
		Alpha: float64(a.Alpha*fast) + float64(a.Beta*m.gain*(slow-fast)),
		Beta:  a.Beta * slow,
	}
}

// recovery is the factor ρ by which q changes over an own spike and the refractory time behind it.
// With h = f/τm the reset makes q·(1 + c·h) of it, q falls with τs while the neuron is
// refractory, and at the end J·h of what q was is added, where J is the current that arrived
// in between. OwnSpike.Y = I·e^{−t_ref/τs} + J is all the current then.
func (m *Model) recovery(spike *model.OwnSpike, h float64) float64 {
	left := decay(m.Refractory / m.TauSyn)
	return float64(left*(1-float64((spike.Current-m.C)*h))) + float64(spike.Y*h)
}

// cross takes an adjoint from the end of the refractory time behind an own spike to before the
// spike, on whose time the loss depends with ∂L/∂T = e from outside the neuron: ∂T/∂q = −τm·h.
func (m *Model) cross(a model.Adjoint, spike *model.OwnSpike, h, e float64) model.Adjoint {
	return model.Adjoint{
		Alpha: a.Alpha * decay(m.Refractory/m.TauSyn),
		Beta:  float64(a.Beta*m.recovery(spike, h)) - float64(m.TauMem*h*e),
	}
}

// eachAdjoint goes backwards over the own spikes and hands over the adjoint before each, where
// errorOf gives ∂L/∂T^k from outside.
func (m *Model) eachAdjoint(g learning.Gradient, ownSpikes []model.OwnSpike, errorOf func(k int) float64, do func(k int, a model.Adjoint)) {
	var a model.Adjoint
	inverse := g.Inverse()
	for k := len(ownSpikes) - 1; k >= 0; k-- {
		spike := &ownSpikes[k]
		if k+1 < len(ownSpikes) {
			a = m.back(a, ownSpikes[k+1].Time-(spike.Time+m.Refractory))
		}
		a = m.cross(a, spike, inverse(spike.Current, m.C), errorOf(k))
		do(k, a)
	}
}

// Adjoints implements model.Model.
func (m *Model) Adjoints(g learning.Gradient, ownSpikes []model.OwnSpike, errors []float64, pull float64, dst []model.Adjoint) {
	errorOf := func(k int) float64 {
		if k < len(errors) {
			return errors[k] + pull
		}
		return pull
	}
	m.eachAdjoint(g, ownSpikes, errorOf, func(k int, a model.Adjoint) { dst[k] = a })
}

// share is what arrivals in a row add to derivatives, in the frame of their epoch: with the
// exponentials of an arrival's instant
//
//	syn·growSyn + mem·growMem             to ∂L/∂w
//	w·(syn·growSyn/τs + mem·growMem/τm)   to ∂L/∂t, and to that by the synapse's delay
type share struct {
	from, to int // positions among the arrivals that reach the neuron
	syn, mem float64
}

// eachShare hands over the shares of the arrivals that own spike k is the first after, given
// the adjoint before it. Those in the refractory time before count by their current at its end.
func (m *Model) eachShare(in *model.Input, ownSpikes []model.OwnSpike, k int, a model.Adjoint, do func(share)) {
	list := instantsOf(in.SpikeTrain)
	from, to := model.AppliedBefore(ownSpikes, k), ownSpikes[k].Applied
	released := math.Inf(-1)
	if k > 0 {
		released = ownSpikes[k-1].Time + m.Refractory
	}
	for from < to {
		first := list[arrivalOf(in, from)].time
		epoch := m.epochOf(first)
		start, end := m.startOf(epoch), m.startOf(epoch+1)
		part := share{from: from, to: to}
		if first < released {
			end = min(end, released)
			part.syn = m.back(a, ownSpikes[k].Time-released).Alpha * decay((released-start)/m.TauSyn)
		} else {
			since := ownSpikes[k].Time - start
			part.syn = (a.Alpha - float64(m.gain*a.Beta)) * decay(since/m.TauSyn)
			part.mem = m.gain * a.Beta * decay(since/m.TauMem)
		}
		if list[arrivalOf(in, to-1)].time >= end {
			for part.to = from + 1; list[arrivalOf(in, part.to)].time < end; part.to++ {
			}
		}
		do(part)
		from = part.to
	}
}

// addShare adds scale·∂L/∂w of a share's arrivals to their synapses.
func addShare(in *model.Input, s share, scale float64, dst []float64) {
	list := instantsOf(in.SpikeTrain)
	syn, mem := scale*s.syn, scale*s.mem
	if in.IsPart() {
		for _, event := range in.Events()[s.from:s.to] {
			at := &list[event.Arrival]
			dst[event.Synapse] += float64(syn*at.growSyn) + float64(mem*at.growMem)
		}
		return
	}
	arrivals, list := in.Arrivals[s.from:s.to], list[s.from:s.to]
	for n := range arrivals {
		dst[arrivals[n].Synapse] += float64(syn*list[n].growSyn) + float64(mem*list[n].growMem)
	}
}

// AccumulateAdjoints implements model.Model.
func (m *Model) AccumulateAdjoints(in *model.Input, ownSpikes []model.OwnSpike, adjoints []model.Adjoint, dst []float64) {
	for k := range ownSpikes {
		m.eachShare(in, ownSpikes, k, adjoints[k], func(s share) { addShare(in, s, 1, dst) })
	}
}

// one is the error of every own spike in an eligibility, the derivative of Σ_k T^k.
func one(int) float64 { return 1 }

// Accumulate implements model.Model. The closed form is the trace: there is no sum that it could
// look up in place of the trace's state.
func (m *Model) Accumulate(form learning.Form, g learning.Gradient, in *model.Input, ownSpikes []model.OwnSpike, scale float64, dst []float64, scratch *model.Scratch) {
	if len(ownSpikes) == 0 {
		return
	}
	if form != learning.Fused {
		scratch.Reset(len(dst))
		m.trace(g, in, ownSpikes, scratch)
		for j, e := range scratch.Eligibility {
			dst[j] += float64(scale * e)
		}
		return
	}
	m.eachAdjoint(g, ownSpikes, one, func(k int, a model.Adjoint) {
		m.eachShare(in, ownSpikes, k, a, func(s share) { addShare(in, s, scale, dst) })
	})
}

// HandBack implements model.Kernel.
func (k kernel[W]) HandBack(weights []W, in *model.Input, ownSpikes []model.OwnSpike, adjoints []model.Adjoint, dst []float64) {
	for i := range ownSpikes {
		k.eachShare(in, ownSpikes, i, adjoints[i], func(s share) {
			k.eachByTime(weights, in, s, func(n int, _ int32, derivative float64) { dst[n] += derivative })
		})
	}
}

// AccumulateDelays implements model.DelayKernel.
func (k kernel[W]) AccumulateDelays(g learning.Gradient, weights []W, in *model.Input, ownSpikes []model.OwnSpike, scale float64, dst []float64) {
	k.eachAdjoint(g, ownSpikes, one, func(i int, a model.Adjoint) {
		k.eachShare(in, ownSpikes, i, a, func(s share) { k.addByTime(weights, in, s, scale, dst) })
	})
}

// addByTime adds scale·∂L/∂t of a share's arrivals to their synapses.
func (k kernel[W]) addByTime(weights []W, in *model.Input, s share, scale float64, dst []float64) {
	if in.IsPart() {
		k.eachByTime(weights, in, s, func(_ int, synapse int32, derivative float64) { dst[synapse] += float64(scale * derivative) })
		return
	}
	syn, mem := s.syn/k.TauSyn, s.mem/k.TauMem
	arrivals, list := in.Arrivals[s.from:s.to], instantsOf(in.SpikeTrain)[s.from:s.to]
	for n := range arrivals {
		synapse := arrivals[n].Synapse
		dst[synapse] += float64(scale * byTime(float64(weights[synapse]), &list[n], syn, mem))
	}
}

// eachByTime hands over ∂L/∂t of a share's arrivals, with their positions in the spike train
// and their synapses.
func (k kernel[W]) eachByTime(weights []W, in *model.Input, s share, do func(n int, synapse int32, derivative float64)) {
	list := instantsOf(in.SpikeTrain)
	syn, mem := s.syn/k.TauSyn, s.mem/k.TauMem
	for n := s.from; n < s.to; n++ {
		position := arrivalOf(in, n)
		_, synapse := in.At(n)
		do(position, synapse, byTime(float64(weights[synapse]), &list[position], syn, mem))
	}
}

// byTime is ∂L/∂t of an arrival, given its share over the time constants.
func byTime(weight float64, at *instant, syn, mem float64) float64 {
	return weight * (float64(syn*at.growSyn) + float64(mem*at.growMem))
}
