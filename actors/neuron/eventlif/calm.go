package eventlif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// What calm looks at together: few enough events for a rough bound to hold.
const (
	calmArrivals = 16
	calmTime     = 0.3 // in τm
)

// calm takes a neuron with a drive through its next events before a time, arrivals from the
// n-th on and those of the drive, if it surely does nothing by itself in the meantime, and
// reports whether it has. It returns the next arrival's position, and how far it looked. The
// sums are those of event by event, since arrivals and drive have an order of their own each;
// what is saved is to merge them, and every test in between.
//
// With the current I⁺ that there were if all that excites the neuron came at once,
//
//	w ≤ w₀·e^{−x} + I⁺·(1 − e^{−x}) ≤ w₀ + (I⁺ − w₀)·x,   x the time in τm, if I⁺ > w₀.
func calm[W learning.Float](m *Model, s *State, weights []W, in *model.Input, drive *Drive, n int, end float64) (next int, until float64, calm bool) {
	until = min(end, s.Last+calmTime*m.TauMem, m.startOf(s.Epoch+1))
	if n+calmArrivals < in.Len() {
		until = min(until, instantsOf(in.SpikeTrain)[arrivalOf(in, n+calmArrivals)].time)
	}
	if s.Release > 0 || s.Fired == m.SpikeCap {
		return n, until, false
	}
	at := m.instantIn(s.Epoch, s.Last)
	synaptic, length := current(s, &at), (until-s.Last+m.slack)/m.TauMem
	w := m.potential((s.Mem+s.DriveMem)*at.decayMem(), synaptic)
	staysBelow := func(excitation float64) bool {
		most := max(synaptic, 0) + excitation
		rounding := 1e-9 * (math.Abs(w) + (1+math.Abs(m.gain))*(math.Abs(synaptic)+excitation))
		return w+length*max(most-w, 0)+rounding < m.level
	}
	if !staysBelow(0) {
		return n, until, false
	}
	after := *s
	next, excitation := sum(m, &after, weights, in, n, until)
	excitation += m.sumDrive(&after, drive, until)
	if !staysBelow(excitation) || after.Last == s.Last {
		return n, until, false
	}
	*s = after
	at = m.instantIn(s.Epoch, s.Last)
	m.expect(s, &at)
	return next, until, true
}

// sum applies the arrivals from the n-th on before a time, and returns the position of the next
// one and the sum of the weights that excite.
func sum[W learning.Float](m *Model, s *State, weights []W, in *model.Input, n int, until float64) (next int, excitation float64) {
	list, count, first := instantsOf(in.SpikeTrain), in.Len(), n
	mem, syn := s.Mem, s.Syn
	for ; n < count; n++ {
		at := &list[arrivalOf(in, n)]
		if at.time >= until {
			break
		}
		_, synapse := in.At(n)
		weight := float64(weights[synapse])
		mem += float64(weight * at.growMem)
		syn += float64(weight * at.growSyn)
		excitation += max(weight, 0)
		s.Last = at.time
	}
	s.Mem, s.Syn = mem, syn
	s.Applied += n - first
	return n, excitation
}

// sumDrive does the same with the drive's arrivals.
func (m *Model) sumDrive(s *State, d *Drive, until float64) (excitation float64) {
	for s.Driven < until {
		growMem, growSyn := m.growth(s.Epoch, s.Driven)
		s.DriveMem += float64(d.Weight * growMem)
		s.DriveSyn += float64(d.Weight * growSyn)
		s.Last = max(s.Last, s.Driven)
		excitation += max(d.Weight, 0)
		d.Step(s)
	}
	return excitation
}
