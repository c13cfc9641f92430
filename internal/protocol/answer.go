package protocol

import (
	"slices"
	"sync/atomic"

	"sfdfa-actors/internal/neuron"
)

// Fired are the spikes of one neuron in the samples of a delivery's envelope, for its
// core.
type Fired struct {
	Delivery *Delivery
	Count    int32 // of spikes

	first  int32 // of them in the answer's emissions
	answer *answer
}

// answer is what a neuron says after one presentation: a message for each delivery
// that was presented. With every message alone they are most of what travels, so they
// are small, lie side by side in memory, and have the rest in common.
type answer struct {
	neuron    int // in its core
	fired     []Fired
	emissions []neuron.Emission // of all messages
	alone     bool              // the emissions travel as Singles
	room      neuron.Room       // of emissions

	unread int         // messages; only the core counts, once they are sent
	read   atomic.Bool // all of them: the neuron may use it again
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

// split makes the messages of the emissions, which are those of consecutive samples
// from a presentation on.
func (a *answer) split(deliveries []*Delivery, first uint64) {
	if cap(a.fired) < len(deliveries) {
		a.fired = make([]Fired, len(deliveries))
	}
	a.fired = a.fired[:len(deliveries)]
	a.unread = len(deliveries)
	next := 0
	for i, delivery := range deliveries {
		begin, from := next, int32(delivery.Envelope.First-first)
		end := from + int32(delivery.Envelope.Count)
		for next < len(a.emissions) && a.emissions[next].Sample < end {
			a.emissions[next].Sample -= from
			next++
		}
		a.fired[i] = Fired{Delivery: delivery, Count: int32(next - begin), first: int32(begin), answer: a}
	}
}

// emissions are the spikes of the message.
func (f *Fired) emissions() []neuron.Emission {
	return f.answer.emissions[f.first : f.first+f.Count]
}

// done says that the core has read the message. It must not touch that any more.
func (f *Fired) done() {
	a := f.answer
	if a.unread--; a.unread == 0 {
		a.read.Store(true)
	}
}

// answers are those of one neuron.
type answers struct {
	given []*answer // in order, which is about the one in which the core reads them
	free  []*answer // read; the last are the likeliest to be in the cache
}

// take returns an answer that the core has read, or a new one, without emissions.
func (as *answers) take(deliveries int) *answer {
	read := 0
	for read < len(as.given) && as.given[read].read.Load() {
		read++
	}
	as.free = append(as.free, as.given[:read]...)
	as.given = slices.Delete(as.given, 0, read)
	var a *answer
	if last := len(as.free) - 1; last >= 0 {
		a, as.free = as.free[last], as.free[:last]
	} else {
		a = newAnswer(deliveries)
	}
	as.given = append(as.given, a)
	a.read.Store(false)
	if a.room.Exceeds(len(a.emissions), cap(a.emissions)) {
		a.emissions = nil
	}
	a.emissions = a.emissions[:0]
	return a
}
