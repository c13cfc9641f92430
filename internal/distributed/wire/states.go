package wire

import "sfdfa-actors/messages"

func writeStateRequest(w *writer, m *messages.StateRequest) {
	w.int(m.First)
	w.int(m.Count)
	w.bool(m.DigestOnly)
}

func readStateRequest(r *reader, m *messages.StateRequest) {
	m.First, m.Count, m.DigestOnly = r.int(maxNumber), r.int(maxNumber), r.bool()
}

func writeState(w *writer, s *messages.State) {
	for _, values := range [][]float64{s.Weights, s.Feedback, s.First, s.Second, s.Averages, s.MeanRate, s.Silence, s.Delays, s.DelayFirst, s.DelaySecond} {
		w.floats(values)
	}
	w.int(s.Steps)
}

func readState(r *reader) (s messages.State) {
	for _, values := range []*[]float64{&s.Weights, &s.Feedback, &s.First, &s.Second, &s.Averages, &s.MeanRate, &s.Silence, &s.Delays, &s.DelayFirst, &s.DelaySecond} {
		*values = r.floats()
	}
	s.Steps = r.int(1<<63 - 1)
	return s
}

// minStateBytes is the least that a state takes: nine empty lists and a number.
const minStateBytes = 10

func writeCoreStates(w *writer, m *messages.CoreStates) {
	w.int(len(m.States))
	for i := range m.States {
		s := &m.States[i]
		w.int(s.Neuron)
		writeState(w, &s.State)
		w.data = append(w.data, s.Digest[:]...)
	}
}

func readCoreStates(r *reader, m *messages.CoreStates) {
	m.States = make([]messages.NeuronState, r.count(1+minStateBytes+len(messages.Digest{})))
	for i := range m.States {
		s := &m.States[i]
		s.Neuron, s.State = r.int(maxNumber), readState(r)
		copy(s.Digest[:], r.bytes(len(s.Digest)))
	}
}

func writeStateAssignment(w *writer, m *messages.StateAssignment) {
	w.int(m.First)
	w.int(len(m.States))
	for i := range m.States {
		writeState(w, &m.States[i])
	}
}

func readStateAssignment(r *reader, m *messages.StateAssignment) {
	m.First = r.int(maxNumber)
	m.States = make([]messages.State, r.count(minStateBytes))
	for i := range m.States {
		m.States[i] = readState(r)
	}
}
