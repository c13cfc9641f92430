package actors

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/messages"
)

// answer is what a neuron says after one presentation, with what it needs to be used
// again: 64 bytes, a cache line. Where envelopes are small, answers are most of what
// travels.
type answer struct {
	messages.OwnSpikes
	next   *answer // in the list that it is in
	uses   uint8   // modulo 256
	recent neuron.HighWaterMark
}

// answers are those of one neuron. They are linked by themselves: in a large network
// every line of memory that a neuron touches costs time.
type answers struct {
	oldest, newest *answer // given, in order, which is about the one in which the core reads them
	free           *answer // the one that was read last, and those before
}

// next returns an answer without spikes that the core has read, the likeliest to be in
// the cache, or a new one. The core has read the answers to the first deliveries, read in
// number.
func (as *answers) next(delivery, read uint64) *answer {
	for as.oldest != nil && as.oldest.Delivery < read {
		done := as.oldest
		as.oldest, done.next, as.free = done.next, as.free, done
	}
	a := as.free
	if a == nil {
		a = &answer{}
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
	if a.recent.Exceeds(len(a.Spikes), cap(a.Spikes)) {
		a.Spikes = nil
	}
	prefetch.Slice(a.Spikes) // about as many come this time
	a.Delivery, a.Spikes, a.Late = delivery, a.Spikes[:0], 0
	return a
}

// trim gives up the free answer that would be next, once it has been left over for long
// with much more memory than it needed.
func (as *answers) trim() {
	if over := as.free; over != nil && over.recent.Exceeds(0, cap(over.Spikes)) {
		as.free = over.next
	}
}
