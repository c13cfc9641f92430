package actors

import (
	"fmt"

	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
)

// batch is a batch to learn from at a core.
type batch struct {
	phase    BatchPhase
	held     []*envelopeCollector      // arrivals that wait for the batch's turn
	ahead    *presentation             // made of them in advance, once all are here
	inputs   []*routing.Inputs         // that neurons look at until they have learned
	answered int                       // samples to which all neurons have answered
	early    *messages.ErrorBroadcasts // that came before, or nil
	learners neuronSet                 // that get the error broadcasts: they have fired, or can't catch up
	learned  int                       // of them, those that have learned from the batch
}

func (m *CoreMachine) batch(number uint64) *batch { return &m.batches[number%BatchesUnderWay] }

// mayPresent is the rule of the pipeline: it is a batch's turn when the neurons have
// learned from all batches before it, or, where presentsAhead allows, when the error
// broadcasts of the one before are on their way to them.
func (m *CoreMachine) mayPresent(number uint64) bool {
	return number == m.oldest || number == m.oldest+1 && m.presentsAhead() && m.batch(m.oldest).phase == Broadcast
}

// presentsAhead reports whether a batch's spikes follow the error broadcasts of the batch
// before at once, so that a neuron finds both in its mailbox. Where each neuron has
// inputs of its own they would take much memory, and where spikes travel alone they
// would be many messages.
func (m *CoreMachine) presentsAhead() bool {
	return m.stage == nil && m.distributor.Shared() && !m.plan.individual()
}

// follow begins to present the batches whose turn has come, and returns what the neurons
// get of what has arrived.
func (m *CoreMachine) follow() (next []*presentation) {
	for number := m.oldest; number < m.oldest+BatchesUnderWay; number++ {
		b := m.batch(number)
		if b.phase != Held || !m.mayPresent(number) {
			continue
		}
		b.phase = Presented
		if b.ahead != nil {
			next, b.ahead = append(next, b.ahead), nil
		}
		for _, c := range b.held {
			next = append(next, m.distribute(c))
		}
		clear(b.held)
		b.held = b.held[:0]
	}
	return next
}

// deliverComplete hands the arrived spikes of an envelope to the neurons once all are here
// and it is the turn of their batch.
func (m *CoreMachine) deliverComplete(c *envelopeCollector, out Outbox) error {
	if !c.isComplete(m.senders.count()) {
		return nil
	}
	c.order(m.plan.sort)
	of := &c.envelope.Batch
	if !of.Learn || m.batch(of.Number).phase == Presented {
		return m.handOn(out, nil, m.distribute(c))
	}
	b := m.batch(of.Number)
	b.held = append(b.held, c)
	if m.presentsAhead() && countSamples(b.held) == of.Size {
		b.ahead = m.distribute(b.held...) // while the neurons work
		clear(b.held)
		b.held = b.held[:0]
	}
	return nil
}

// answer notes that the neurons have answered to all of an envelope.
func (m *CoreMachine) answer(envelope *messages.Envelope, out Outbox) error {
	m.answered++
	m.report(out)
	if !envelope.Batch.Learn {
		return nil
	}
	b := m.batch(envelope.Batch.Number)
	b.answered += envelope.Count
	if b.early == nil || b.answered < envelope.Batch.Size {
		return nil
	}
	message := b.early
	b.early = nil
	return m.broadcast(message, out)
}

// broadcast hands the error broadcasts of a batch on, and with them the next batch's
// spikes if they may come that early. They wait if the neurons are still at work on the batch, which happens where
// the output does not need all that this core fires.
func (m *CoreMachine) broadcast(message *messages.ErrorBroadcasts, out Outbox) error {
	b := m.batch(message.Batch.Number)
	if b.phase != Presented {
		return m.misplaced(message, message.Batch.Number)
	}
	if b.answered < message.Batch.Size {
		b.early = message
		return nil
	}
	m.tally.Broadcasts += int64(len(message.Broadcasts))
	for i := range message.Broadcasts {
		m.tally.BroadcastWords += int64(len(message.Broadcasts[i].Errors) + len(message.Broadcasts[i].Derivatives))
	}
	if !m.catchesUp {
		b.learners.fill(m.core.Count)
	}
	b.phase = Broadcast
	m.past.Add(&message.Batch)
	if err := m.handOn(out, message, m.follow()...); err != nil {
		return err
	}
	return m.closeBatches(out)
}

// acknowledge notes that a neuron has learned from a batch.
func (m *CoreMachine) acknowledge(learned *messages.Learned, out Outbox) error {
	if m.batch(learned.Batch).phase != Broadcast {
		return m.misplaced(learned, learned.Batch)
	}
	m.batch(learned.Batch).learned++
	return m.closeBatches(out)
}

// closeBatches closes the batches on this core from which every neuron has learned that fired: only then may their
// inputs be used again.
func (m *CoreMachine) closeBatches(out Outbox) error {
	for b := m.batch(m.oldest); b.phase == Broadcast && b.learned == b.learners.count; b = m.batch(m.oldest) {
		for _, inputs := range b.inputs {
			m.distributor.Release(inputs)
		}
		clear(b.inputs)
		b.phase, b.inputs, b.learned, b.answered = Held, b.inputs[:0], 0, 0
		b.learners.reset(m.core.Count)
		out.Send(Address{Role: Coordinator}, &messages.Learned{Batch: m.oldest, From: m.core.ID})
		m.oldest++
		if err := m.handOn(out, nil, m.follow()...); err != nil {
			return err
		}
	}
	return nil
}

// misplaced is the error of a message that comes in the wrong phase of its batch.
func (m *CoreMachine) misplaced(message any, number uint64) error {
	return fmt.Errorf("actors: %s got a %T of batch %d in the phase %q", m.address(), message, number, m.batch(number).phase)
}
