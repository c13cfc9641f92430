package actors

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"sfdfa-actors/actors/routing"
	"sfdfa-actors/messages"
)

// pass is an envelope on its way through the windows of a stage with a cycle, at one core.
type pass struct {
	envelope *messages.Envelope
	arrived  *envelopeCollector // whole samples from outside the stage; nil until they are here and it is their turn
	line     routing.DelayLine
	window   int  // whose turn is next, or under way
	end      int  // the window before which the pass ends; a segment's may go on
	underWay bool // neurons are at work on it

	closed             [2]windowCounts // senders whose spikes of a window are here: those needed a window later, and at once
	expected, received int64           // spikes that travel alone
	held               []held          // that came before their window was over

	next    []float32          // by neuron: when it has something to do by itself
	touched []bool             // by neuron: woken before
	fired   [][]messages.Spike // by sample, in all windows so far
}

// windowCounts are numbers by window, from the window before the one whose turn is next.
type windowCounts struct {
	first  int // window of the first
	counts []int32
}

// of returns the number of a window.
func (t *windowCounts) of(window int) *int32 {
	for window-t.first >= len(t.counts) {
		t.counts = append(t.counts, 0)
	}
	return &t.counts[window-t.first]
}

// forget gives up those before a window.
func (t *windowCounts) forget(window int) {
	t.counts = append(t.counts[:0], t.counts[min(window-t.first, len(t.counts)):]...)
	t.first = window
}

// endless is the number of the pass of an endless sample.
const endless = math.MaxUint64

// passNumber is the number under which an envelope goes through the windows: all segments of an endless
// sample are one pass.
func passNumber(envelope *messages.Envelope) uint64 {
	if envelope.Segment != nil {
		return endless
	}
	return envelope.Number
}

// passOf returns what is known of an envelope's way through the windows.
func (m *CoreMachine) passOf(envelope *messages.Envelope) *pass {
	p := m.passes[passNumber(envelope)]
	if p == nil {
		p = &pass{
			envelope: envelope,
			end:      m.stage.Windows.Count,
			next:     make([]float32, m.core.Count),
			touched:  make([]bool, m.core.Count),
			fired:    make([][]messages.Spike, envelope.Count),
		}
		for i := range p.next {
			if !m.spontaneous { // which have something to do from the start
				p.next[i] = float32(math.Inf(1))
			}
		}
		p.line.Start(envelope.Count)
		m.passes[passNumber(envelope)] = p
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
		m.await(p, held{window: packets.Window - 1, position: position, sample: s, spikes: spikes[:count]})
		spikes = spikes[count:]
	}
	kind := 0
	if m.turns.same[position] {
		kind = 1
	}
	*p.closed[kind].of(packets.Window - 1)++
	return m.takeTurn(p, out)
}

// addWindowSingle takes a spike of the stage that travels alone.
func (m *CoreMachine) addWindowSingle(single *messages.Single, out Outbox) error {
	p := m.passOf(single.Envelope)
	spike := single.Spike
	spike.Sample = 0
	m.await(p, held{
		window: single.Window - 1, position: m.turns.senders.position(single.From),
		sample: int(single.Spike.Sample), spikes: []messages.Spike{spike},
	})
	p.received++
	return m.takeTurn(p, out)
}

// held are spikes of a window that a sender of the stage has fired in one of the samples.
type held struct {
	window, position, sample int
	spikes                   []messages.Spike
}

// await lets spikes wait for the window in which they arrive. Those that need not be here at once wait until the one in
// which they were fired is over: which turn they come in must not depend on who is faster.
func (m *CoreMachine) await(p *pass, h held) {
	if h.window >= p.window && !m.turns.same[h.position] {
		p.held = append(p.held, h)
		return
	}
	late := p.line.Late(h.sample)
	*late = m.turns.senders.appendArrivals(*late, h.position, h.spikes...)
}

// releaseHeld lets the spikes wait for their arrival whose window is over.
func (m *CoreMachine) releaseHeld(p *pass) {
	all := p.held
	p.held = p.held[:0]
	for _, h := range all {
		m.await(p, h)
	}
}

// beginPass starts the windows of an envelope whose spikes from outside the stage have arrived, or goes on with those of
// an endless sample.
func (m *CoreMachine) beginPass(arrived *envelopeCollector) {
	p := m.passOf(arrived.envelope)
	p.arrived, p.envelope = arrived, arrived.envelope
	segment := arrived.envelope.Segment
	if segment == nil {
		p.line.SetEarly(arrived.samples)
		return
	}
	p.end = segment.End
	late := p.line.Late(0)
	*late = append(*late, arrived.samples[0]...)
}

// isComplete reports whether all spikes of the stage that are fired in a window are here, or those that
// may arrive in the window itself if atOnce is set.
func (m *CoreMachine) isComplete(p *pass, window int, atOnce bool) bool {
	kind := 0
	if atOnce {
		kind = 1
	}
	return window < 0 || *p.closed[kind].of(window) == int32(m.turns.waits[kind])
}

// hasEnded reports whether the windows of a pass are over and nothing of them is on its way here.
func (m *CoreMachine) hasEnded(p *pass) bool {
	return p.window == p.end && p.received == p.expected && m.isComplete(p, p.end-1, false) && m.isComplete(p, p.end-1, true)
}

// mayTakeTurn reports whether all that can arrive in the next window of a pass is here.
func (m *CoreMachine) mayTakeTurn(p *pass) bool {
	return p.arrived != nil && !p.underWay && p.window < p.end && p.received == p.expected &&
		m.isComplete(p, p.window, true) && m.isComplete(p, p.window-1, false)
}

// takeTurns goes on with every pass that can.
func (m *CoreMachine) takeTurns(out Outbox) error {
	if m.stage == nil {
		return nil
	}
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
	if p.arrived != nil && m.hasEnded(p) {
		return m.endPass(p, out)
	}
	if !m.mayTakeTurn(p) {
		return nil
	}
	windows := m.stage.Windows
	end, last := windows.End(p.window), p.window == windows.Count-1 && p.envelope.Segment == nil
	arrivals := p.line.TakeArrivals(end)
	of := p.envelope
	t := m.presentations.begin()
	t.pass, p.underWay = p, true
	t.envelopes = append(t.envelopes, of)
	t.delivery = &messages.Delivery{
		Batch: of.Batch, First: of.First, Count: of.Count,
		Window: &messages.Window{Until: end, Last: last},
	}
	if m.distributor.Accumulates() {
		t.inputs = m.distributor.AddWindow(arrivals[0], windows.Start(p.window), end)
		t.woken.reset(m.core.Count)
		for _, i := range t.inputs.Awake() {
			t.woken.add(int(i))
		}
	} else {
		t.inputs = m.distributor.Distribute(of.First, arrivals)
		t.wakeInWindow(end, last, of.Batch.Learn && !m.catchesUp)
	}
	m.present(t)
	if m.plan.individual() && !m.distributor.Accumulates() {
		m.deliverSingles(t, arrivals, out)
	} else {
		t.delivery.Arrivals = t.inputs
		for i := range eachExpected(m.expecting(out), &t.woken) {
			out.Send(m.neuronAddress(i), t.delivery)
		}
	}
	m.tally.SpikePackets += t.inputs.Packets
	m.tally.SynapticEvents += t.inputs.SynapticEvents
	return m.passOnComplete(t, out) // if nobody is woken
}

// wakeInWindow chooses the neurons that something happens to in a window: arrivals, or what they announced. The
// last window wakes those that have to end their sample, or all.
func (t *presentation) wakeInWindow(end float64, last, all bool) {
	p := t.pass
	t.woken.reset(len(p.touched))
	for i := range p.touched {
		if t.inputs.Reach(i) || float64(p.next[i]) < end || last && (all || p.touched[i]) {
			t.woken.add(i)
			p.touched[i] = true
		}
	}
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
	m.releaseHeld(p)
	for kind := range p.closed {
		p.closed[kind].forget(p.window - 1)
	}
	if p.window == p.end {
		m.passOnWhole(p, out)
	}
	m.plan.send(out, m.turns.targets, packets)
	return m.takeTurn(p, out) // the others may be ahead
}

// passOnWhole passes the whole samples, or the segment, on to those outside the stage. Windows follow each other, so
// the spikes are in order.
func (m *CoreMachine) passOnWhole(p *pass, out Outbox) {
	of := p.envelope
	if record := m.plan.Setup.Recorder(of.Batch.Learn); record != nil {
		record(m.core, of.First, p.fired)
	}
	m.plan.send(out, m.targets, packetsOf(of, m.core.ID, p.fired))
	m.activity.Count(of.Batch, of.First, p.fired)
	for s := range p.fired {
		p.fired[s] = p.fired[s][:0]
	}
}

// endPass ends the windows of an envelope. Those of an endless sample may go on.
func (m *CoreMachine) endPass(p *pass, out Outbox) error {
	m.arriving.release(p.arrived)
	p.arrived = nil
	if p.envelope.Segment == nil {
		delete(m.passes, p.envelope.Number)
	}
	return m.answer(p.envelope, out)
}
