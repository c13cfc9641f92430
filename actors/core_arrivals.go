package actors

import (
	"cmp"
	"slices"
	"sync/atomic"

	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// deliverComplete hands the arrived spikes of an envelope to the neurons once
// all are here and it is the turn of their batch.
func (m *CoreMachine) deliverComplete(g *collector, out Outbox) {
	if !g.complete(m.sources) {
		return
	}
	g.order(m.plan.sort)
	batch := g.envelope.Batch
	if !batch.Learn || batch.Number <= m.batches || (m.ahead() && batch.Number <= m.taught) {
		m.deliver(out, g)
		m.flush(nil, out)
		return
	}
	m.held = append(m.held, g)
	if m.ahead() && samplesOf(m.held) == batch.Size {
		m.distribute(m.held...) // while the neurons work
	}
}

func samplesOf(gs []*collector) (samples int) {
	for _, g := range gs {
		samples += g.envelope.Count
	}
	return samples
}

// ahead reports whether the next batch's spikes follow the error broadcasts of the one
// before at once, so that a neuron finds both in its mailbox. They would take much
// memory if each neuron has a part of its own, and many messages one by one.
func (m *CoreMachine) ahead() bool { return m.distributor.Shared() && !m.plan.individual() }

// distribute makes the neurons' inputs of what arrived in an envelope, or in all
// envelopes of a batch.
func (m *CoreMachine) distribute(gs ...*collector) {
	slices.SortFunc(gs, func(x, y *collector) int { return cmp.Compare(x.envelope.First, y.envelope.First) })
	m.samples = m.samples[:0]
	for _, g := range gs {
		m.samples = append(m.samples, g.samples...)
	}
	inputs := m.distributor.Distribute(gs[0].envelope.First, m.samples)
	clear(m.samples)
	m.tally.SpikePackets += inputs.Packets
	m.tally.SynapticEvents += inputs.SynapticEvents
	sharing := make([]*Delivery, len(gs))
	for i, g := range gs {
		sharing[i] = &Delivery{Envelope: g.envelope, Inputs: inputs, Sharing: sharing}
		m.inputs[g.envelope.Number] = sharing[i]
	}
}

// release gives inputs back that no neuron will look at again. Of several deliveries
// that share them one does; then they may be another core's, and are not looked at either.
func (m *CoreMachine) release(delivery *Delivery) {
	if delivery == delivery.Sharing[0] {
		m.distributor.Release(delivery.Inputs)
	}
	delete(m.inputs, delivery.Envelope.Number)
}

// releaseLearned gives the inputs of batches back that all neurons have learned
// from.
func (m *CoreMachine) releaseLearned() {
	for _, delivery := range m.inputs {
		if delivery.Envelope.Batch.Number < m.batches {
			m.release(delivery)
		}
	}
}

// deliver puts what arrived in some envelopes into the neurons' next messages.
func (m *CoreMachine) deliver(out Outbox, arrived ...*collector) {
	for _, g := range arrived {
		if m.inputs[g.envelope.Number] == nil {
			m.distribute(g)
		}
		fired := m.fired.of(g.envelope) // is open from now on until all neurons have answered
		fired.read = new(atomic.Bool)
		if m.plan.individual() {
			m.deliverSingles(g, fired, out)
		} else {
			delivery := m.inputs[g.envelope.Number]
			delivery.fired, delivery.read = fired, fired.read
			m.deliveries = append(m.deliveries, delivery)
		}
		m.arriving.done(g)
	}
}

// deliverHeld delivers what arrived before its batch's turn.
func (m *CoreMachine) deliverHeld(out Outbox) {
	m.deliver(out, m.held...)
	clear(m.held)
	m.held = m.held[:0]
}

// flush sends error broadcasts and deliveries: all to one neuron and then to the next,
// which thus finds them together in its mailbox and its weights in the cache.
func (m *CoreMachine) flush(lessons []BatchBroadcasts, out Outbox) {
	for i := range m.core.Count {
		for k := range lessons {
			out.Send(m.neuronAddress(i), &lessons[k])
		}
		for _, delivery := range m.deliveries {
			out.Send(m.neuronAddress(i), delivery)
		}
	}
	clear(m.deliveries)
	m.deliveries = m.deliveries[:0]
}

// deliverSingles sends every spike alone to every neuron that it reaches, and then
// how many each neuron gets.
func (m *CoreMachine) deliverSingles(g, fired *collector, out Outbox) {
	counts := make([]int, m.core.Count)
	for s, spikes := range g.samples {
		for _, spike := range spikes {
			spike.Sample = int32(s)
			m.distributor.EachSynapse(spike.Source, func(synapse topology.Synapse) {
				counts[synapse.Neuron]++
				out.Send(m.neuronAddress(int(synapse.Neuron)), &messages.Single{
					Envelope: g.envelope, Synapse: synapse.Index, Spike: spike,
				})
			})
		}
	}
	for i, count := range counts {
		delivery := &Delivery{Envelope: g.envelope, Count: count, fired: fired, read: fired.read}
		delivery.Sharing = []*Delivery{delivery}
		out.Send(m.neuronAddress(i), delivery)
	}
}
