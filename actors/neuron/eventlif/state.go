package eventlif

import (
	"math"

	"sfdfa-actors/actors/neuron/model"
)

// State is one neuron in one sample after the events so far, as plain values: a copy
// of it is the neuron at that time.
type State struct {
	Mem, Syn float64 // sums over what has arrived, in the frame of the epoch; Mem is 0 while refractory
	Epoch    int64   // the epoch of the last event
	Last     float64 // time of the last event, s
	Release  float64 // end of refractoriness, s; 0 if the neuron is not refractory
	Next     float64 // no spike and no end of refractoriness comes before, s; +Inf if none comes
	Applied  int     // arrivals applied
	Fired    int     // own spikes
}

// Start is the state at the start of a sample.
func (m *Model) Start() State { return State{Next: math.Inf(1)} }

// Next returns a time in seconds before which the neuron does not fire if nothing more arrives:
// +Inf if it never does, the end of its refractoriness while that lasts. A spike may come later
// than that, or not at all. It costs nothing.
func (m *Model) Next(s *State) float64 { return s.Next }

// enter moves the state to the epoch of an event at t.
func (m *Model) enter(s *State, t float64) {
	epoch := m.epochOf(t)
	if epoch == s.Epoch {
		return
	}
	passed := m.startOf(epoch) - m.startOf(s.Epoch)
	s.Mem *= math.Exp(-passed / m.TauMem)
	s.Syn *= math.Exp(-passed / m.TauSyn)
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
		at := m.instantAt(s.Last)
		time, fires := m.crossing(s.Last, s.Mem*at.decayMem, float64(s.Syn*at.decaySyn), horizon)
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
	at := m.instantAt(time)
	current := s.Syn * at.decaySyn
	s.Last = time
	s.Fired++
	if m.Refractory > 0 {
		s.Mem, s.Release = 0, time+m.Refractory
		s.Next = s.Release
	} else {
		s.Mem = current * at.growMem
		s.Next = m.earliest(s.Mem, s.Syn, &at)
	}
	return append(dst, model.OwnSpike{Time: time, Y: current, Current: current, Applied: s.Applied})
}

// release ends the refractoriness, and leaves the current at that time with the own spike
// that it followed, if that is at hand.
func (m *Model) release(s *State, dst []model.OwnSpike) {
	m.enter(s, s.Release)
	at := m.instantAt(s.Release)
	current := s.Syn * at.decaySyn
	s.Mem = current * at.growMem
	s.Last, s.Release = s.Release, 0
	s.Next = m.earliest(s.Mem, s.Syn, &at)
	if len(dst) > 0 {
		dst[len(dst)-1].Y = current
	}
}
