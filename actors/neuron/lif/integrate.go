package lif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// Integrate runs one neuron through one sample: it sums the arrivals in order
// and appends the spikes fired to dst. weights[s] is the weight of synapse s;
// every arrival's synapse must be inside it.
//
//	v(t) = b·y − a·y²,   y = e^{−t/τ}                       (Eq. 4)
//	T    = τ·ln( 2a / (b + √(b² − 4ac)) )                   (Eq. 3)
func Integrate[W learning.Float](m *Model, weights []W, in *model.Input, dst []model.OwnSpike) []model.OwnSpike {
	if in.IsPart() {
		return integratePart(m, weights, in, dst)
	}
	arrivals := in.Arrivals
	gaps := gapsOf(in.SpikeTrain)
	limit := len(dst) + m.SpikeCap
	c := m.C
	var a, b float64
	// Conversions of products forbid fused operations, which round otherwise.
	for n := range arrivals {
		arrival, gap := &arrivals[n], &gaps[n]
		current := float64(weights[arrival.Synapse]) * arrival.Q
		a += float64(current * arrival.Q)
		b += current
		if mayFire(a, b, c, gap.nextY, gap.reach) && m.fires(a, b, arrival.Q, gap.nextY) {
			b, dst = m.fire(a, b, gap.nextY, n+1, limit, dst)
			if len(dst) == limit {
				return dst
			}
		}
	}
	return dst
}

// integratePart is Integrate for a neuron that only some of the arrivals reach. Which
// arrival comes next differs from neuron to neuron, and nextY with it.
func integratePart[W learning.Float](m *Model, weights []W, in *model.Input, dst []model.OwnSpike) []model.OwnSpike {
	events, arrivals, gaps := in.Events(), in.Arrivals, gapsOf(in.SpikeTrain)
	limit := len(dst) + m.SpikeCap
	c, quiet := m.C, m.quietBelow()
	var a, b float64
	for n := range events {
		arrival := &arrivals[events[n].Arrival]
		current := float64(weights[events[n].Synapse]) * arrival.Q
		a += float64(current * arrival.Q)
		b += current
		if b < quiet*arrival.Q {
			continue // whatever comes next
		}
		nextY := m.yEnd
		if n+1 < len(events) {
			next := events[n+1].Arrival
			if arrivals[next].Q == arrival.Q {
				continue // simultaneous
			}
			nextY = gaps[next].y
		}
		if mayFire(a, b, c, nextY, reach(gaps[events[n].Arrival].y, nextY)) && m.fires(a, b, arrival.Q, nextY) {
			b, dst = m.fire(a, b, nextY, n+1, limit, dst)
			if len(dst) == limit {
				return dst
			}
		}
	}
	return dst
}

// quietBelow bounds b·Y, the slower of the potential's two parts, at an arrival at
// y = Y = 1/Q: below it no spike comes before the next arrival, at y = N, whatever N is. A
// spike needs that the current exceeds c, a·Y² > c, and (see fires), with r = N/Y ≤ 1,
//
//	(b − a·N)·N ≥ c,  so that  b·Y ≥ c/r + a·Y²·r > c·(1/r + r) ≥ 2c,
//	or  b² ≥ 4·a·c,   so that  b·Y ≥ 2·√(a·Y²·c) > 2c.
//
// The bound leaves room for what rounding makes of that.
func (m *Model) quietBelow() float64 { return 1.999 * m.C }

// mayFire is a necessary condition for a spike between an arrival, at y = Y, and
// the next one, at y = N. It needs no branch that is hard to predict. Where the
// potential v(y) = b·y − a·y² rises until the next arrival it is largest there;
// where it peaks before, the peak is higher than v(N) by a·(b/2a − N)², which is
// at most a·(Y − N)². So a spike needs
//
//	v(N) + a·(Y − N)²  =  b·N + a·(Y² − 2·Y·N)  ≥  c,
//
// where reach is the expression in brackets. Only fires decides.
func mayFire(a, b, c, nextY, reach float64) bool { return b*nextY+a*reach >= c }

// reach is the expression in brackets, for an arrival at Y = y.
func reach(y, nextY float64) float64 { return y * (y - 2*nextY) }

// fires reports whether v reaches c before the next arrival, given that it is
// below c now, at the arrival of Q = q. It does if the current exceeds c now,
// without which v falls, and v is at least c by then, or has its peak (y = b/2a)
// before and high enough.
func (m *Model) fires(a, b, q, nextY float64) bool {
	if nextY == 0 || a <= m.C*(q*q) {
		return false
	}
	return (b-a*nextY)*nextY >= m.C || (b > 2*a*nextY && b*b > 4*a*m.C)
}

// fire appends the spikes between the last arrival and the time of nextY and
// returns b after their resets. The current exceeds c and the potential does
// not: so the earlier root of v = c is a rising crossing and lies after the
// last arrival.
func (m *Model) fire(a, b, nextY float64, applied, limit int, dst []model.OwnSpike) (float64, []model.OwnSpike) {
	for len(dst) < limit {
		discriminant := b*b - 4*a*m.C
		if !(discriminant > 0) {
			break
		}
		y := (b + math.Sqrt(discriminant)) / (2 * a)
		if y < nextY {
			break
		}
		dst = append(dst, model.OwnSpike{
			Time:    -m.TauMem * math.Log(y),
			Y:       y,
			Current: a * y * y,
			Applied: applied,
		})
		b = a * y // the reset takes c/y from b, which leaves v = 0 exactly
	}
	return b, dst
}
