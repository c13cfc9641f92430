package eventlif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
)

// State is model.State: Mem and Syn are the sums of the package's equations.
type State = model.State

// Start is the state at the start of a sample of a neuron with a drive, which is nil for none.
func (m *Model) Start(drive *Drive) State {
	s := State{Driven: math.Inf(1)}
	at := m.instantIn(0, 0)
	m.restart(&s, &at)
	if drive != nil {
		drive.Start(&s)
	}
	return s
}

// Next returns a time in seconds before which the neuron does nothing by itself: it does not
// fire if nothing more arrives, its refractoriness goes on, its drive has no arrival. It is
// +Inf if none of that will come. A spike may come later, or not at all. It costs nothing.
func (m *Model) Next(s *State) float64 { return min(s.Next, s.Driven) }

// enter moves the state to the epoch of its next event, at t.
func (m *Model) enter(s *State, t float64) {
	if t < m.startOf(s.Epoch+1) {
		return
	}
	epoch := m.epochOf(t)
	passed := m.startOf(epoch) - m.startOf(s.Epoch)
	slow, fast := decay(passed/m.TauMem), decay(passed/m.TauSyn)
	s.Mem *= slow
	s.Syn *= fast
	s.DriveMem *= slow
	s.DriveSyn *= fast
	s.Epoch = epoch
}

// settle carries out what the neuron does by itself up to and including the horizon: it fires,
// and its refractoriness ends.
func (m *Model) settle(s *State, horizon float64, dst []model.OwnSpike) []model.OwnSpike {
	for s.Next <= horizon && s.Fired < m.SpikeCap {
		if s.Release > 0 {
			m.release(s, dst)
			continue
		}
		at := m.instantIn(s.Epoch, s.Last)
		time, fires := m.crossing(s.Last, float64((s.Mem+s.DriveMem)*at.decayMem()), current(s, &at), horizon)
		if !fires {
			s.Next = time
			break
		}
		dst = m.fire(s, time, dst)
	}
	return dst
}

// fire applies an own spike and appends it to dst.
func (m *Model) fire(s *State, time float64, dst []model.OwnSpike) []model.OwnSpike {
	m.enter(s, time)
	at := m.instantIn(s.Epoch, time)
	synaptic := current(s, &at)
	s.Last = time
	s.Fired++
	switch {
	case s.Fired == m.SpikeCap:
		s.Next, s.Driven, s.Release = math.Inf(1), math.Inf(1), math.Inf(1)
	case m.Refractory > 0:
		s.Mem, s.Release = 0, time+m.Refractory
		s.Next = s.Release
	default:
		m.restart(s, &at)
	}
	return append(dst, model.OwnSpike{Time: time, Y: synaptic + m.Current, Current: synaptic + m.Current, Applied: s.Applied})
}

// release ends the refractoriness, and leaves the current at that time with the own spike
// that it followed, if that is at hand.
func (m *Model) release(s *State, dst []model.OwnSpike) {
	m.enter(s, s.Release)
	at := m.instantIn(s.Epoch, s.Release)
	s.Last, s.Release = s.Release, 0
	m.restart(s, &at)
	if len(dst) > 0 {
		dst[len(dst)-1].Y = current(s, &at) + m.Current
	}
}

// restart lets the potential start from 0.
func (m *Model) restart(s *State, at *instant) {
	s.Mem = float64((current(s, at)-m.Current/m.gain)*at.growMem) - s.DriveMem
	m.expect(s, at)
}

// current is I at an instant of the state's epoch, without the constant current.
func current(s *State, at *instant) float64 { return float64((s.Syn + s.DriveSyn) * at.decaySyn()) }

// expect sets Next after an event at an instant.
func (m *Model) expect(s *State, at *instant) {
	s.Next = m.earliest(s.Mem+s.DriveMem, s.Syn+s.DriveSyn, at)
}
