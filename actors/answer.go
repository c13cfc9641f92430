package actors

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/messages"
)

// Fired are the spikes of one neuron in the samples of a delivery's envelope, for its
// core.
type Fired struct {
	Delivery *Delivery
	Count    int32 // of spikes

	first  int32 // of them in the answer's spikes
	answer *answer
}

// answer is what a neuron says after one presentation: a message for each delivery
// that was presented. With every message alone they are most of what travels, so they
// are small, lie side by side in memory, and have the rest in common.
type answer struct {
	next   *answer // in the list that it is in
	fired  []Fired
	spikes []messages.Spike     // of all messages
	neuron int32                // in its core
	alone  bool                 // the spikes travel as Singles
	uses   uint8                // modulo 256
	mark   neuron.HighWaterMark // of spikes
}

// newAnswer returns an answer to so many deliveries. A single message, which is what
// each neuron of a large network has, lies in the answer itself.
func newAnswer(deliveries int) *answer {
	if deliveries > 1 {
		return &answer{fired: make([]Fired, deliveries)}
	}
	single := &struct {
		answer
		fired [1]Fired
	}{}
	single.answer.fired = single.fired[:]
	return &single.answer
}

// split makes the messages of the spikes, which are those of consecutive samples
// from a presentation on.
func (a *answer) split(deliveries []*Delivery, first uint64) {
	if cap(a.fired) < len(deliveries) {
		a.fired = make([]Fired, len(deliveries))
	}
	a.fired = a.fired[:len(deliveries)]
	next := 0
	for i, delivery := range deliveries {
		begin, from := next, int32(delivery.Envelope.First-first)
		end := from + int32(delivery.Envelope.Count)
		for next < len(a.spikes) && a.spikes[next].Sample < end {
			a.spikes[next].Sample -= from
			next++
		}
		a.fired[i] = Fired{Delivery: delivery, Count: int32(next - begin), first: int32(begin), answer: a}
	}
}

// spikes are the spikes of the message.
func (f *Fired) spikes() []messages.Spike {
	return f.answer.spikes[f.first : f.first+f.Count]
}

// isRead reports whether the core has read all messages, so that the neuron may use the
// answer again. The core says so once for all its neurons, since to note it in each answer
// would take a line of memory from the CPU core that has it.
func (a *answer) isRead() bool {
	for i := len(a.fired) - 1; i >= 0; i-- {
		if !a.fired[i].Delivery.read.Load() {
			return false
		}
	}
	return true
}

// answers are those of one neuron. They are linked by themselves: in a large network
// every line of memory that a neuron touches costs time.
type answers struct {
	oldest, newest *answer // given, in order, which is about the one in which the core reads them
	free           *answer // the one that was read last, and those before
}

// take returns an answer that the core has read, the likeliest to be in the cache, or a
// new one. It has no spikes, and split has to make its messages before the next one is
// taken.
func (as *answers) take(deliveries int) *answer {
	for as.oldest != nil && as.oldest.isRead() {
		read := as.oldest
		as.oldest, read.next, as.free = read.next, as.free, read
	}
	a := as.free
	if a == nil {
		a = newAnswer(deliveries)
	} else {
		as.free, a.next = a.next, nil
		if a.uses++; a.uses%16 == 0 {
			as.trim() // not always, since it touches memory that is not in the cache
		}
	}
	if as.oldest == nil {
		as.oldest = a
	} else {
		as.newest.next = a
	}
	as.newest = a
	if a.mark.Exceeds(len(a.spikes), cap(a.spikes)) {
		a.spikes = nil
	}
	prefetch.Slice(a.spikes) // about as many come this time
	a.spikes = a.spikes[:0]
	return a
}

// trim gives up the free answer that would be next, once it has been left over for long
// with much more room than it needed.
func (as *answers) trim() {
	if over := as.free; over != nil && over.mark.Exceeds(0, cap(over.spikes)) {
		as.free = over.next
	}
}
