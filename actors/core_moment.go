package actors

import (
	"fmt"
	"slices"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/messages"
)

// requestMoment asks the neurons for their part of the moment, which the core knows where it keeps their states.
func (m *CoreMachine) requestMoment(out Outbox) error {
	m.moment, m.missing = &messages.Moment{Neurons: make([][]byte, m.core.Count)}, m.core.Count
	if !m.distributor.Accumulates() {
		for i := range m.core.Count {
			out.Send(m.neuronAddress(i), &messages.MomentRequest{})
		}
		return nil
	}
	for i := range m.core.Count {
		state, err := neuron.EncodeMoment(&m.distributor.States()[i], nil)
		if err != nil {
			return err
		}
		m.collectMoment(&messages.NeuronMoment{Neuron: i, State: state}, out)
	}
	return nil
}

func (m *CoreMachine) collectMoment(answer *messages.NeuronMoment, out Outbox) {
	m.moment.Neurons[answer.Neuron] = answer.State
	if m.missing--; m.missing > 0 {
		return
	}
	if p := m.passes[endless]; p != nil {
		m.moment.Window, m.moment.Next, m.moment.Waiting = p.window, slices.Clone(p.next), slices.Clone(*p.line.Late(0))
	}
	out.Send(Address{Role: Client}, m.moment)
	m.moment = nil
}

// goOn takes over a moment: the next segment starts where it was.
func (m *CoreMachine) goOn(from *messages.Moment, out Outbox) error {
	if m.stage == nil || len(from.Neurons) != m.core.Count || len(from.Next) != m.core.Count || from.Window < 1 {
		return fmt.Errorf("actors: %s can't go on from a moment of %d neurons before window %d, it has %d neurons", m.address(), len(from.Neurons), from.Window, m.core.Count)
	}
	p := m.passOf(&messages.Envelope{Count: 1, Segment: &messages.Segment{}})
	p.window, p.end = from.Window, from.Window
	copy(p.next, from.Next)
	late := p.line.Late(0)
	*late = append(*late, from.Waiting...)
	for kind := range p.closed { // all is here that was fired in the window before
		p.closed[kind] = windowCounts{first: from.Window - 1, counts: []int32{int32(m.turns.waits[kind])}}
	}
	if m.distributor.Accumulates() {
		return m.setStates(from.Neurons)
	}
	for i, state := range from.Neurons {
		out.Send(m.neuronAddress(i), &messages.NeuronMoment{Neuron: i, State: state})
	}
	return nil
}

// setStates replaces the states that the core keeps for its neurons.
func (m *CoreMachine) setStates(neurons [][]byte) (err error) {
	states := m.distributor.States()
	for i, state := range neurons {
		if states[i], _, err = neuron.DecodeMoment(state); err != nil {
			return fmt.Errorf("actors: %s can't go on from the moment of neuron %d: %w", m.address(), i, err)
		}
	}
	m.distributor.Replaced()
	return nil
}
