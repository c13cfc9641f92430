package actors

import (
	"sync/atomic"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/messages"
)

// collector collects the spikes of the samples of one envelope from several
// sources. Each source closes its part with a count for every sample; the
// spikes come with it or, as Singles, at any time.
type collector struct {
	envelope *messages.Envelope
	samples  [][]messages.Spike
	borrowed bool  // samples are those of a message, which nobody may change
	sorted   []int // by sample: spikes, the first, that are in order
	closed   int   // sources that have closed
	expected int64 // spikes announced by them
	received int64
	read     *atomic.Bool         // tells a core's neurons that it has read what they fired; nil for what arrives
	recent   neuron.HighWaterMark // of samples
	has      []uint64             // bits of the sources that have closed, for an error to name the others
}

// collectors holds the collectors in progress by envelope, and reuses them.
type collectors struct {
	open map[uint64]*collector
	free []*collector
}

func newCollectors() collectors {
	return collectors{open: map[uint64]*collector{}}
}

func (gs *collectors) of(envelope *messages.Envelope) *collector {
	g := gs.open[envelope.Number]
	if g == nil {
		if last := len(gs.free) - 1; last >= 0 {
			g, gs.free = gs.free[last], gs.free[:last]
		} else {
			g = &collector{}
		}
		g.start(envelope)
		gs.open[envelope.Number] = g
	}
	return g
}

// done forgets the collector; its samples must not be used any more.
func (gs *collectors) done(g *collector) {
	delete(gs.open, g.envelope.Number)
	g.envelope = nil
	if g.borrowed {
		clear(g.samples)
	}
	gs.free = append(gs.free, g)
}

func (g *collector) start(envelope *messages.Envelope) {
	g.envelope, g.borrowed, g.closed, g.expected, g.received = envelope, false, 0, 0, 0
	clear(g.has)
	used, most := 0, 0
	for _, spikes := range g.samples {
		used, most = max(used, len(spikes)), max(most, cap(spikes))
	}
	if g.recent.Exceeds(used, most) {
		g.samples = nil
	}
	for cap(g.samples) < envelope.Count {
		g.samples = append(g.samples[:cap(g.samples)], nil)
	}
	g.samples = g.samples[:envelope.Count]
	for s := range g.samples {
		g.samples[s] = g.samples[s][:0]
	}
	g.sorted = append(g.sorted[:0], make([]int, envelope.Count)...)
}

// markClosed notes that a source has closed.
func (g *collector) markClosed(source int) {
	g.closed++
	for source/64 >= len(g.has) {
		g.has = append(g.has, 0)
	}
	g.has[source/64] |= 1 << (source % 64)
}

// hasClosed reports whether a source has closed.
func (g *collector) hasClosed(source int) bool {
	return source/64 < len(g.has) && g.has[source/64]>>(source%64)&1 != 0
}

// close takes one source's counts and the spikes that come with them.
func (g *collector) close(counts []int32, spikes []messages.Spike) {
	for s, count := range counts {
		g.expected += int64(count)
		if len(spikes) > 0 {
			g.samples[s] = append(g.samples[s], spikes[:count]...)
			spikes = spikes[count:]
			g.received += int64(count)
		}
	}
}

// closeNeuron takes what a neuron of a core fired.
func (g *collector) closeNeuron(fired *Fired) {
	index := fired.answer.neuron
	g.markClosed(int(index))
	g.expected += int64(fired.Count)
	if fired.Count == 0 || fired.answer.alone {
		return
	}
	g.received += int64(fired.Count)
	for _, spike := range fired.spikes() {
		g.file(spike)
	}
}

// borrow takes the packets of the only source without copying their spikes,
// which are in order.
func (g *collector) borrow(packets *messages.Packets) {
	g.borrowed = true
	spikes := packets.Spikes
	for s, count := range packets.Counts {
		g.samples[s], spikes = spikes[:count:count], spikes[count:]
		g.expected += int64(count)
	}
	g.received = g.expected
}

// take takes the packets of one of so many sources, of which the first is core
// first.
func (g *collector) take(packets *messages.Packets, first, sources int) {
	g.markClosed(packets.From - first)
	if sources == 1 && len(packets.Spikes) > 0 {
		g.borrow(packets)
	} else {
		g.close(packets.Counts, packets.Spikes)
	}
}

func (g *collector) single(message *messages.Single) {
	g.file(message.Spike)
	g.received++
}

// file puts a spike to those of its sample.
func (g *collector) file(spike messages.Spike) {
	samples := &g.samples[spike.Sample]
	spike.Sample = 0
	*samples = append(*samples, spike)
}

// complete reports whether all of so many sources have closed and every
// announced spike is here.
func (g *collector) complete(sources int) bool {
	return g.closed == sources && g.received == g.expected
}

// order sorts the spikes of every sample by (time, source): those that have come since the
// last call, which are merged with the others. Borrowed ones are in order.
func (g *collector) order(sort func(spikes []messages.Spike, sorted int)) {
	if g.borrowed {
		return
	}
	for s, spikes := range g.samples {
		sort(spikes, g.sorted[s])
		g.sorted[s] = len(spikes)
	}
}

// counts appends the number of spikes of each sample to dst.
func (g *collector) counts(dst []int32) []int32 {
	for _, spikes := range g.samples {
		dst = append(dst, int32(len(spikes)))
	}
	return dst
}
