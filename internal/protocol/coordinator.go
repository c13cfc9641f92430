package protocol

import (
	"fmt"

	"sfdfa-actors/internal/traffic"
	"sfdfa-actors/messages"
)

// Phase is what the coordinator is waiting for; doc.go has the table.
type Phase uint8

const (
	// Idle waits for an assignment.
	Idle Phase = iota
	// Presenting waits for the outcomes of the samples under way.
	Presenting
	// Learning waits for the cores to learn from the batch.
	Learning
	// Counting waits for the tallies at the end of an assignment.
	Counting
)

// Phases lists the phases in the order in which they follow each other.
func Phases() []Phase { return []Phase{Idle, Presenting, Learning, Counting} }

// String returns the phase's name in the table of doc.go.
func (p Phase) String() string {
	return [...]string{Idle: "idle", Presenting: "present", Learning: "learn", Counting: "count"}[p]
}

// CoordinatorMachine admits samples, closes batches and gathers the results of
// an assignment.
type CoordinatorMachine struct {
	plan       *Plan
	phase      Phase
	assignment *messages.Assignment
	halted     bool
	admitted   int // samples of the assignment let into the network
	decoded    int // of those, samples whose outcome is known
	learned    int // cores that have learned from the batch under way
	envelopes  uint64
	tally      traffic.Tally
	tallies    int
}

// NewCoordinator returns the coordinator of a network.
func NewCoordinator(plan *Plan) *CoordinatorMachine { return &CoordinatorMachine{plan: plan} }

// Step implements Machine. A message that has no place in the phase is an error.
func (m *CoordinatorMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Assignment:
		if m.phase != Idle {
			return m.misplaced(message)
		}
		m.assignment, m.halted = message, false
		m.admitted, m.decoded, m.learned = 0, 0, 0
		m.phase = Presenting
		m.advance(out)
	case *messages.Halt:
		m.halted = true
	case *messages.Outcomes:
		if m.phase != Presenting {
			return m.misplaced(message)
		}
		m.decoded += len(message.Outcomes)
		out.Send(Address{Role: Client}, message)
		m.advance(out)
	case *messages.Learned:
		// A core may be done before the last outcome is known.
		if m.phase != Presenting && m.phase != Learning {
			return m.misplaced(message)
		}
		m.learned++
		m.advance(out)
	case *Tally:
		if m.phase != Counting {
			return m.misplaced(message)
		}
		m.takeTally(message, out)
	default:
		return unexpected(Address{Role: Coordinator}, message)
	}
	return nil
}

// misplaced is the error of a message that comes in the wrong phase.
func (m *CoordinatorMachine) misplaced(message any) error {
	return fmt.Errorf("protocol: the coordinator got a %T in the phase %q", message, m.phase)
}

// advance moves on as far as what is known allows: to learning, to the next
// batch, or to counting.
func (m *CoordinatorMachine) advance(out Outbox) {
	if m.decoded == m.admitted && m.admitted > 0 && m.assignment.Learn {
		m.phase = Learning
		if m.learned < len(m.plan.Network.Cores) {
			return
		}
		m.learned, m.phase = 0, Presenting
	}
	for m.mayAdmit() {
		m.admitBatch(out)
	}
	if m.decoded < m.admitted {
		return
	}
	m.phase = Counting
	for _, address := range m.counting() {
		out.Send(address, &TallyRequest{})
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
		return inFlight == 0
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
	m.phase = Idle
	out.Send(Address{Role: Client}, finished)
}
