package eventlif

import (
	"math"
	"slices"

	"sfdfa-actors/actors/neuron/model"
)

// timeConstantsInEpoch is the length of an epoch in the shorter time constant: e^64 leaves
// room for sums over any number of synapses, and few events begin an epoch.
const timeConstantsInEpoch = 64

// instant is a time with what the sums need of it. With E the start of its epoch, growMem is
// e^{(t−E)/τm}, and so for τs.
type instant struct{ time, growMem, growSyn float64 }

// decayMem is e^{−(t−E)/τm}, and decaySyn so for τs. Most arrivals need neither.
func (at *instant) decayMem() float64 { return 1 / at.growMem }
func (at *instant) decaySyn() float64 { return 1 / at.growSyn }

// instantIn is the only source of instants, so the same time has the same bits everywhere. The
// time lies in the epoch.
func (m *Model) instantIn(epoch int64, t float64) instant { return m.instantAfter(m.startOf(epoch), t) }

// instantAfter is instantIn for the epoch that starts at a time.
func (m *Model) instantAfter(start, t float64) instant {
	mem, syn := m.grown(t - start)
	return instant{t, mem, syn}
}

// growth is growMem and growSyn of a time.
func (m *Model) growth(epoch int64, t float64) (mem, syn float64) {
	return m.grown(t - m.startOf(epoch))
}

// grown is growMem and growSyn so long after the start of an epoch.
func (m *Model) grown(since float64) (mem, syn float64) {
	mem = exponential(float64(since * m.perMem))
	if m.twice {
		return mem, mem * mem
	}
	return mem, exponential(float64(since * m.perSyn))
}

// startOf is the time at which an epoch starts.
func (m *Model) startOf(epoch int64) float64 { return float64(float64(epoch) * m.epoch) }

// epochOf is the epoch that a time t ≥ 0 lies in: it starts at t or before, and the next one
// after t.
func (m *Model) epochOf(t float64) int64 {
	n := int64(t / m.epoch)
	if m.startOf(n) > t {
		return n - 1
	}
	if m.startOf(n+1) <= t {
		return n + 1
	}
	return n
}

// instants are those of a spike train's arrivals.
type instants struct{ list []instant }

// instantsOf returns the instants of a spike train's arrivals.
func instantsOf(v *model.SpikeTrain) []instant {
	list := v.Prepared.(*instants).list
	return list[:len(v.Arrivals):len(list)]
}

// Prepare implements model.Model. An arrival's Q stays its time; what the sums need of it is
// worked out once for all neurons that share the spike train.
func (m *Model) Prepare(v *model.SpikeTrain, _ bool) {
	kept, _ := v.Prepared.(*instants)
	if kept == nil {
		kept = &instants{}
		v.Prepared = kept
	}
	kept.list = slices.Grow(kept.list[:0], len(v.Arrivals))[:len(v.Arrivals)]
	start, end := math.Inf(1), math.Inf(1) // of the epoch
	at := instant{time: math.NaN()}
	for n := range v.Arrivals {
		if t := v.Arrivals[n].Q; t != at.time {
			if t < start || t >= end {
				epoch := m.epochOf(t)
				start, end = m.startOf(epoch), m.startOf(epoch+1)
			}
			at = m.instantAfter(start, t)
		}
		kept.list[n] = at
	}
}
