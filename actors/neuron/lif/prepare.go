package lif

import (
	"math"
	"slices"

	"sfdfa-actors/actors/neuron/model"
)

// gap is what the threshold test between an arrival and the next one needs. It lies
// apart from the arrival, since learning needs the arrivals alone, and neurons that not
// every arrival reaches need few gaps.
type gap struct {
	y float64 // e^{−t/τ} at the arrival
	// nextY is y at the time of the next arrival, or at the end of the sample: before
	// that a spike has to be fired. It is 0 if the next arrival is simultaneous, and so
	// has to be applied before the test.
	nextY float64
	reach float64 // y² − 2·y·nextY, or 0 with nextY: see mayFire
}

// gaps are those behind the arrivals of a spike train that is integrated alone.
type gaps struct{ list []gap }

// gapsOf returns the gaps of a spike train's arrivals. It panics if the spike train was
// prepared to be packed.
func gapsOf(v *model.SpikeTrain) []gap {
	gaps := v.Prepared.(*gaps).list
	return gaps[:len(v.Arrivals):len(gaps)]
}

// Prepare turns each arrival's Q into e^{t/τ}, and measures the gaps unless the spike
// train will be packed.
func (m *Model) Prepare(v *model.SpikeTrain, packed bool) {
	exponentiate(v.Arrivals, m.TauMem)
	kept, _ := v.Prepared.(*gaps)
	switch {
	case packed && kept != nil:
		kept.list = kept.list[:0]
	case !packed && kept == nil:
		v.Prepared = &gaps{m.appendGaps(nil, v.Arrivals)}
	case !packed:
		kept.list = m.appendGaps(kept.list, v.Arrivals)
	}
}

// exponentiate turns the times of arrivals into e^{t/τ}, once for simultaneous ones.
func exponentiate(arrivals []model.Arrival, tau float64) {
	time, q := math.NaN(), 0.0
	for n := range arrivals {
		if arrivals[n].Q != time {
			time = arrivals[n].Q
			q = math.Exp(time / tau)
		}
		arrivals[n].Q = q
	}
}

// appendGaps returns the gap behind each of the arrivals, in the memory of dst if that is
// large enough. Simultaneous arrivals are all applied before the threshold is tested.
func (m *Model) appendGaps(dst []gap, arrivals []model.Arrival) []gap {
	gaps := slices.Grow(dst[:0], len(arrivals))[:len(arrivals)]
	nextQ, nextY := math.NaN(), m.yEnd
	for n := len(arrivals) - 1; n >= 0; n-- {
		q := arrivals[n].Q
		if q == nextQ {
			gaps[n] = gap{y: nextY}
			continue
		}
		y := 1 / q
		gaps[n] = gap{y, nextY, reach(y, nextY)}
		nextQ, nextY = q, y
	}
	return gaps
}
