package protocol

import (
	"sfdfa-actors/internal/traffic"
	"sfdfa-actors/messages"
)

// CoordinatorMachine admits samples, closes batches and gathers the results of
// an assignment.
type CoordinatorMachine struct {
	plan       *Plan
	assignment *messages.Assignment
	halted     bool
	admitted   int // samples of the assignment let into the network
	decoded    int // of those, samples whose outcome is known
	learned    int // cores that have learned from the batch under way
	learning   bool
	envelopes  uint64
	tally      traffic.Tally
	tallies    int
}

// NewCoordinator returns the coordinator of a network.
func NewCoordinator(plan *Plan) *CoordinatorMachine { return &CoordinatorMachine{plan: plan} }

// Step implements Machine.
func (m *CoordinatorMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Assignment:
		m.assignment, m.halted = message, false
		m.admitted, m.decoded = 0, 0
		m.advance(out)
	case *messages.Halt:
		m.halted = true
	case *messages.Outcomes:
		m.decoded += len(message.Outcomes)
		out.Send(Address{Role: Client}, message)
		m.advance(out)
	case *messages.Learned:
		if m.learned++; m.learned == len(m.plan.Network.Cores) {
			m.learned, m.learning = 0, false
			m.advance(out)
		}
	case *Tally:
		m.takeTally(message, out)
	default:
		return unexpected(Address{Role: Coordinator}, message)
	}
	return nil
}

// advance admits what may be admitted, and asks for the tallies when nothing
// is left to do.
func (m *CoordinatorMachine) advance(out Outbox) {
	for m.mayAdmit() {
		m.admitBatch(out)
	}
	idle := m.decoded == m.admitted && !m.learning
	if idle && (m.halted || m.admitted == len(m.assignment.Indices)) {
		for _, address := range m.counting() {
			out.Send(address, &TallyRequest{})
		}
	}
}

// mayAdmit tells whether the next batch may enter: when learning, after the one
// before it is closed; else as long as there is room in flight.
func (m *CoordinatorMachine) mayAdmit() bool {
	left := len(m.assignment.Indices) - m.admitted
	if left == 0 || m.halted {
		return false
	}
	inFlight := m.admitted - m.decoded
	if m.assignment.Learn {
		return inFlight == 0 && !m.learning
	}
	return inFlight == 0 || inFlight+min(m.assignment.Batch, left) <= m.assignment.InFlight
}

func (m *CoordinatorMachine) admitBatch(out Outbox) {
	a := m.assignment
	batch := messages.Batch{
		First: a.First + uint64(m.admitted),
		Size:  min(a.Batch, len(a.Indices)-m.admitted),
		Learn: a.Learn,
		Rates: a.Rates,
	}
	m.learning = a.Learn
	for end := m.admitted + batch.Size; m.admitted < end; {
		count := min(a.Coalesce, end-m.admitted)
		admission := &messages.Admission{
			Envelope: &messages.Envelope{
				Number: m.envelopes,
				First:  a.First + uint64(m.admitted),
				Count:  count,
				Batch:  batch,
			},
			Part:    a.Part,
			Indices: a.Indices[m.admitted : m.admitted+count],
			Labels:  a.Labels[m.admitted : m.admitted+count],
		}
		m.envelopes++
		m.admitted += count
		out.Send(Address{Role: Readout}, admission)
		out.Send(Address{Role: Input}, admission)
	}
}

// counting are the actors that count traffic.
func (m *CoordinatorMachine) counting() []Address {
	return append(coreAddresses(m.plan.Network.Cores), Address{Role: Input})
}

func (m *CoordinatorMachine) takeTally(part *Tally, out Outbox) {
	m.tally.Add(part.Tally)
	if m.tallies++; m.tallies < len(m.counting()) {
		return
	}
	finished := &messages.Finished{Presented: m.decoded, Tally: m.tally}
	finished.Tally.Samples = int64(m.decoded)
	// Output spikes cross to the readout once each.
	finished.Tally.SpikePackets += finished.Tally.OutputSpikes
	m.tally, m.tallies = traffic.Tally{}, 0
	out.Send(Address{Role: Client}, finished)
}
