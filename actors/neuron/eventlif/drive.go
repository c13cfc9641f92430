package eventlif

import "sfdfa-actors/internal/rng"

// Drive is a source of arrivals of a neuron's own, a Poisson process, as a generator beside the
// neuron on a chip: no message brings them, and no synapse learns from them.
type Drive struct {
	Rate   float64      // arrivals per second, positive
	Weight float64      // what an arrival adds to the current
	Gaps   rng.Sequence // of the neuron and the sample: times between arrivals, in units of their mean
}

// draw moves the drive to its next arrival.
func (s *State) draw(d *Drive) {
	s.Driven += d.Gaps.Exponential(s.Draws) / d.Rate
	s.Draws++
}

// drive applies the drive's next arrival. Its sums are its own, so that they have their bits whatever
// arrives in between.
func (m *Model) drive(s *State, d *Drive) {
	at := m.instantIn(s.Epoch, s.Driven)
	s.DriveMem += float64(d.Weight * at.growMem)
	s.DriveSyn += float64(d.Weight * at.growSyn)
	s.Last = at.time
	if s.Release == 0 {
		m.expect(s, &at)
	}
	s.draw(d)
}
