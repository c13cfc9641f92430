package actors

import (
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// CoreMachine is one core: it collects the spikes that reach it and hands them to its
// neurons, collects what they fire and sends it on, and passes error broadcasts down and
// acknowledgements up.
type CoreMachine struct {
	plan        *Plan
	core        topology.Core
	senders     senders          // of whole samples
	targets     [][]Address      // actors that get its neurons' spikes of whole samples, by population
	stage       *stage           // that it takes turns in, or nil if samples pass through whole
	turns       *turns           // in it
	catchesUp   bool             // its neurons learn from a batch in which they fire nothing when they are next needed
	spontaneous bool             // its neurons have something to do though nothing reaches them
	passes      map[uint64]*pass // by envelope
	distributor *routing.Distributor

	arriving      envelopeCollectors
	presentations presentations
	batches       [BatchesUnderWay]batch // by number, modulo their number
	oldest        uint64                 // batch that not all neurons have learned from
	past          messages.Past          // batches whose error broadcasts were handed on

	answered uint64                   // envelopes to which all neurons have answered
	request  *messages.TallyRequest   // that waits for more of them, or nil
	activity *network.ActivityCounter // since the last tally
	tally    messages.Tally
	states   stateCollector
	moment   *messages.Moment // that the neurons are asked for
	missing  int              // of their answers
}

// NewCore returns the machine of a core.
func NewCore(plan *Plan, core topology.Core, distributor *routing.Distributor) *CoreMachine {
	m := &CoreMachine{
		plan:        plan,
		core:        core,
		stage:       plan.stage(core.Population),
		distributor: distributor,
		arriving:    newEnvelopeCollectors(),
		activity:    network.NewActivityCounter(core.First, core.Count, plan.Network.Neurons[core.Population-1].SpikeCap),
	}
	m.senders = plan.senders(core.Population, func(from int) bool {
		return plan.leadsWhole(from, core.Population) || plan.starts(from, core.Population)
	})
	m.targets = plan.targets(core.Population, m.stage)
	population := plan.Network.Populations[core.Population]
	m.spontaneous, m.catchesUp = population.IsSpontaneous(), population.MayCatchUp()
	for i := range m.batches {
		m.batches[i].learners.reset(core.Count)
	}
	m.turns, m.passes = plan.turns(core), map[uint64]*pass{}
	m.follow()
	return m
}

// Step implements Machine. A message that has no place in the phase of its batch is an
// error.
func (m *CoreMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Packets:
		if message.Window > 0 {
			return m.addWindow(message, out)
		}
		c := m.arriving.collectorOf(message.Envelope)
		c.addPackets(message, &m.senders)
		return m.deliverComplete(c, out)
	case *messages.Single:
		if message.Window > 0 {
			return m.addWindowSingle(message, out)
		}
		c := m.arriving.collectorOf(message.Envelope)
		c.addSingle(message, &m.senders)
		return m.deliverComplete(c, out)
	case *messages.OwnSpikes:
		p := m.presentations.ofDelivery(message.Delivery)
		m.addAnswer(p, message)
		return m.passOnComplete(p, out)
	case *messages.OwnSingle:
		p := m.presentations.ofDelivery(message.Delivery)
		p.own.addOwnSingle(message.Spike)
		return m.passOnComplete(p, out)
	case *messages.ErrorBroadcasts:
		return m.broadcast(message, out)
	case *messages.Learned:
		return m.acknowledge(message, out)
	case *messages.TallyRequest:
		m.request = message
		m.report(out)
	case *messages.MomentRequest:
		return m.requestMoment(out)
	case *messages.NeuronMoment:
		m.collectMoment(message, out)
	case *messages.Moment:
		return m.goOn(message, out)
	case *messages.StateRequest:
		m.requestStates(message, out)
	case *messages.StateAssignment:
		return m.assignStates(message, out)
	case *messages.NeuronState:
		m.collectState(out)
	default:
		return unexpected(m.address(), message)
	}
	return nil
}

func (m *CoreMachine) address() Address { return Address{Role: Core, Core: m.core.ID} }

func (m *CoreMachine) neuronAddress(index int) Address {
	return Address{Role: Neuron, Core: m.core.ID, Neuron: index}
}

// expecting has an outbox expect neurons, if it can.
func (m *CoreMachine) expecting(out Outbox) func(neuron int) {
	expecter, can := out.(Expecter)
	if !can {
		return func(int) {}
	}
	return func(neuron int) { expecter.Expect(m.neuronAddress(neuron)) }
}

// NeuronOf returns which neuron of a core has sent the core a message. Where spikes travel one by
// one these do not tell.
func NeuronOf(message any) (index int, ok bool) {
	switch message := message.(type) {
	case *messages.OwnSpikes:
		return int(message.Neuron), true
	case *messages.Learned:
		return message.From, true
	case *messages.NeuronState:
		return message.Neuron, true
	}
	return 0, false
}

// report sends the tally since the last one, if that is asked for and complete, and starts the next.
func (m *CoreMachine) report(out Outbox) {
	if m.request == nil || m.answered < m.request.Envelopes {
		return
	}
	m.request = nil
	tally, activity := m.tally, m.activity.TakeActivity()
	spikes, silent := messages.CountSpikes(activity), messages.CountSilent(activity)
	tally.Neurons, tally.Silent = int64(m.core.Count), silent
	if m.core.Population == m.plan.Network.Topology.Output() {
		tally.OutputSpikes, tally.SilentOutputs = spikes, silent
	} else {
		tally.HiddenSpikes = spikes
	}
	m.tally = messages.Tally{}
	out.Send(Address{Role: Coordinator}, &messages.TallyReport{Tally: tally, From: m.core.ID, Activity: activity})
}

// stateCollector collects the states that a request asks for.
type stateCollector struct {
	request *messages.StateRequest
	missing int
}

func (m *CoreMachine) requestStates(request *messages.StateRequest, out Outbox) {
	with := *request
	with.Past = m.past
	if len(with.Into) != request.Count {
		with.Into = make([]messages.NeuronState, request.Count)
	}
	m.states = stateCollector{request: &with, missing: request.Count}
	for i := range request.Count {
		out.Send(m.neuronAddress(request.First+i), &with)
	}
}

func (m *CoreMachine) assignStates(assignment *messages.StateAssignment, out Outbox) error {
	count := len(assignment.States)
	if assignment.First < 0 || count < 1 || count > m.core.Count-assignment.First {
		return fmt.Errorf("actors: %s got %d states from neuron %d on of its %d", m.address(), count, assignment.First, m.core.Count)
	}
	for i := range assignment.States {
		index := assignment.First + i
		out.Send(m.neuronAddress(index), &messages.NeuronState{Neuron: index, State: assignment.States[i], Batches: m.past.Batches})
	}
	return nil
}

// collectState counts a neuron's answer, which is in its place already.
func (m *CoreMachine) collectState(out Outbox) {
	if m.states.missing--; m.states.missing > 0 {
		return
	}
	reply := &messages.CoreStates{States: m.states.request.Into}
	m.states = stateCollector{}
	out.Send(Address{Role: Client}, reply)
}
