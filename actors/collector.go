package actors

import (
	"cmp"
	"maps"
	"slices"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/messages"
)

// collector collects the spikes of some samples from several sources. Each source
// closes its part with a count; the spikes come with it or one by one, before it or
// after it.
type collector struct {
	samples  [][]messages.Spike
	borrowed bool  // samples are those of a message, which nobody may change
	sorted   []int // by sample: spikes, the first, that are in order
	closed   int   // sources that have closed
	expected int64 // spikes announced by them
	received int64
	recent   neuron.HighWaterMark // of spikes in a sample
	has      []uint64             // bits of the sources that have closed, for an error to name the others
}

// start begins to collect the spikes of n samples.
func (c *collector) start(n int) {
	c.borrowed, c.closed, c.expected, c.received = false, 0, 0, 0
	clear(c.has)
	used, most := 0, 0
	for _, spikes := range c.samples {
		used, most = max(used, len(spikes)), max(most, cap(spikes))
	}
	if c.recent.Exceeds(used, most) {
		c.samples = nil
	}
	c.samples = neuron.Resized(c.samples, n)
	for s := range c.samples {
		c.samples[s] = c.samples[s][:0]
	}
	c.sorted = append(c.sorted[:0], make([]int, n)...)
}

// finish forgets borrowed spikes; the samples must not be used any more.
func (c *collector) finish() {
	if c.borrowed {
		clear(c.samples)
	}
}

// closeSource notes that a source sends nothing more.
func (c *collector) closeSource(source int) {
	c.closed++
	for source/64 >= len(c.has) {
		c.has = append(c.has, 0)
	}
	c.has[source/64] |= 1 << (source % 64)
}

// hasClosed reports whether a source has closed.
func (c *collector) hasClosed(source int) bool {
	return source/64 < len(c.has) && c.has[source/64]>>(source%64)&1 != 0
}

// addPackets takes the packets of one of the senders. The spikes of an only sender are in
// order, and are borrowed if they arrive as they are.
func (c *collector) addPackets(packets *messages.Packets, from *senders) {
	position := from.position(packets.From)
	c.closeSource(position)
	c.borrowed = from.count() == 1 && from.isPlain(position) && len(packets.Spikes) > 0
	spikes := packets.Spikes
	for s, count := range packets.Counts {
		c.expected += int64(count)
		if len(spikes) == 0 {
			continue // they travel alone, or there are none left
		}
		if c.borrowed {
			c.samples[s] = spikes[:count:count]
		} else {
			c.samples[s] = from.appendArrivals(c.samples[s], position, spikes[:count]...)
		}
		spikes = spikes[count:]
		c.received += int64(count)
	}
}

// addOwnSpikes takes a neuron's answer.
func (c *collector) addOwnSpikes(answer *messages.OwnSpikes) {
	c.closeSource(int(answer.Neuron))
	c.expected += int64(len(answer.Spikes))
	if answer.Alone {
		return
	}
	c.received += int64(len(answer.Spikes))
	for _, spike := range answer.Spikes {
		c.add(spike)
	}
}

// add puts a spike to those of its sample.
func (c *collector) add(spike messages.Spike) {
	spikes := &c.samples[spike.Sample]
	spike.Sample = 0
	*spikes = append(*spikes, spike)
}

// addOwnSingle takes a neuron's spike that travels alone.
func (c *collector) addOwnSingle(spike messages.Spike) {
	c.add(spike)
	c.received++
}

// addSingle takes a spike of one of the senders that travels alone.
func (c *collector) addSingle(single *messages.Single, from *senders) {
	spikes := &c.samples[single.Spike.Sample]
	spike := single.Spike
	spike.Sample = 0
	*spikes = from.appendArrivals(*spikes, from.position(single.From), spike)
	c.received++
}

// isComplete reports whether all of n sources have closed and every announced spike is
// here.
func (c *collector) isComplete(n int) bool {
	return c.closed == n && c.received == c.expected
}

// order sorts the spikes of every sample: those that have come since the last call,
// which are merged with the others. Borrowed ones are in order.
func (c *collector) order(sort func(spikes []messages.Spike, sorted int)) {
	if c.borrowed {
		return
	}
	order := func(s int) {
		sort(c.samples[s], c.sorted[s])
		c.sorted[s] = len(c.samples[s])
	}
	unsorted := 0
	for s, spikes := range c.samples {
		unsorted += len(spikes) - c.sorted[s]
	}
	if unsorted > manySpikes {
		parallel.Each(len(c.samples), order)
		return
	}
	for s := range c.samples {
		order(s)
	}
}

// manySpikes are so many that other CPU cores help to sort them: whole batches from hundreds of thousands of neurons come
// together where the next population waits for them.
const manySpikes = 1 << 18

// envelopeCollector collects what arrives of an envelope.
type envelopeCollector struct {
	collector
	envelope *messages.Envelope
}

// envelopeCollectors are those in progress, by envelope, and some to use again.
type envelopeCollectors struct {
	open map[uint64]*envelopeCollector
	free []*envelopeCollector
}

func newEnvelopeCollectors() envelopeCollectors {
	return envelopeCollectors{open: map[uint64]*envelopeCollector{}}
}

// collectorOf returns the collector of an envelope.
func (cs *envelopeCollectors) collectorOf(envelope *messages.Envelope) *envelopeCollector {
	c := cs.open[envelope.Number]
	if c == nil {
		if last := len(cs.free) - 1; last >= 0 {
			c, cs.free = cs.free[last], cs.free[:last]
		} else {
			c = &envelopeCollector{}
		}
		c.envelope = envelope
		c.start(envelope.Count)
		cs.open[envelope.Number] = c
	}
	return c
}

// release takes a collector back; its samples must not be used any more.
func (cs *envelopeCollectors) release(c *envelopeCollector) {
	delete(cs.open, c.envelope.Number)
	c.envelope = nil
	c.finish()
	cs.free = append(cs.free, c)
}

// inOrder are the open collectors, by envelope.
func (cs *envelopeCollectors) inOrder() []*envelopeCollector {
	return slices.SortedFunc(maps.Values(cs.open), func(x, y *envelopeCollector) int {
		return cmp.Compare(x.envelope.Number, y.envelope.Number)
	})
}
