package actors

import (
	"cmp"
	"slices"

	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// presentation is what the neurons of a core get in one delivery, and what they answer.
type presentation struct {
	delivery  *messages.Delivery
	envelopes []*messages.Envelope // whose samples it has, in order
	inputs    *routing.Inputs
	arrived   *envelopeCollector // the spikes that still have to travel alone, or nil
	own       collector          // the neurons' answers
	answers   int                // that are expected
	pass      *pass              // that it is a window of, or nil
	done      bool               // all have answered
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

// add numbers a presentation that the neurons are about to get.
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

// handOn sends error broadcasts, if there are any, and what the neurons are presented
// with next: all to one neuron and then to the next, which thus finds them together in
// its mailbox and its weights in the cache.
func (m *CoreMachine) handOn(out Outbox, broadcasts *messages.ErrorBroadcasts, next ...*presentation) error {
	next = slices.DeleteFunc(next, func(p *presentation) bool { return p == nil })
	for _, p := range next {
		p.answers = m.core.Count
		m.presentations.add(p)
		if learned := &p.delivery.Batch; learned.Learn {
			b := m.batch(learned.Number)
			b.inputs = append(b.inputs, p.inputs)
		}
	}
	for i := range m.core.Count {
		if broadcasts != nil {
			out.Send(m.neuronAddress(i), broadcasts)
		}
		for _, p := range next {
			if p.arrived == nil {
				out.Send(m.neuronAddress(i), p.delivery)
			}
		}
	}
	for _, p := range next {
		if p.arrived != nil {
			m.deliverSingles(p, p.arrived.samples, out)
			m.arriving.release(p.arrived)
			p.arrived = nil
		}
	}
	return m.takeTurns(out)
}

// isFor reports whether a neuron gets the presentation.
func (p *presentation) isFor(neuron int) bool {
	if p.pass == nil {
		return true
	}
	_, woken := slices.BinarySearch(p.pass.woken, int32(neuron))
	return woken
}

// deliverSingles sends every spike alone to every neuron that it reaches, and then
// how many each neuron gets.
func (m *CoreMachine) deliverSingles(p *presentation, samples [][]messages.Spike, out Outbox) {
	counts := make([]int, m.core.Count)
	for s, spikes := range samples {
		for _, spike := range spikes {
			spike.Sample = int32(s)
			m.distributor.EachSynapse(spike.Source, func(synapse topology.Synapse) {
				counts[synapse.Neuron]++
				out.Send(m.neuronAddress(int(synapse.Neuron)), &messages.ArrivingSingle{
					Delivery: p.delivery.Number, Synapse: synapse.Index, Spike: spike,
				})
			})
		}
	}
	for i, count := range counts {
		if !p.isFor(i) {
			continue
		}
		out.Send(m.neuronAddress(i), &messages.ArrivingCount{Delivery: p.delivery, Count: count})
	}
}

// passOnComplete sends on what the neurons fired once all have answered, each envelope by
// itself.
func (m *CoreMachine) passOnComplete(p *presentation, out Outbox) error {
	if !p.own.isComplete(p.answers) {
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
