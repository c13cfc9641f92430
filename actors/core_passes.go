package actors

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
)

// pass is an envelope on its way through the windows of a stage with a cycle, at one core.
type pass struct {
	envelope *messages.Envelope
	arrived  *envelopeCollector // whole samples from outside the stage; nil until they are here and it is their turn
	line     routing.DelayLine
	window   int  // whose turn is next, or under way
	underWay bool // neurons are at work on it

	closed             [2][]int32 // by window: senders whose spikes are here, those needed a window later and at once
	expected, received int64      // spikes that travel alone

	next    []float32          // by neuron: when it has something to do by itself
	woken   []bool             // by neuron: in the window under way
	touched []bool             // by neuron: woken before
	fired   [][]messages.Spike // by sample, in all windows so far
}

// passOf returns what is known of an envelope's way through the windows.
func (m *CoreMachine) passOf(envelope *messages.Envelope) *pass {
	p := m.passes[envelope.Number]
	if p == nil {
		windows := m.stage.Windows.Count
		p = &pass{
			envelope: envelope,
			closed:   [2][]int32{make([]int32, windows), make([]int32, windows)},
			next:     make([]float32, m.core.Count),
			woken:    make([]bool, m.core.Count),
			touched:  make([]bool, m.core.Count),
			fired:    make([][]messages.Spike, envelope.Count),
		}
		for i := range p.next {
			if !m.spontaneous { // which have something to do from the start
				p.next[i] = float32(math.Inf(1))
			}
		}
		p.line.Start(envelope.Count)
		m.passes[envelope.Number] = p
	}
	return p
}

// addWindow takes the spikes of a window of another core of the stage, or of this one.
func (m *CoreMachine) addWindow(packets *messages.Packets, out Outbox) error {
	p := m.passOf(packets.Envelope)
	position := m.turns.senders.position(packets.From)
	spikes := packets.Spikes
	for s, count := range packets.Counts {
		if len(spikes) == 0 {
			p.expected += int64(count) // they travel alone, or there are none left
			continue
		}
		late := p.line.Late(s)
		*late = m.turns.senders.appendArrivals(*late, position, spikes[:count]...)
		spikes = spikes[count:]
	}
	kind := 0
	if m.turns.same[position] {
		kind = 1
	}
	p.closed[kind][packets.Window-1]++
	return m.takeTurn(p, out)
}

// addWindowSingle takes a spike of the stage that travels alone.
func (m *CoreMachine) addWindowSingle(single *messages.Single, out Outbox) error {
	p := m.passOf(single.Envelope)
	late, spike := p.line.Late(int(single.Spike.Sample)), single.Spike
	spike.Sample = 0
	*late = m.turns.senders.appendArrivals(*late, m.turns.senders.position(single.From), spike)
	p.received++
	return m.takeTurn(p, out)
}

// beginPass starts the windows of an envelope whose spikes from outside the stage have arrived.
func (m *CoreMachine) beginPass(arrived *envelopeCollector) {
	p := m.passOf(arrived.envelope)
	p.arrived = arrived
	p.line.SetEarly(arrived.samples)
}

// isOver reports whether a pass has ended and nothing of it is on its way here.
func (m *CoreMachine) isOver(p *pass) bool {
	last := m.stage.Windows.Count - 1
	return p.window > last && p.received == p.expected &&
		p.closed[0][last] == int32(m.turns.waits[0]) && p.closed[1][last] == int32(m.turns.waits[1])
}

// mayTakeTurn reports whether all that can arrive in the next window of a pass is here.
func (m *CoreMachine) mayTakeTurn(p *pass) bool {
	return p.arrived != nil && !p.underWay && p.received == p.expected &&
		p.closed[1][p.window] == int32(m.turns.waits[1]) &&
		(p.window == 0 || p.closed[0][p.window-1] == int32(m.turns.waits[0]))
}

// takeTurns goes on with every pass that can.
func (m *CoreMachine) takeTurns(out Outbox) error {
	for _, p := range m.inOrder() {
		if err := m.takeTurn(p, out); err != nil {
			return err
		}
	}
	return nil
}

// inOrder are the passes, by envelope.
func (m *CoreMachine) inOrder() []*pass {
	return slices.SortedFunc(maps.Values(m.passes), func(x, y *pass) int { return cmp.Compare(x.envelope.Number, y.envelope.Number) })
}

// takeTurn hands the next window of a pass, if it may come, to the neurons that something happens to.
func (m *CoreMachine) takeTurn(p *pass, out Outbox) error {
	if m.isOver(p) {
		delete(m.passes, p.envelope.Number)
		return nil
	}
	if !m.mayTakeTurn(p) {
		return nil
	}
	windows := m.stage.Windows
	end, last := windows.End(p.window), p.window == windows.Count-1
	arrivals := p.line.Take(end)
	of := p.envelope
	t := m.presentations.begin()
	t.pass, p.underWay = p, true
	t.envelopes = append(t.envelopes, of)
	t.inputs = m.distributor.Distribute(of.First, arrivals)
	m.tally.SpikePackets += t.inputs.Packets
	m.tally.SynapticEvents += t.inputs.SynapticEvents
	t.delivery = &messages.Delivery{
		Batch: of.Batch, First: of.First, Count: of.Count,
		Window: &messages.Window{Until: end, First: p.window == 0, Last: last},
	}
	t.answers = p.wake(t.inputs, end, last, of.Batch.Learn)
	m.presentations.add(t)
	if m.plan.individual() {
		m.deliverSingles(t, arrivals, out)
	} else {
		t.delivery.Arrivals = t.inputs
		for i, woken := range p.woken {
			if woken {
				out.Send(m.neuronAddress(i), t.delivery)
			}
		}
	}
	return m.passOnComplete(t, out) // if nobody is woken
}

// wake chooses the neurons that something happens to in a window: arrivals, or what they announced. The
// last window wakes all that have to end their sample.
func (p *pass) wake(inputs *routing.Inputs, end float64, last, learn bool) (count int) {
	for i := range p.woken {
		woken := inputs.Reach(i) || float64(p.next[i]) < end || last && (learn || p.touched[i])
		p.woken[i] = woken
		if woken {
			p.touched[i] = true
			count++
		}
	}
	return count
}

// endTurn passes on what the neurons fired in a window.
func (m *CoreMachine) endTurn(t *presentation, out Outbox) error {
	p := t.pass
	m.distributor.Release(t.inputs) // the neurons have copied what they learn from
	packets := packetsOf(p.envelope, m.core.ID, t.own.samples)
	packets.Window = p.window + 1
	for s, spikes := range t.own.samples {
		p.fired[s] = append(p.fired[s], spikes...)
	}
	m.presentations.finish(t)
	p.underWay = false
	p.window++
	m.plan.send(out, m.turns.targets, packets)
	if p.window == m.stage.Windows.Count {
		m.endPass(p, out)
		if err := m.answer(p.envelope, out); err != nil {
			return err
		}
	}
	return m.takeTurn(p, out) // the others may be ahead
}

// endPass passes the whole samples on to those outside the stage. Windows follow each other, so
// their spikes are in order.
func (m *CoreMachine) endPass(p *pass, out Outbox) {
	of := p.envelope
	m.arriving.release(p.arrived)
	if record := m.plan.Setup.Recorder(of.Batch.Learn); record != nil {
		record(m.core, of.First, p.fired)
	}
	m.plan.send(out, m.targets, packetsOf(of, m.core.ID, p.fired))
	m.activity.Count(of.Batch, of.First, p.fired)
	p.arrived = nil
}
