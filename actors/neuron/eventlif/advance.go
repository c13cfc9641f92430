package eventlif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/learning"
)

// Advance takes a neuron through a window of a sample, which ends at the time until, in
// seconds. It applies the input's arrivals, which all come before that and not before the
// end of the last window, and those of the drive, which is nil for none. It appends the spikes
// fired before until to dst. The last window ends beyond End and has the spikes up to End.
// weights[j] is the weight of synapse j; weights and drive are the same in all windows of a
// sample. The bits of spikes and state don't depend on how the sample is cut.
//
// Whoever wants to learn from the own spikes hands the sample's list of them from window to
// window as dst: the end of a refractory time may come in a later window than the spike, and
// is written into the last of the list. Otherwise dst may be empty. It never holds the spikes of
// another sample.
func Advance[W learning.Float](m *Model, s *State, weights []W, in *model.Input, drive *Drive, until float64, dst []model.OwnSpike) []model.OwnSpike {
	end := min(until, math.Nextafter(m.Duration, math.Inf(1)))
	horizon := math.Nextafter(end, math.Inf(-1)) // what happens, happens at this time or before
	list, count, careful := instantsOf(in.SpikeTrain), in.Len(), 0.0
	for n := 0; ; {
		arrival := math.Inf(1)
		if n < count {
			arrival = list[arrivalOf(in, n)].time
		}
		event := min(arrival, s.Driven)
		if event > horizon {
			return m.settle(s, horizon, dst)
		}
		if drive != nil && event >= careful {
			var isCalm bool
			if n, careful, isCalm = calm(m, s, weights, in, drive, n, end); isCalm {
				continue
			}
		}
		if dst = m.settle(s, event, dst); s.Fired == m.SpikeCap {
			return dst
		}
		m.enter(s, event)
		if s.Driven <= arrival {
			m.drive(s, drive)
			continue
		}
		applied := apply(m, s, weights, in, n)
		s.Applied += applied - n
		n = applied
	}
}

// arrivalOf is the position in the spike train of the n-th arrival that reaches the neuron.
func arrivalOf(in *model.Input, n int) int {
	if in.IsPart() {
		return int(in.Events()[n].Arrival)
	}
	return n
}

// apply sums the arrivals from the n-th on, of which there is at least one, and returns the
// position of the first that has to wait: before it the neuron may do something by itself, an
// epoch starts, or the drive has an arrival. Simultaneous arrivals are summed together.
func apply[W learning.Float](m *Model, s *State, weights []W, in *model.Input, n int) int {
	list, arrivals := instantsOf(in.SpikeTrain), in.Arrivals
	var events []model.SynapticEvent
	count := len(arrivals)
	if in.IsPart() {
		events = in.Events()
		count = len(events)
	}
	border, mem, syn := min(m.startOf(s.Epoch+1), s.Driven), s.Mem, s.Syn
	if s.Release > 0 {
		border, mem = min(border, s.Release), math.NaN() // no bound holds for it, whatever arrives
	}
	driveMem, driveSyn := s.DriveMem, s.DriveSyn
	at := &list[arrivalOf(in, n)]
	for n < count {
		position, synapse := n, int32(0)
		if events != nil {
			position, synapse = int(events[n].Arrival), events[n].Synapse
		} else {
			synapse = arrivals[n].Synapse
		}
		this := &list[position]
		if this.time >= border {
			break
		}
		at = this
		weight := float64(weights[synapse])
		mem += float64(weight * at.growMem) // conversions of products forbid fused operations
		syn += float64(weight * at.growSyn)
		n++
		if n < count && mem+driveMem >= m.quiet*at.growMem &&
			m.mayFire(mem+driveMem, syn+driveSyn, at, list[arrivalOf(in, n)].time) {
			break
		}
	}
	s.Syn, s.Last = syn, at.time
	if s.Release == 0 {
		s.Mem = mem
		m.expect(s, at)
	}
	return n
}

// mayFire reports whether the first step of crossing may not pass the next arrival, of which
// simultaneous ones are no business. It saves the tangent's division: with the slack rounding
// can't make the step come out shorter.
func (m *Model) mayFire(mem, syn float64, at *instant, next float64) bool {
	current := float64(syn * at.decaySyn())
	w := m.potential(mem*at.decayMem(), current)
	if current < 0 {
		return at.time+m.step(0, current, w) <= next && next > at.time
	}
	return (m.level-w)*m.TauMem <= (next-at.time+m.slack)*(current-w) && next > at.time
}
