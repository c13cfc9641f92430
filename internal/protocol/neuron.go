package protocol

import (
	"sfdfa-actors/internal/lif"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/messages"
)

// NeuronMachine is one neuron: it answers each delivery with its spikes and
// learns when the lessons of a whole batch have reached it.
type NeuronMachine struct {
	plan    *Plan
	model   *lif.Model
	address Address
	neuron  neuron.Neuron
	answers answers

	here  int         // samples of deliveries that share their inputs, until all are here
	early []*Delivery // of the batch after the one to learn from

	lesson  *LocalLesson                   // that came last, until all of its batch are here
	taught  int                            // samples of them
	batches uint64                         // learned from
	learned [batchesAhead]messages.Learned // of the last ones: the core has read those before

	single *singleInputs // spikes that arrive one by one
}

// NewNeuron returns the machine of one neuron at its address.
func NewNeuron(plan *Plan, model *lif.Model, address Address, n neuron.Neuron) *NeuronMachine {
	m := &NeuronMachine{plan: plan, model: model, address: address, neuron: n}
	if plan.individual() {
		m.single = newSingleInputs()
	}
	return m
}

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
	case *LocalLesson:
		return m.learn(message, out)
	case *StateRequest:
		m.report(message, out)
	case *NeuronState:
		return m.neuron.SetState(message.State)
	default:
		return unexpected(m.address, message)
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
	if m.here += message.Envelope.Count; m.here < message.Inputs.Len() {
		return nil
	}
	m.here = 0
	return m.present(message.Sharing, message.Inputs.Of(m.address.Neuron), out)
}

// presentComplete presents an envelope's samples once all their spikes, sent
// one by one, have arrived.
func (m *NeuronMachine) presentComplete(envelope *messages.Envelope, out Outbox) error {
	if delivery, inputs := m.single.take(envelope, m.model); delivery != nil {
		return m.present(delivery.Sharing, neuron.Presentations{First: envelope.First, Inputs: inputs}, out)
	}
	return nil
}

// present presents the samples of consecutive envelopes side by side and answers each
// delivery on its own.
func (m *NeuronMachine) present(deliveries []*Delivery, presentations neuron.Presentations, out Outbox) (err error) {
	scratch := scratchPool.Get().(*neuron.Scratch)
	answer := m.answers.take(len(deliveries))
	answer.emissions, err = m.neuron.Present(answer.emissions, presentations, deliveries[0].Envelope.Batch.Learn, scratch)
	scratchPool.Put(scratch)
	if err != nil {
		return err
	}
	answer.neuron, answer.alone = m.address.Neuron, m.plan.individual()
	answer.split(deliveries, presentations.First)
	core := Address{Role: Core, Core: m.address.Core}
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
	source := int32(m.plan.Network.Cores[m.address.Core].First + m.address.Neuron)
	for _, emission := range fired.emissions() {
		out.Send(core, &messages.Single{Envelope: fired.Delivery.Envelope, Sample: emission.Sample, Upward: true, Spike: emission.Spike(source)})
	}
}

func (m *NeuronMachine) learn(lesson *LocalLesson, out Outbox) error {
	batch := &lesson.Envelope.Batch
	m.lesson = lesson
	if m.taught += lesson.Envelope.Count; m.taught < batch.Size {
		return nil
	}
	m.lesson, m.taught = nil, 0
	scratch := scratchPool.Get().(*neuron.Scratch)
	err := m.neuron.Learn(lesson.Broadcasts, batch.Rates, scratch)
	scratchPool.Put(scratch)
	if err != nil {
		return err
	}
	learned := &m.learned[m.batches%batchesAhead]
	*learned = messages.Learned{Batch: batch.Number, From: m.address.Neuron}
	out.Send(Address{Role: Core, Core: m.address.Core}, learned)
	m.batches++
	return m.deliverEarly(out)
}

// report answers a request for the neuron's state.
func (m *NeuronMachine) report(request *StateRequest, out Outbox) {
	reply := &NeuronState{Neuron: m.address.Neuron}
	if request.DigestOnly {
		reply.Digest = m.neuron.Digest()
	} else {
		reply.State = m.neuron.State()
	}
	out.Send(Address{Role: Core, Core: m.address.Core}, reply)
}
