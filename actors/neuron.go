package actors

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// NeuronMachine is one neuron: it answers each delivery with its spikes and
// learns when the error broadcasts of a whole batch have reached it.
type NeuronMachine struct {
	// What presenting needs, in 60 bytes.
	plan        *Plan
	neuron      neuron.Neuron
	core, index int32 // its address
	answers     answers
	here        int32 // samples of deliveries that share their inputs, until all are here

	taught  int32                          // samples of error broadcasts, until all of a batch are here
	lesson  *BatchBroadcasts               // that came last of them
	batches uint64                         // learned from
	learned [BatchesAhead]messages.Learned // of the last ones: the core has read those before
	early   []*Delivery                    // of the batch after the one to learn from
	single  *singleInputs                  // spikes that arrive one by one
}

// NewNeurons returns the machines of the neurons of a core, side by side in memory.
func NewNeurons(plan *Plan, core topology.Core, neurons []neuron.Neuron) []NeuronMachine {
	machines := make([]NeuronMachine, len(neurons))
	for i := range machines {
		m := &machines[i]
		m.plan, m.neuron, m.core, m.index = plan, neurons[i], int32(core.ID), int32(i)
		if plan.individual() {
			m.single = newSingleInputs(plan.Network.Populations[core.Population].Model)
		}
	}
	return machines
}

func (m *NeuronMachine) address() Address {
	return Address{Role: Neuron, Core: int(m.core), Neuron: int(m.index)}
}

// coreAddress is that of the neuron's core.
func (m *NeuronMachine) coreAddress() Address { return Address{Role: Core, Core: int(m.core)} }

// Step implements Machine.
func (m *NeuronMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *Delivery:
		if message.Inputs == nil {
			m.single.close(message)
			return m.presentComplete(message.Envelope, out)
		}
		if batch := &message.Envelope.Batch; batch.Learn && batch.Number > m.batches {
			m.early = append(m.early, message)
			return nil
		}
		return m.deliver(message, out)
	case *messages.Single:
		m.single.add(message)
		return m.presentComplete(message.Envelope, out)
	case *BatchBroadcasts:
		return m.learn(message, out)
	case *messages.StateRequest:
		m.report(message, out)
	case *messages.NeuronState:
		return m.neuron.SetState(message.State)
	default:
		return unexpected(m.address(), message)
	}
	return nil
}

// deliverEarly presents what came before its turn.
func (m *NeuronMachine) deliverEarly(out Outbox) error {
	for _, delivery := range m.early {
		if err := m.deliver(delivery, out); err != nil {
			return err
		}
	}
	clear(m.early)
	m.early = m.early[:0]
	return nil
}

// deliver presents the samples of an envelope, or those of all that share its inputs
// once they are here. Other inputs come only after that: of a batch that is learned from
// they wait for this neuron's answers.
func (m *NeuronMachine) deliver(message *Delivery, out Outbox) error {
	if m.here += int32(message.Envelope.Count); int(m.here) < message.Inputs.Len() {
		return nil
	}
	m.here = 0
	return m.present(message.Sharing, message.Inputs.Of(int(m.index)), out)
}

// presentComplete presents an envelope's samples once all their spikes, sent
// one by one, have arrived.
func (m *NeuronMachine) presentComplete(envelope *messages.Envelope, out Outbox) error {
	if delivery, inputs := m.single.take(envelope); delivery != nil {
		return m.present(delivery.Sharing, neuron.Presentations{First: envelope.First, Inputs: inputs}, out)
	}
	return nil
}

// present presents the samples of consecutive envelopes side by side and answers each
// delivery on its own.
func (m *NeuronMachine) present(deliveries []*Delivery, presentations neuron.Presentations, out Outbox) (err error) {
	scratch := scratchPool.Get().(*neuron.Scratch)
	answer := m.answers.take(len(deliveries))
	answer.spikes, err = m.neuron.Present(answer.spikes, presentations, deliveries[0].Envelope.Batch.Learn, scratch)
	scratchPool.Put(scratch)
	if err != nil {
		return err
	}
	answer.neuron, answer.alone = m.index, m.plan.individual()
	answer.split(deliveries, presentations.First)
	core := m.coreAddress()
	for i := range answer.fired {
		fired := &answer.fired[i]
		if answer.alone {
			m.sendSingles(fired, core, out)
		}
		out.Send(core, fired)
	}
	return nil
}

// sendSingles sends each spike alone, ahead of the message that counts them.
func (m *NeuronMachine) sendSingles(fired *Fired, core Address, out Outbox) {
	for _, spike := range fired.spikes() {
		out.Send(core, &messages.Single{Envelope: fired.Delivery.Envelope, Upward: true, Spike: spike})
	}
}

func (m *NeuronMachine) learn(lesson *BatchBroadcasts, out Outbox) error {
	batch := &lesson.Envelope.Batch
	m.lesson = lesson
	if m.taught += int32(lesson.Envelope.Count); int(m.taught) < batch.Size {
		return nil
	}
	m.lesson, m.taught = nil, 0
	prefetch.Value(m.answers.oldest) // in which the next batch's spikes will go if they come at once
	scratch := scratchPool.Get().(*neuron.Scratch)
	err := m.neuron.Learn(lesson.Broadcasts, batch.Rates, scratch)
	scratchPool.Put(scratch)
	if err != nil {
		return err
	}
	learned := &m.learned[m.batches%BatchesAhead]
	*learned = messages.Learned{Batch: batch.Number, From: int(m.index)}
	out.Send(m.coreAddress(), learned)
	m.batches++
	return m.deliverEarly(out)
}

// report answers a request for the neuron's state.
func (m *NeuronMachine) report(request *messages.StateRequest, out Outbox) {
	reply := &messages.NeuronState{Neuron: int(m.index)}
	if request.DigestOnly {
		reply.Digest = m.neuron.Digest()
	} else {
		reply.State = m.neuron.State()
	}
	out.Send(m.coreAddress(), reply)
}
