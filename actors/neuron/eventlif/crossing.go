package eventlif

import "math"

// The potential is concave as long as it rises, since v' > 0 and I > 0 there and
//
//	v'' = −( I/τs + v' )/τm.
//
// So a tangent lies above it and meets the threshold no later than the potential does, and
// Newton's method from the left approaches the spike's time without passing it: every
// step is a time before which there is no spike.

// earliest is the first of those steps after an event at the given instant: a time before
// which the neuron does not fire by itself, or +Inf if it never does.
//
// At a spike I > c and v = c, so that Mem·e^{−(t−E)/τm} = I + c/k > c·τm/τs. It only falls:
// quiet is that bound, less what rounding may make of it.
func (m *Model) earliest(mem, syn float64, at *instant) float64 {
	if mem < m.quiet*at.growMem {
		return math.Inf(1)
	}
	current := float64(syn * at.decaySyn)
	return at.time + m.step(0, current, m.potential(mem*at.decayMem, current))
}

// potential is v, given the slower part of it and the current. The conversions forbid fused operations.
func (m *Model) potential(slow, current float64) float64 {
	return float64(m.gain * (float64(slow) - current))
}

// step is where the tangent at s reaches the threshold, given the current and the potential
// there: s itself if v has reached c, +Inf if v will never rise to it.
func (m *Model) step(s, current, v float64) float64 {
	switch {
	case !(current > v && (current > m.C || v >= m.C)):
		return math.Inf(1)
	case v >= m.C:
		return s
	}
	return s + float64(m.TauMem*(m.C-v))/(current-v)
}

// crossing finds when the neuron fires by itself, given Mem·e^{−(t−E)/τm} and the current
// at t, its last event. The time is a function of these alone. If it lies behind the horizon, or there is none,
// fires is false and the time one before which there is no spike.
func (m *Model) crossing(t, slow, current, horizon float64) (time float64, fires bool) {
	s := m.step(0, current, m.potential(slow, current))
	if t+s > horizon {
		return t + s, false
	}
	if m.twice {
		s = max(s, m.root(slow, current))
		return t + s, t+s <= horizon
	}
	for {
		decayed := float64(current * decay(s/m.TauSyn))
		next := m.step(s, decayed, m.potential(slow*decay(s/m.TauMem), decayed))
		if t+next > horizon {
			return t + next, false
		}
		if next == s {
			return t + s, true
		}
		s = next
	}
}

// root is the time s of the crossing for τm = 2 τs, where v = slow·y − current·y² with
// y = e^{−s/τm}, and +Inf if there is none.
func (m *Model) root(slow, current float64) float64 {
	discriminant := float64(slow*slow) - float64(4*current*m.C)
	if !(discriminant > 0) {
		return math.Inf(1)
	}
	return -m.TauMem * math.Log((slow+math.Sqrt(discriminant))/(2*current))
}
