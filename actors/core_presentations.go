package actors

import (
	"cmp"
	"slices"

	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
)

// presentation is what neurons of a core get in one delivery, and what they answer.
type presentation struct {
	delivery  *messages.Delivery
	envelopes []*messages.Envelope // whose samples it has, in order
	inputs    *routing.Inputs
	arrived   *envelopeCollector // the spikes that still have to travel alone, or nil
	woken     neuronSet          // neurons that get it: those that something happens to
	own       collector          // their answers
	singles   *deliveredSingles  // what travels alone, or nil
	pass      *pass              // that it is a window of, or nil
	done      bool               // all of them have answered
}

// presentations are those of a core that not all neurons have answered, and some to use
// again. They are numbered through.
type presentations struct {
	underWay []*presentation
	read     uint64 // presentations before the first of them: all their answers are read
	free     []*presentation
}

// begin starts a presentation.
func (ps *presentations) begin() *presentation {
	last := len(ps.free) - 1
	if last < 0 {
		return &presentation{}
	}
	p := ps.free[last]
	ps.free = ps.free[:last]
	p.done, p.pass, p.envelopes = false, nil, p.envelopes[:0]
	return p
}

// add numbers a presentation that neurons are about to get.
func (ps *presentations) add(p *presentation) {
	p.delivery.Number, p.delivery.Read = ps.read+uint64(len(ps.underWay)), ps.read
	ps.underWay = append(ps.underWay, p)
	p.own.start(p.delivery.Count)
}

// ofDelivery returns the presentation of a delivery.
func (ps *presentations) ofDelivery(delivery uint64) *presentation {
	return ps.underWay[delivery-ps.read]
}

// finish notes that all neurons have answered.
func (ps *presentations) finish(p *presentation) {
	p.done = true
	n := 0
	for n < len(ps.underWay) && ps.underWay[n].done {
		ps.free = append(ps.free, ps.underWay[n])
		n++
	}
	ps.underWay = slices.Delete(ps.underWay, 0, n)
	ps.read += uint64(n)
}

func countSamples(cs []*envelopeCollector) (samples int) {
	for _, c := range cs {
		samples += c.envelope.Count
	}
	return samples
}

// distribute makes one presentation of what has arrived in some envelopes, whose samples
// follow each other, or begins to take turns in a stage with a cycle and returns nil.
func (m *CoreMachine) distribute(arrived ...*envelopeCollector) *presentation {
	if m.stage != nil {
		m.beginPass(arrived[0]) // one envelope: batches are not presented ahead
		return nil
	}
	slices.SortFunc(arrived, func(x, y *envelopeCollector) int { return cmp.Compare(x.envelope.First, y.envelope.First) })
	p := m.presentations.begin()
	samples := arrived[0].samples
	for i, c := range arrived {
		p.envelopes = append(p.envelopes, c.envelope)
		if i > 0 {
			samples = append(samples[:len(samples):len(samples)], c.samples...)
		}
	}
	first := p.envelopes[0]
	p.inputs = m.distributor.Distribute(first.First, samples)
	m.tally.SpikePackets += p.inputs.Packets
	m.tally.SynapticEvents += p.inputs.SynapticEvents
	p.delivery = &messages.Delivery{Batch: first.Batch, First: first.First, Count: len(samples)}
	if m.plan.individual() {
		p.arrived = arrived[0] // one envelope: batches are not presented ahead
		return p
	}
	p.delivery.Arrivals = p.inputs
	for _, c := range arrived {
		m.arriving.release(c)
	}
	return p
}

// wake chooses the neurons that something happens to in whole samples: all of those that fire by themselves, or that
// can't catch up with a batch, and elsewhere those that a spike reaches.
func (m *CoreMachine) wake(p *presentation) {
	n := m.core.Count
	switch {
	case m.spontaneous || p.delivery.Batch.Learn && !m.catchesUp, m.distributor.Shared() && p.inputs.Reach(0):
		p.woken.fill(n)
	case m.distributor.Shared():
		p.woken.reset(n)
	default:
		p.woken.reset(n)
		for i := range n {
			if p.inputs.Reach(i) {
				p.woken.add(i)
			}
		}
	}
}

// present notes that the neurons that a presentation wakes are about to get it.
func (m *CoreMachine) present(p *presentation) {
	m.presentations.add(p)
	p.delivery.Past = m.past
}

// handOn sends error broadcasts, if there are any, and what the neurons are presented
// with next: all to one neuron and then to the next, which thus finds them together in
// its mailbox and its weights in the cache. A neuron gets what concerns it only.
func (m *CoreMachine) handOn(out Outbox, broadcasts *messages.ErrorBroadcasts, next ...*presentation) error {
	next = slices.DeleteFunc(next, func(p *presentation) bool { return p == nil })
	for _, p := range next {
		m.wake(p)
		m.present(p)
		if learned := &p.delivery.Batch; learned.Learn {
			b := m.batch(learned.Number)
			b.inputs = append(b.inputs, p.inputs)
		}
	}
	m.hand(out, broadcasts, next)
	for _, p := range next {
		if p.arrived != nil {
			m.deliverSingles(p, p.arrived.samples, out)
			m.arriving.release(p.arrived)
			p.arrived = nil
		}
	}
	for _, p := range next {
		if err := m.passOnComplete(p, out); err != nil { // if nobody is woken
			return err
		}
	}
	return m.takeTurns(out)
}

// hand sends the messages of handOn that go to the neurons together.
func (m *CoreMachine) hand(out Outbox, broadcasts *messages.ErrorBroadcasts, next []*presentation) {
	var learners *neuronSet
	var sets []*neuronSet
	if broadcasts != nil {
		learners = &m.batch(broadcasts.Batch.Number).learners
		sets = append(sets, learners)
	}
	for _, p := range next {
		if p.arrived == nil {
			sets = append(sets, &p.woken)
		}
	}
	if len(sets) == 0 {
		return
	}
	for i := range eachExpected(m.expecting(out), sets...) {
		to := m.neuronAddress(i)
		if learners != nil && learners.has(i) {
			out.Send(to, broadcasts)
		}
		for _, p := range next {
			if p.arrived == nil && p.woken.has(i) {
				out.Send(to, p.delivery)
			}
		}
	}
}

// addAnswer takes what a neuron fired in a presentation, from which it learns then.
func (m *CoreMachine) addAnswer(p *presentation, answer *messages.OwnSpikes) {
	p.own.addOwnSpikes(answer)
	m.tally.SynapticEvents -= int64(answer.Late)
	if p.pass != nil {
		p.pass.next[answer.Neuron] = answer.Next
	}
	if batch := &p.delivery.Batch; batch.Learn && len(answer.Spikes) > 0 {
		m.batch(batch.Number).learners.add(int(answer.Neuron))
	}
	if last := (p.woken.count + 7) / 8; p.own.closed == p.woken.count-last {
		p.own.order(m.plan.sort) // while the last neurons work: nobody waits for this yet
	}
}

// passOnComplete sends on what the neurons fired once all that were woken have answered, each envelope by
// itself.
func (m *CoreMachine) passOnComplete(p *presentation, out Outbox) error {
	if !p.own.isComplete(p.woken.count) {
		return nil
	}
	p.own.order(m.plan.sort)
	if p.pass != nil {
		return m.endTurn(p, out)
	}
	of := p.delivery
	if record := m.plan.Setup.Recorder(of.Batch.Learn); record != nil {
		record(m.core, of.First, p.own.samples)
	}
	if !of.Batch.Learn {
		m.distributor.Release(p.inputs) // every neuron has answered, none will look again
	}
	samples := p.own.samples
	for _, envelope := range p.envelopes {
		m.plan.send(out, m.targets, packetsOf(envelope, m.core.ID, samples[:envelope.Count]))
		samples = samples[envelope.Count:]
	}
	// The next population is at work: what nobody waits for comes now.
	m.activity.Count(of.Batch, of.First, p.own.samples)
	envelopes := p.envelopes
	m.presentations.finish(p)
	for _, envelope := range envelopes {
		if err := m.answer(envelope, out); err != nil {
			return err
		}
	}
	return nil
}

// packetsOf are the packets of an envelope's samples.
func packetsOf(envelope *messages.Envelope, from int, samples [][]messages.Spike) *messages.Packets {
	total := 0
	for _, spikes := range samples {
		total += len(spikes)
	}
	packets := &messages.Packets{
		Envelope: envelope,
		From:     from,
		Counts:   make([]int32, 0, len(samples)),
		Spikes:   make([]messages.Spike, 0, total),
	}
	for _, spikes := range samples {
		packets.Counts = append(packets.Counts, int32(len(spikes)))
		packets.Spikes = append(packets.Spikes, spikes...)
	}
	return packets
}
