package actors

import (
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// ReadoutMachine compares the spike counts of the output neurons with the
// targets and broadcasts the errors.
type ReadoutMachine struct {
	plan       *Plan
	senders    senders
	cores      []Address
	decoder    *learning.Decoder
	arriving   envelopeCollectors
	admissions map[uint64]*messages.Admission
	broadcasts []messages.ErrorBroadcast // of the batch under way, by sample
	decoded    int                       // of its samples
}

// NewReadout returns the readout of a network.
func NewReadout(plan *Plan) *ReadoutMachine {
	output := plan.Network.Topology.Output()
	return &ReadoutMachine{
		plan:       plan,
		senders:    plan.senders(output+1, func(from int) bool { return from == output }),
		cores:      coreAddresses(plan.Network.Cores),
		decoder:    learning.NewDecoder(&plan.Network.Learning, plan.Network.Outputs()),
		arriving:   newEnvelopeCollectors(),
		admissions: map[uint64]*messages.Admission{},
	}
}

// Step implements Machine.
func (m *ReadoutMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Admission:
		m.admissions[message.Envelope.Number] = message
		m.decodeComplete(m.arriving.collectorOf(message.Envelope), out)
	case *messages.Packets:
		c := m.arriving.collectorOf(message.Envelope)
		c.addPackets(message, &m.senders)
		m.decodeComplete(c, out)
	case *messages.Single:
		c := m.arriving.collectorOf(message.Envelope)
		c.addSingle(message, &m.senders)
		m.decodeComplete(c, out)
	default:
		return unexpected(Address{Role: Readout}, message)
	}
	return nil
}

// decodeComplete reports the outcomes of an envelope once its labels and all its output
// spikes are here, and broadcasts the errors of a batch with its last envelope.
func (m *ReadoutMachine) decodeComplete(c *envelopeCollector, out Outbox) {
	admission := m.admissions[c.envelope.Number]
	if admission == nil || !c.isComplete(m.senders.count()) {
		return
	}
	c.order(m.plan.sort)
	envelope := c.envelope
	outcomes := &messages.Outcomes{Envelope: envelope, Outcomes: make([]messages.Outcome, envelope.Count)}
	broadcasts := m.broadcastsOf(envelope)
	for s, spikes := range c.samples {
		outcomes.Outcomes[s], broadcasts[s] = m.decoder.Decode(spikes, admission.Labels[s])
		outcomes.Outcomes[s].Index = admission.Indices[s]
		broadcasts[s].Sample = envelope.First + uint64(s)
	}
	m.arriving.release(c)
	delete(m.admissions, envelope.Number)
	if m.decoded == envelope.Batch.Size {
		out.SendAll(m.cores, &messages.ErrorBroadcasts{Batch: envelope.Batch, Broadcasts: m.broadcasts})
		m.broadcasts, m.decoded = nil, 0
	}
	out.Send(Address{Role: Coordinator}, outcomes)
}

// broadcastsOf is the place of an envelope's error broadcasts among those of its batch.
// Those of a batch that is not learned from go nowhere.
func (m *ReadoutMachine) broadcastsOf(envelope *messages.Envelope) []messages.ErrorBroadcast {
	batch := &envelope.Batch
	if !batch.Learn {
		return make([]messages.ErrorBroadcast, envelope.Count)
	}
	if m.broadcasts == nil {
		m.broadcasts = make([]messages.ErrorBroadcast, batch.Size)
	}
	m.decoded += envelope.Count
	return m.broadcasts[envelope.First-batch.First:][:envelope.Count]
}
