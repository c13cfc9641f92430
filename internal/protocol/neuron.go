package protocol

import (
	"cmp"
	"slices"

	"sfdfa-actors/internal/lif"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/messages"
)

// NeuronMachine is one neuron: it answers each delivery with its spikes and
// learns when the lessons of a whole batch have reached it.
type NeuronMachine struct {
	plan      *Plan
	model     *lif.Model
	address   Address
	neuron    neuron.Neuron
	lessons   []*messages.Lesson
	taught    int    // samples of the batch in lessons
	batches   uint64 // learned from
	fired     firedRing
	single    *singleInputs // spikes that arrive one by one
	postponed *postponed    // nil until something has to wait, which in large networks nothing does
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
		if batch := message.Envelope.Batch; batch.Learn && batch.Number > m.batches {
			waiting := m.waiting()
			waiting.early = append(waiting.early, message)
			return nil
		}
		return m.deliver(message, out)
	case *messages.Single:
		m.single.add(message)
		return m.presentComplete(message.Envelope, out)
	case *messages.Lesson:
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

func (m *NeuronMachine) waiting() *postponed {
	if m.postponed == nil {
		m.postponed = &postponed{}
	}
	return m.postponed
}

// deliverEarly presents what came before its turn.
func (m *NeuronMachine) deliverEarly(out Outbox) error {
	if m.postponed == nil {
		return nil
	}
	early := m.postponed.early
	for _, delivery := range early {
		if err := m.deliver(delivery, out); err != nil {
			return err
		}
	}
	clear(early)
	m.postponed.early = early[:0]
	return nil
}

// deliver presents the samples of an envelope, or of all that share its inputs
// once they are here.
func (m *NeuronMachine) deliver(message *Delivery, out Outbox) error {
	if message.Envelope.Count == message.Inputs.Len() {
		return m.present(message.Envelope, message.Inputs.Of(m.address.Neuron), out)
	}
	if envelopes := m.waiting().share(message); envelopes != nil {
		return m.presentAll(envelopes, message.Inputs.Of(m.address.Neuron), out)
	}
	return nil
}

// presentComplete presents an envelope's samples once all their spikes, sent
// one by one, have arrived.
func (m *NeuronMachine) presentComplete(envelope *messages.Envelope, out Outbox) error {
	if inputs := m.single.take(envelope, m.model); inputs != nil {
		return m.present(envelope, neuron.Presentations{First: envelope.First, Inputs: inputs}, out)
	}
	return nil
}

func (m *NeuronMachine) present(envelope *messages.Envelope, presentations neuron.Presentations, out Outbox) (err error) {
	space := scratchPool.Get().(*workspace)
	fired := m.fired.take(envelope, m.address.Neuron)
	fired.Emissions, err = m.neuron.Present(fired.Emissions, presentations, envelope.Batch.Learn, space.scratch)
	fired.Count = len(fired.Emissions)
	scratchPool.Put(space)
	if err != nil {
		return err
	}
	core := Address{Role: Core, Core: m.address.Core}
	if m.plan.individual() {
		m.sendSingles(fired, core, out)
	}
	out.Send(core, fired)
	return nil
}

// presentAll presents the samples of consecutive envelopes side by side and
// answers each on its own.
func (m *NeuronMachine) presentAll(envelopes []*messages.Envelope, presentations neuron.Presentations, out Outbox) (err error) {
	space := scratchPool.Get().(*workspace)
	defer scratchPool.Put(space)
	space.emissions, err = m.neuron.Present(space.emissions[:0], presentations, envelopes[0].Batch.Learn, space.scratch)
	if err != nil {
		return err
	}
	left := space.emissions
	for _, envelope := range envelopes {
		fired := m.fired.take(envelope, m.address.Neuron)
		first := int32(envelope.First - presentations.First)
		for len(left) > 0 && left[0].Sample < first+int32(envelope.Count) {
			emission := left[0]
			emission.Sample -= first
			fired.Emissions, left = append(fired.Emissions, emission), left[1:]
		}
		fired.Count = len(fired.Emissions)
		out.Send(Address{Role: Core, Core: m.address.Core}, fired)
	}
	return nil
}

// sendSingles sends each spike alone, ahead of the message that counts them.
func (m *NeuronMachine) sendSingles(fired *Fired, core Address, out Outbox) {
	source := int32(m.plan.Network.Cores[m.address.Core].First + m.address.Neuron)
	for i := range fired.Emissions {
		emission := &fired.Emissions[i]
		out.Send(core, &messages.Single{Envelope: fired.Envelope, Sample: emission.Sample, Upward: true, Spike: emission.Spike(source)})
	}
	fired.Emissions = fired.Emissions[:0]
}

func (m *NeuronMachine) learn(lesson *messages.Lesson, out Outbox) error {
	m.lessons = append(m.lessons, lesson)
	m.taught += len(lesson.Broadcasts)
	batch := lesson.Envelope.Batch
	if m.taught < batch.Size {
		return nil
	}
	slices.SortFunc(m.lessons, func(x, y *messages.Lesson) int { return cmp.Compare(x.Envelope.First, y.Envelope.First) })
	space := scratchPool.Get().(*workspace)
	broadcasts := lesson.Broadcasts
	if len(m.lessons) > 1 {
		space.broadcasts = space.broadcasts[:0]
		for _, lesson := range m.lessons {
			space.broadcasts = append(space.broadcasts, lesson.Broadcasts...)
		}
		broadcasts = space.broadcasts
	}
	err := m.neuron.Learn(broadcasts, batch.Rates, space.scratch)
	clear(space.broadcasts)
	scratchPool.Put(space)
	clear(m.lessons)
	m.lessons, m.taught = m.lessons[:0], 0
	if err != nil {
		return err
	}
	out.Send(Address{Role: Core, Core: m.address.Core}, &messages.Learned{Batch: batch.Number, From: m.address.Neuron})
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
