package actors

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// deliveredSingles are the messages of a presentation whose spikes travel alone. Once all neurons that got any have
// answered nobody holds them any more, and the next presentation uses their memory.
type deliveredSingles struct {
	spikes slab[messages.ArrivingSingle]
	counts []messages.ArrivingCount // by neuron, or one for all
	all    []*messages.ArrivingSingle
}

// deliverSingles sends every spike alone to every neuron that it reaches, and then
// how many each neuron gets.
func (m *CoreMachine) deliverSingles(p *presentation, samples [][]messages.Spike, out Outbox) {
	if p.singles == nil {
		p.singles = &deliveredSingles{}
	}
	p.singles.spikes.reset()
	if m.distributor.Shared() {
		m.deliverToAll(p, samples, out)
	} else {
		m.deliverToSome(p, samples, out)
	}
}

// deliverToAll sends every spike to every neuron: all to one and then to the next, which thus finds its mailbox in the
// cache. What they get is the same, since a spike arrives at each neuron's synapse of its source: neurons share it.
func (m *CoreMachine) deliverToAll(p *presentation, samples [][]messages.Spike, out Outbox) {
	d := p.singles
	d.all = d.all[:0]
	for s, spikes := range samples {
		for _, spike := range spikes {
			spike.Sample = int32(s)
			single := d.spikes.next()
			*single = messages.ArrivingSingle{Delivery: p.delivery.Number, Synapse: spike.Source, Spike: spike}
			d.all = append(d.all, single)
		}
	}
	d.counts = append(d.counts[:0], messages.ArrivingCount{Delivery: p.delivery, Count: len(d.all)})
	for i := range each(&p.woken) {
		to := m.neuronAddress(i)
		for _, single := range d.all {
			out.Send(to, single)
		}
		out.Send(to, &d.counts[0])
	}
}

// deliverToSome sends every spike to the neurons that it reaches.
func (m *CoreMachine) deliverToSome(p *presentation, samples [][]messages.Spike, out Outbox) {
	d := p.singles
	d.counts = neuron.Resized(d.counts, m.core.Count)
	for i := range d.counts {
		d.counts[i] = messages.ArrivingCount{Delivery: p.delivery}
	}
	for s, spikes := range samples {
		for _, spike := range spikes {
			spike.Sample = int32(s)
			m.distributor.EachSynapse(spike.Source, func(synapse topology.Synapse) {
				d.counts[synapse.Neuron].Count++
				single := d.spikes.next()
				*single = messages.ArrivingSingle{Delivery: p.delivery.Number, Synapse: synapse.Index, Spike: spike}
				out.Send(m.neuronAddress(int(synapse.Neuron)), single)
			})
		}
	}
	for i := range each(&p.woken) {
		out.Send(m.neuronAddress(i), &d.counts[i])
	}
}
