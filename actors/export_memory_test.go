package actors

import "sfdfa-actors/actors/routing"

// Kept counts collectors: those under way, and those kept for later.
type Kept struct{ Open, Free int }

func (cs *envelopeCollectors) kept() Kept { return Kept{len(cs.open), len(cs.free)} }

// Inputs are the inputs that the core's neurons may still look at, or will.
func (m *CoreMachine) Inputs() (open []*routing.Inputs) {
	for i := range m.batches {
		b := &m.batches[i]
		open = append(open, b.inputs...)
		if b.ahead != nil {
			open = append(open, b.ahead.inputs)
		}
	}
	for _, p := range m.presentations.underWay {
		if !p.delivery.Batch.Learn && !p.done {
			open = append(open, p.inputs)
		}
	}
	return open
}

// Collectors counts the core's collectors of what arrives, and its presentations.
func (m *CoreMachine) Collectors() [2]Kept {
	return [2]Kept{m.arriving.kept(), {len(m.presentations.underWay), len(m.presentations.free)}}
}

// Collectors counts the readout's collectors, and the admissions that it holds.
func (m *ReadoutMachine) Collectors() (arriving Kept, admissions int) {
	return m.arriving.kept(), len(m.admissions)
}

// Answers counts the neuron's answers: those given and not known to be read, and those
// to use again.
func (m *NeuronMachine) Answers() (count int) {
	for _, list := range []*answer{m.answers.oldest, m.answers.free} {
		for ; list != nil; list = list.next {
			count++
		}
	}
	return count
}

// Open counts what the neuron waits for or has not learned from.
func (m *NeuronMachine) Open() int {
	open := int(m.phase) + len(m.early)
	if m.singles != nil {
		open += len(m.singles.open)
	}
	return open
}
