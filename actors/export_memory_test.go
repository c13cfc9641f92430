package actors

import "sfdfa-actors/internal/routing"

// Kept counts collectors: those under way, and those kept for later.
type Kept struct{ Open, Free int }

func (gs *collectors) kept() Kept { return Kept{len(gs.open), len(gs.free)} }

// Inputs are the inputs that the core's neurons may still look at.
func (m *CoreMachine) Inputs() (open []*routing.Inputs) {
	for _, delivery := range m.inputs {
		if delivery == delivery.Sharing[0] {
			open = append(open, delivery.Inputs)
		}
	}
	return open
}

// Gatherings counts the core's collectors of arriving and of fired spikes.
func (m *CoreMachine) Gatherings() [2]Kept { return [2]Kept{m.arriving.kept(), m.fired.kept()} }

// Gatherings counts the readout's collectors, and the admissions that it holds.
func (m *ReadoutMachine) Gatherings() (arriving Kept, admissions int) {
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
	open := int(m.taught) + int(m.here) + len(m.early)
	if m.single != nil {
		open += len(m.single.open)
	}
	return open
}
