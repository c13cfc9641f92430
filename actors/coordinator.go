package actors

import (
	"fmt"

	"sfdfa-actors/messages"
)

// CoordinatorMachine admits samples, closes batches and gathers the results of
// an assignment.
type CoordinatorMachine struct {
	plan       *Plan
	phase      CoordinatorPhase
	assignment *messages.Assignment
	halted     bool
	admitted   int            // samples of the assignment let into the network
	decoded    int            // of those, samples whose outcome is known
	batches    uint64         // batches to learn from, admitted since the start
	learned    uint64         // of those, the ones that every core has learned from
	cores      map[uint64]int // cores that have learned from a batch under way
	envelopes  uint64
	tally      messages.Tally
	activity   messages.Activities
	tallies    int
}

// NewCoordinator returns the coordinator of a network.
func NewCoordinator(plan *Plan) *CoordinatorMachine {
	return &CoordinatorMachine{plan: plan, cores: map[uint64]int{}}
}

// Step implements Machine. A message that has no place in the phase is an error.
func (m *CoordinatorMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Assignment:
		if m.phase != Idle {
			return m.misplaced(message)
		}
		m.assignment, m.halted = message, false
		m.admitted, m.decoded = 0, 0
		m.phase = Running
		m.advance(out)
	case *messages.Halt:
		m.halted = true
	case *messages.Outcomes:
		if m.phase != Running {
			return m.misplaced(message)
		}
		m.decoded += len(message.Outcomes)
		out.Send(Address{Role: Client}, message)
		m.advance(out)
	case *messages.Learned:
		if m.phase != Running {
			return m.misplaced(message)
		}
		m.cores[message.Batch]++
		for m.cores[m.learned] == len(m.plan.Network.Cores) {
			delete(m.cores, m.learned)
			m.learned++
		}
		m.advance(out)
	case *messages.TallyReport:
		if m.phase != Counting {
			return m.misplaced(message)
		}
		return m.takeTally(message, out)
	default:
		return unexpected(Address{Role: Coordinator}, message)
	}
	return nil
}

// misplaced is the error of a message that comes in the wrong phase.
func (m *CoordinatorMachine) misplaced(message any) error {
	return fmt.Errorf("actors: the coordinator got a %T in the phase %q", message, m.phase)
}

// advance moves on as far as what is known allows: to the next batch, or to
// counting.
func (m *CoordinatorMachine) advance(out Outbox) {
	for m.mayAdmit() {
		m.admitBatch(out)
	}
	if m.decoded < m.admitted || m.learned < m.batches {
		return
	}
	m.phase = Counting
	m.activity = messages.NewActivities(m.plan.Network.Topology.Sizes)
	for _, address := range m.counting() {
		out.Send(address, &messages.TallyRequest{Envelopes: m.envelopes})
	}
}

// mayAdmit reports whether the next batch may enter.
func (m *CoordinatorMachine) mayAdmit() bool {
	left := len(m.assignment.Indices) - m.admitted
	if left == 0 || m.halted {
		return false
	}
	inFlight, next, most := m.admitted-m.decoded, min(m.assignment.Batch, left), m.assignment.InFlight
	if m.assignment.Learn {
		if m.batches == m.learned+BatchesUnderWay {
			return false
		}
		most = BatchesUnderWay * m.assignment.Batch
	}
	return inFlight == 0 || inFlight+next <= most
}

func (m *CoordinatorMachine) admitBatch(out Outbox) {
	a := m.assignment
	batch := messages.Batch{
		Number: m.batches,
		First:  a.First + uint64(m.admitted),
		Size:   min(a.Batch, len(a.Indices)-m.admitted),
		Learn:  a.Learn,
		Rates:  a.Rates,
	}
	if a.Learn {
		m.batches++
	}
	for end := m.admitted + batch.Size; m.admitted < end; {
		count := min(a.Coalesce, end-m.admitted)
		admission := &messages.Admission{
			Envelope: &messages.Envelope{
				Number:  m.envelopes,
				First:   a.First + uint64(m.admitted),
				Count:   count,
				Batch:   batch,
				Segment: a.Segment,
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

func (m *CoordinatorMachine) takeTally(part *messages.TallyReport, out Outbox) error {
	net, core := m.plan.Network, m.plan.Network.InputCore()
	if part.From != messages.InputCore {
		core = net.Cores[part.From]
	}
	if len(part.Activity) != core.Count {
		return fmt.Errorf("actors: core %d tells how active %d neurons are, it has %d", part.From, len(part.Activity), core.Count)
	}
	copy(m.activity[core.Population][core.First:], part.Activity)
	m.tally.Add(part.Tally)
	if m.tallies++; m.tallies < len(m.counting()) {
		return nil
	}
	finished := &messages.Finished{Presented: m.decoded, Tally: m.tally, Activity: m.activity}
	finished.Tally.Samples = int64(m.decoded)
	// Output spikes cross to the readout once each.
	finished.Tally.SpikePackets += finished.Tally.OutputSpikes
	m.tally, m.activity, m.tallies = messages.Tally{}, nil, 0
	m.phase = Idle
	out.Send(Address{Role: Client}, finished)
	return nil
}
