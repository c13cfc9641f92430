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
// e^{(t−E)/τm} and decayMem its inverse, and so for τs.
type instant struct {
	time                                 float64
	growMem, growSyn, decayMem, decaySyn float64
}

// instantIn is the only source of instants, so the same time has the same bits everywhere. The
// time lies in the epoch.
func (m *Model) instantIn(epoch int64, t float64) instant {
	mem, syn := m.growth(epoch, t)
	return instant{t, mem, syn, 1 / mem, 1 / syn}
}

// growth is growMem and growSyn of a time.
func (m *Model) growth(epoch int64, t float64) (mem, syn float64) {
	since := t - m.startOf(epoch)
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
	at := instant{time: math.NaN()}
	for n := range v.Arrivals {
		if t := v.Arrivals[n].Q; t != at.time {
			at = m.instantIn(m.epochOf(t), t)
		}
		kept.list[n] = at
	}
}
