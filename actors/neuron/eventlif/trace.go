package eventlif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// trace evolves the traces p_j = ∂I/∂w_j and q_j = ∂v/∂w_j forward in time,
//
//	τs dp/dt = −p + τs Σ_z δ(t − t_j^z),   τm dq/dt = −q + p,
//
// leaves E_j −= τm·h·q_j at each own spike in the scratch's eligibility, and multiplies q_j by
// what the spike and the refractory time behind it make of it. During that time p alone goes on.
func (m *Model) trace(g learning.Gradient, in *model.Input, ownSpikes []model.OwnSpike, s *model.Scratch) {
	inverse := g.Inverse()
	now, released, applied := 0.0, 0.0, 0
	move := func(t float64) {
		if now < released {
			held := min(t, released)
			m.decay(s, held-now, true)
			now = held
		}
		m.decay(s, t-now, false)
		now = t
	}
	for k := range ownSpikes {
		spike := &ownSpikes[k]
		for ; applied < spike.Applied; applied++ {
			arrival, synapse := in.At(applied)
			move(arrival.Q)
			s.First[synapse]++
		}
		move(spike.Time)
		h := inverse(spike.Current, m.C)
		recovery := m.recovery(spike, h)
		for j, q := range s.Second {
			s.Eligibility[j] -= float64(m.TauMem * h * q)
			s.Second[j] = recovery * q
		}
		released = spike.Time + m.Refractory
	}
}

// decay lets a time pass for the traces, of which q waits while the neuron is held at v = 0.
func (m *Model) decay(s *model.Scratch, by float64, held bool) {
	slow, fast := math.Exp(-by/m.TauMem), math.Exp(-by/m.TauSyn)
	for j, p := range s.First {
		if !held {
			s.Second[j] = float64(s.Second[j]*slow) + float64(p*m.gain*(slow-fast))
		}
		s.First[j] = p * fast
	}
}
