package actors

import (
	"fmt"
	"sync"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// NeuronMachine is one neuron: it answers each delivery with its own spikes, and learns
// when the error broadcasts of a batch come.
type NeuronMachine struct {
	plan        *Plan
	neuron      neuron.Neuron
	core, index int32 // its address
	answers     answers
	batches     uint64 // learned from
	phase       NeuronPhase
	catchesUp   bool                              // with batches in which it fires nothing: no error broadcasts come then
	early       []*messages.Delivery              // of the batch after the one to learn from
	learned     [BatchesUnderWay]messages.Learned // sent; the core has read those before
	singles     *arrivingSingles                  // nil unless spikes travel alone
}

// NewNeurons returns the machines of the neurons of a core, side by side in memory.
func NewNeurons(plan *Plan, core topology.Core, neurons []neuron.Neuron) []NeuronMachine {
	machines, catchesUp := make([]NeuronMachine, len(neurons)), plan.Network.Populations[core.Population].MayCatchUp()
	for i := range machines {
		m := &machines[i]
		m.plan, m.neuron, m.core, m.index = plan, neurons[i], int32(core.ID), int32(i)
		m.catchesUp = catchesUp
		if plan.individual() {
			m.singles = newArrivingSingles(plan.Network.Populations[core.Population].Model)
		}
	}
	return machines
}

func (m *NeuronMachine) address() Address {
	return Address{Role: Neuron, Core: int(m.core), Neuron: int(m.index)}
}

// coreAddress is that of the neuron's core.
func (m *NeuronMachine) coreAddress() Address { return Address{Role: Core, Core: int(m.core)} }

// Step implements Machine. A message that has no place in the phase is an error.
func (m *NeuronMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Delivery:
		if m.phase == Traced && message.Batch.Number > m.batches {
			m.early = append(m.early, message)
			return nil
		}
		return m.present(message, message.Arrivals.(*routing.Inputs).NeuronPresentations(int(m.index)), out)
	case *messages.ArrivingSingle:
		return m.presentComplete(m.singles.add(message), out)
	case *messages.ArrivingCount:
		return m.presentComplete(m.singles.close(message), out)
	case *messages.ErrorBroadcasts:
		if m.phase != Traced {
			return m.misplaced(message)
		}
		return m.learn(message, out)
	case *messages.StateRequest:
		if m.phase != Rested {
			return m.misplaced(message)
		}
		return m.report(message, out)
	case *messages.MomentRequest:
		state, err := m.neuron.Moment()
		out.Send(m.coreAddress(), &messages.NeuronMoment{Neuron: int(m.index), State: state})
		return err
	case *messages.NeuronMoment:
		return m.neuron.SetMoment(message.State, neuron.NewScratch())
	case *messages.NeuronState:
		if m.phase != Rested {
			return m.misplaced(message)
		}
		m.batches = message.Batches
		return m.neuron.SetState(message.State)
	default:
		return unexpected(m.address(), message)
	}
}

// misplaced is the error of a message that comes in the wrong phase.
func (m *NeuronMachine) misplaced(message any) error {
	return fmt.Errorf("actors: %s got a %T in the phase %q", m.address(), message, m.phase)
}

// scratchPool lends working memory for the time of one step.
var scratchPool = sync.Pool{New: func() any { return neuron.NewScratch() }}

// present runs the neuron through the samples of a delivery and answers with what it
// fires.
func (m *NeuronMachine) present(delivery *messages.Delivery, presentations neuron.Presentations, out Outbox) (err error) {
	learn := delivery.Batch.Learn
	scratch := scratchPool.Get().(*neuron.Scratch)
	if err := m.catchUp(&delivery.Past, scratch); err != nil {
		return err
	}
	answer := m.answers.next(delivery.Number, delivery.Read)
	presentations.Late = &answer.Late
	if delivery.Window == nil {
		answer.Spikes, err = m.neuron.Present(answer.Spikes, presentations, learn, scratch)
	} else {
		answer.Spikes, answer.Next, err = m.neuron.PresentWindow(answer.Spikes, presentations, delivery.Window, learn, scratch)
	}
	scratchPool.Put(scratch)
	if err != nil {
		return err
	}
	if learn && (!m.catchesUp || len(answer.Spikes) > 0) {
		m.phase = Traced
	}
	answer.Neuron, answer.Alone = m.index, m.plan.individual()
	core := m.coreAddress()
	if answer.Alone {
		m.singles.send(&answer.OwnSpikes, delivery.Read, core, out)
	}
	out.Send(core, &answer.OwnSpikes)
	return nil
}

// catchUp learns from the batches in which the neuron fired nothing, and of which it has heard nothing.
func (m *NeuronMachine) catchUp(past *messages.Past, scratch *neuron.Scratch) error {
	from := m.batches
	m.batches = past.Batches
	return past.Since(from, func(batches int, like *messages.Stretch) error {
		return m.neuron.CatchUp(batches, like.Size, like.Rates, scratch)
	})
}

// presentComplete presents the samples of a delivery, if it is complete, whose spikes have arrived one by one.
func (m *NeuronMachine) presentComplete(complete *arrivingDelivery, out Outbox) error {
	if complete == nil {
		return nil
	}
	delivery := complete.count.Delivery
	err := m.present(delivery, neuron.Presentations{First: delivery.First, Inputs: complete.inputs}, out)
	m.singles.presented(complete, m.phase == Traced)
	return err
}

// learn learns from a batch, and presents what came too early of the next.
func (m *NeuronMachine) learn(message *messages.ErrorBroadcasts, out Outbox) error {
	prefetch.Value(m.answers.oldest) // in which the next batch's spikes will go if they come at once
	scratch := scratchPool.Get().(*neuron.Scratch)
	err := m.neuron.Learn(message.Broadcasts, message.Batch.Rates, scratch)
	scratchPool.Put(scratch)
	if err != nil {
		return err
	}
	if m.singles != nil {
		m.singles.release()
	}
	learned := &m.learned[message.Batch.Number%BatchesUnderWay]
	*learned = messages.Learned{Batch: message.Batch.Number, From: int(m.index)}
	out.Send(m.coreAddress(), learned)
	m.batches++
	m.phase = Rested
	for _, delivery := range m.early {
		if err := m.Step(delivery, out); err != nil {
			return err
		}
	}
	clear(m.early)
	m.early = m.early[:0]
	return nil
}

// report answers a request for the neuron's state.
func (m *NeuronMachine) report(request *messages.StateRequest, out Outbox) error {
	scratch := scratchPool.Get().(*neuron.Scratch)
	err := m.catchUp(&request.Past, scratch)
	scratchPool.Put(scratch)
	if err != nil {
		return err
	}
	reply := &request.Into[int(m.index)-request.First]
	reply.Neuron = int(m.index)
	if request.DigestOnly {
		reply.Digest = m.neuron.Digest()
	} else {
		reply.State = m.neuron.StateInto(reply.State)
	}
	out.Send(m.coreAddress(), reply)
	return nil
}
