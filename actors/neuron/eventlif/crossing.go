package eventlif

import "math"

// Everything here counts the potential from u, where it would rest, and calls it w: the
// threshold is level = c − u then. As long as w rises and I ≥ 0 it is concave, since
//
//	τm w'' = −I/τs − w'.
//
// So a tangent lies above it and meets the threshold no later than w does, and Newton's
// method from the left approaches the spike's time without passing it: every step is a
// time before which there is no spike. A negative current can't hold w down for long
// if u ≥ c, and there a parabola takes the tangent's place.

// earliest is the first of those steps after an event at the given instant: a time before
// which the neuron does not fire by itself, or +Inf if it never does.
//
// At a spike I > level and w = level, so that Mem·e^{−(t−E)/τm} = I + level/k > level·τm/τs.
// If that is positive it only falls: quiet is that bound, less what rounding may make of it.
func (m *Model) earliest(mem, syn float64, at *instant) float64 {
	if mem < m.quiet*at.growMem {
		return math.Inf(1)
	}
	current := float64(syn * at.decaySyn())
	return at.time + m.step(0, current, m.potential(mem*at.decayMem(), current))
}

// potential is w, given the slower part of it and the current. The conversions forbid fused
// operations.
func (m *Model) potential(slow, current float64) float64 {
	return float64(m.gain * (float64(slow) - current))
}

// step is a time that lies behind s and not behind the spike, given the current and the
// potential at s: s itself if w has reached the threshold, +Inf if it will never rise to it.
func (m *Model) step(s, current, w float64) float64 {
	lead := max(current, 0)
	switch {
	case !(lead > w && (lead > m.level || w >= m.level)):
		return math.Inf(1)
	case w >= m.level:
		return s
	case current < 0:
		return s + float64(m.TauMem*m.parabola(current, w))
	}
	return s + float64(m.TauMem*(m.level-w))/(current-w)
}

// parabola is how long, in τm, w stays below the threshold at least while the current is
// negative. With y for the time, I ≤ I₀·(1 − y·τm/τs), and 1 − e^{−y} lies between y − y²/2
// and y, so that
//
//	w ≤ w₀·(1 − y) + I₀·y − I₀·y²·(1/2 + τm/τs).
func (m *Model) parabola(current, w float64) float64 {
	missing, slope := m.level-w, current-w
	bend := -current * (0.5 + m.TauMem/m.TauSyn)
	root := math.Sqrt(float64(slope*slope) + float64(4*bend*missing))
	if slope < 0 {
		return (root - slope) / (2 * bend)
	}
	return 2 * missing / (root + slope)
}

// crossing finds when the neuron fires by itself, given Mem·e^{−(t−E)/τm} and the current
// at t, its last event. The time is a function of these alone. If it lies behind the horizon,
// or there is none, fires is false and the time one before which there is no spike.
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

// root is the time s of the crossing for τm = 2 τs, where w = slow·y − current·y² with
// y = e^{−s/τm}, and +Inf if there is none.
func (m *Model) root(slow, current float64) float64 {
	discriminant := float64(slow*slow) - float64(4*current*m.level)
	if !(discriminant > 0) {
		return math.Inf(1)
	}
	if slow < 0 {
		return -m.TauMem * math.Log(2*m.level/(slow-math.Sqrt(discriminant)))
	}
	return -m.TauMem * math.Log((slow+math.Sqrt(discriminant))/(2*current))
}
