package actors

import (
	"cmp"
	"fmt"
	"slices"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// CoreMachine is one core: it gathers the spikes that reach it and hands them
// to its neurons, gathers what they fire and sends it on, and passes error broadcasts
// down and acknowledgements up.
type CoreMachine struct {
	plan        *Plan
	core        topology.Core
	sources     int       // cores, or the input, that send to it
	source      int       // the first of them
	targets     []Address // actors that get its neurons' spikes
	distributor *routing.Distributor

	arriving   collectors                  // spikes from the sources
	fired      collectors                  // spikes from the neurons
	inputs     map[uint64]*Delivery        // what the neurons have or will get, by envelope
	held       []*collector                // what arrived while the neurons have yet to learn
	samples    [][]messages.Spike          // working memory of distribute
	deliveries []*Delivery                 // that the neurons get next
	batches    uint64                      // batches that all neurons have learned from
	lessons    []*messages.ErrorBroadcasts // of the batch under way, until all are here
	announced  int                         // samples in error broadcasts
	taught     uint64                      // batches whose error broadcasts the neurons have
	learned    [BatchesAhead]int           // neurons that have learned from a batch under way, see learnedFrom

	activity *network.ActivityCounter // since the last tally
	tally    messages.Tally
	states   stateGathering
}

// NewCore returns the machine of a core.
func NewCore(plan *Plan, core topology.Core, distributor *routing.Distributor) *CoreMachine {
	return &CoreMachine{
		plan:        plan,
		core:        core,
		sources:     plan.sources(core.Population),
		source:      plan.firstSource(core.Population),
		targets:     plan.targets(core.Population),
		distributor: distributor,
		arriving:    newCollectors(),
		fired:       newCollectors(),
		inputs:      map[uint64]*Delivery{},
		activity:    network.NewActivityCounter(core.First, core.Count),
	}
}

// Step implements Machine.
func (m *CoreMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Packets:
		g := m.arriving.of(message.Envelope)
		g.take(message, m.source, m.sources)
		m.deliverComplete(g, out)
	case *messages.Single:
		if message.Upward {
			g := m.fired.of(message.Envelope)
			g.single(message)
			m.passOnComplete(g, out)
		} else {
			g := m.arriving.of(message.Envelope)
			g.single(message)
			m.deliverComplete(g, out)
		}
	case *Fired:
		g := message.Delivery.fired
		g.closeNeuron(message)
		if last := (m.core.Count + 7) / 8; g.closed == m.core.Count-last {
			g.order(m.plan.sort) // while the last neurons work: nobody waits for this yet
		}
		m.passOnComplete(g, out)
	case *messages.ErrorBroadcasts:
		m.teach(message, out)
	case *messages.Learned:
		m.acknowledge(message, out)
	case *messages.TallyRequest:
		m.report(out)
	case *messages.StateRequest:
		m.requestStates(message, out)
	case *messages.StateAssignment:
		return m.assignStates(message, out)
	case *messages.NeuronState:
		m.takeState(message, out)
	default:
		return unexpected(m.address(), message)
	}
	return nil
}

func (m *CoreMachine) address() Address { return Address{Role: Core, Core: m.core.ID} }

func (m *CoreMachine) neuronAddress(index int) Address {
	return Address{Role: Neuron, Core: m.core.ID, Neuron: index}
}

// NeuronOf returns which neuron of a core has sent the core a message. Where spikes travel one by
// one these do not tell.
func NeuronOf(message any) (index int, ok bool) {
	switch message := message.(type) {
	case *Fired:
		return int(message.answer.neuron), true
	case *messages.Learned:
		return message.From, true
	case *messages.NeuronState:
		return message.Neuron, true
	}
	return 0, false
}

// passOnComplete sends on what the neurons fired once all have answered.
func (m *CoreMachine) passOnComplete(g *collector, out Outbox) {
	if !g.complete(m.core.Count) {
		return
	}
	g.order(m.plan.sort)
	if record := m.plan.Network.Recorder(g.envelope.Batch.Learn); record != nil {
		record(m.core, g.envelope.First, g.samples)
	}
	packets := &messages.Packets{
		Envelope: g.envelope,
		From:     m.core.ID,
		Counts:   g.counts(make([]int32, 0, len(g.samples))),
		Spikes:   make([]messages.Spike, 0, g.expected),
	}
	for _, spikes := range g.samples {
		packets.Spikes = append(packets.Spikes, spikes...)
	}
	if !g.envelope.Batch.Learn {
		m.release(m.inputs[g.envelope.Number]) // every neuron has answered, none will look again
	}
	m.plan.send(out, m.targets, packets)
	// The next population is at work: what nobody waits for comes now.
	m.activity.Count(g.envelope.Batch, g.envelope.First, g.samples)
	g.read.Store(true)
	g.read = nil
	m.fired.done(g)
}

// teach passes the error broadcasts of a batch on once all are here: before that no neuron
// can learn, and together they find a neuron's state in the cache.
func (m *CoreMachine) teach(lesson *messages.ErrorBroadcasts, out Outbox) {
	m.tally.Broadcasts += int64(len(lesson.Broadcasts))
	for i := range lesson.Broadcasts {
		m.tally.BroadcastWords += int64(len(lesson.Broadcasts[i].Errors) + len(lesson.Broadcasts[i].Derivatives))
	}
	m.lessons = append(m.lessons, lesson)
	m.announced += len(lesson.Broadcasts)
	if m.announced < lesson.Envelope.Batch.Size {
		return
	}
	m.taught++
	if m.ahead() {
		m.deliverHeld(out)
	}
	m.flush(local(m.lessons), out)
	clear(m.lessons)
	m.lessons, m.announced = m.lessons[:0], 0
}

// local makes the error broadcasts of a batch those of the neurons.
func local(lessons []*messages.ErrorBroadcasts) []BatchBroadcasts {
	slices.SortFunc(lessons, func(x, y *messages.ErrorBroadcasts) int { return cmp.Compare(x.Envelope.First, y.Envelope.First) })
	broadcasts := lessons[0].Broadcasts
	if len(lessons) > 1 {
		broadcasts = make([]messages.ErrorBroadcast, 0, lessons[0].Envelope.Batch.Size)
		for _, lesson := range lessons {
			broadcasts = append(broadcasts, lesson.Broadcasts...)
		}
	}
	locals := make([]BatchBroadcasts, len(lessons))
	for i, lesson := range lessons {
		locals[i] = BatchBroadcasts{Envelope: lesson.Envelope, Broadcasts: broadcasts}
	}
	return locals
}

// acknowledge closes a batch on this core once every neuron has learned: only then
// may its inputs be used again.
func (m *CoreMachine) acknowledge(learned *messages.Learned, out Outbox) {
	m.learned[learned.Batch%BatchesAhead]++
	for m.learnedFrom(m.batches) == m.core.Count {
		m.learned[m.batches%BatchesAhead] = 0
		out.Send(Address{Role: Coordinator}, &messages.Learned{Batch: m.batches, From: m.core.ID})
		m.batches++
		m.releaseLearned()
		if !m.ahead() {
			m.deliverHeld(out)
			m.flush(nil, out)
		}
	}
}

// learnedFrom is the number of neurons that have learned from a batch under way. No more
// than BatchesAhead are: the coordinator admits one more only once all cores have learned
// from the oldest.
func (m *CoreMachine) learnedFrom(batch uint64) int { return m.learned[batch%BatchesAhead] }

// report sends the tally since the last one and starts the next.
func (m *CoreMachine) report(out Outbox) {
	tally, activity := m.tally, m.activity.Take()
	fired, silent := messages.CountSpikes(activity), messages.CountSilent(activity)
	tally.Neurons, tally.Silent = int64(m.core.Count), silent
	if m.core.Population == m.plan.Network.Topology.Output() {
		tally.OutputSpikes, tally.SilentOutputs = fired, silent
	} else {
		tally.HiddenSpikes = fired
	}
	m.tally = messages.Tally{}
	out.Send(Address{Role: Coordinator}, &messages.TallyReport{Tally: tally, From: m.core.ID, Activity: activity})
}

// stateGathering collects the states that a request asks for.
type stateGathering struct {
	request *messages.StateRequest
	states  []messages.NeuronState
	missing int
}

func (m *CoreMachine) requestStates(request *messages.StateRequest, out Outbox) {
	m.states = stateGathering{request: request, states: make([]messages.NeuronState, request.Count), missing: request.Count}
	for i := range request.Count {
		out.Send(m.neuronAddress(request.First+i), request)
	}
}

func (m *CoreMachine) assignStates(assignment *messages.StateAssignment, out Outbox) error {
	count := len(assignment.States)
	if assignment.First < 0 || count < 1 || count > m.core.Count-assignment.First {
		return fmt.Errorf("actors: %s got %d states from neuron %d on of its %d", m.address(), count, assignment.First, m.core.Count)
	}
	for i := range assignment.States {
		index := assignment.First + i
		out.Send(m.neuronAddress(index), &messages.NeuronState{Neuron: index, State: assignment.States[i]})
	}
	return nil
}

func (m *CoreMachine) takeState(state *messages.NeuronState, out Outbox) {
	m.states.states[state.Neuron-m.states.request.First] = *state
	if m.states.missing--; m.states.missing > 0 {
		return
	}
	reply := &messages.CoreStates{States: m.states.states}
	m.states = stateGathering{}
	out.Send(Address{Role: Client}, reply)
}
