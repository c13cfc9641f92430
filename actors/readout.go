package actors

import (
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// ReadoutMachine compares the spike counts of the output neurons with the
// targets and broadcasts the error.
type ReadoutMachine struct {
	plan       *Plan
	sources    int
	source     int // the first of them
	cores      []Address
	decoder    *learning.Decoder
	arriving   collectors
	admissions map[uint64]*messages.Admission
}

// NewReadout returns the readout of a network.
func NewReadout(plan *Plan) *ReadoutMachine {
	return &ReadoutMachine{
		plan:       plan,
		sources:    plan.sources(plan.Network.Topology.Output() + 1),
		source:     plan.firstSource(plan.Network.Topology.Output() + 1),
		cores:      coreAddresses(plan.Network.Cores),
		decoder:    learning.NewDecoder(&plan.Network.Learning, plan.Network.Outputs()),
		arriving:   newCollectors(),
		admissions: map[uint64]*messages.Admission{},
	}
}

// Step implements Machine.
func (m *ReadoutMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Admission:
		m.admissions[message.Envelope.Number] = message
		m.decodeComplete(m.arriving.of(message.Envelope), out)
	case *messages.Packets:
		g := m.arriving.of(message.Envelope)
		g.take(message, m.source, m.sources)
		m.decodeComplete(g, out)
	case *messages.Single:
		g := m.arriving.of(message.Envelope)
		g.single(message)
		m.decodeComplete(g, out)
	default:
		return unexpected(Address{Role: Readout}, message)
	}
	return nil
}

// decodeComplete broadcasts and reports once the labels and all output spikes
// of an envelope are here.
func (m *ReadoutMachine) decodeComplete(g *collector, out Outbox) {
	admission := m.admissions[g.envelope.Number]
	if admission == nil || !g.complete(m.sources) {
		return
	}
	envelope := g.envelope
	g.order(m.plan.sort)
	outcomes := &messages.Outcomes{Envelope: envelope, Outcomes: make([]messages.Outcome, envelope.Count)}
	lesson := &messages.ErrorBroadcasts{Envelope: envelope, Broadcasts: make([]messages.ErrorBroadcast, envelope.Count)}
	for s, spikes := range g.samples {
		outcomes.Outcomes[s], lesson.Broadcasts[s] = m.decoder.Decode(spikes, admission.Labels[s])
		outcomes.Outcomes[s].Index = admission.Indices[s]
		lesson.Broadcasts[s].Sample = envelope.First + uint64(s)
	}
	m.arriving.done(g)
	delete(m.admissions, envelope.Number)
	if envelope.Batch.Learn {
		out.SendAll(m.cores, lesson)
	}
	out.Send(Address{Role: Coordinator}, outcomes)
}
