package eventlif

import "sfdfa-actors/actors/neuron/model"

// Drive is model.Drive.
type Drive = model.Drive

// drive applies the drive's next arrival. Its sums are its own, so that they have their bits
// whatever arrives in between.
func (m *Model) drive(s *State, d *Drive) {
	at := m.instantIn(s.Epoch, s.Driven)
	s.DriveMem += float64(d.Weight * at.growMem)
	s.DriveSyn += float64(d.Weight * at.growSyn)
	s.Last = at.time
	if s.Release == 0 {
		m.expect(s, &at)
	}
	d.Step(s)
}
