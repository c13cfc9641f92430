package protocol

import (
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// deliverComplete hands the arrived spikes of an envelope to the neurons once
// all are here and the neurons have learned from the batches before.
func (m *CoreMachine) deliverComplete(g *gathering, out Outbox) {
	if !g.complete(m.sources) {
		return
	}
	g.order(m.plan.sort)
	batch := g.envelope.Batch
	if !batch.Learn || batch.Number == m.batches {
		m.hand(out, g)
		return
	}
	m.held = append(m.held, g)
	if m.distributor.Shared() {
		m.distribute(g) // while the neurons work; parts of their own would take much memory
	}
}

// distribute makes the neurons' inputs of what arrived in an envelope.
func (m *CoreMachine) distribute(g *gathering) *Delivery {
	delivery := &Delivery{Envelope: g.envelope, Inputs: m.distributor.Distribute(g.envelope.First, g.samples)}
	m.inputs[g.envelope.Number] = delivery
	m.tally.SpikePackets += delivery.Inputs.Packets
	m.tally.SynapticEvents += delivery.Inputs.SynapticEvents
	return delivery
}

// release gives inputs back that no neuron will look at again.
func (m *CoreMachine) release(delivery *Delivery) {
	m.distributor.Release(delivery.Inputs)
	delete(m.inputs, delivery.Envelope.Number)
}

// hand gives every neuron what arrived in some envelopes: all of them to one
// neuron and then to the next, which thus finds them together in its mailbox and
// its weights in the cache.
func (m *CoreMachine) hand(out Outbox, arrived ...*gathering) {
	m.handing = m.handing[:0]
	for _, g := range arrived {
		delivery := m.inputs[g.envelope.Number]
		if delivery == nil {
			delivery = m.distribute(g)
		}
		if m.plan.individual() {
			m.handSingles(g, out)
		} else {
			m.handing = append(m.handing, delivery)
		}
		m.arriving.done(g)
	}
	for i := range m.core.Count {
		for _, delivery := range m.handing {
			out.Send(m.neuronAddress(i), delivery)
		}
	}
	clear(m.handing)
}

// handSingles sends every spike alone to every neuron that it reaches, and then
// how many each neuron gets.
func (m *CoreMachine) handSingles(g *gathering, out Outbox) {
	counts := make([]int, m.core.Count)
	for s, spikes := range g.samples {
		for _, spike := range spikes {
			m.distributor.EachSynapse(spike.Source, func(synapse topology.Synapse) {
				counts[synapse.Neuron]++
				out.Send(m.neuronAddress(int(synapse.Neuron)), &messages.Single{
					Envelope: g.envelope, Sample: int32(s), Synapse: synapse.Index, Spike: spike,
				})
			})
		}
	}
	for i, count := range counts {
		out.Send(m.neuronAddress(i), &Delivery{Envelope: g.envelope, Count: count})
	}
}
