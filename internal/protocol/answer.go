package protocol

import (
	"slices"
	"sync/atomic"

	"sfdfa-actors/internal/neuron"
)

// answer is what a neuron says after one presentation: a message for each delivery
// that was presented. They and their emissions lie side by side in memory, since with
// every message alone they are most of what travels.
type answer struct {
	fired     []Fired
	emissions []neuron.Emission // of all messages
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
func (a *answer) split(deliveries []*Delivery, first uint64, index int) {
	if cap(a.fired) < len(deliveries) {
		a.fired = make([]Fired, len(deliveries))
	}
	a.fired = a.fired[:len(deliveries)]
	a.unread = len(deliveries)
	left := a.emissions
	for i, delivery := range deliveries {
		from := int32(delivery.Envelope.First - first)
		end, count := from+int32(delivery.Envelope.Count), 0
		for count < len(left) && left[count].Sample < end {
			left[count].Sample -= from
			count++
		}
		fired := &a.fired[i]
		fired.Delivery, fired.Emissions, fired.Neuron, fired.Count, fired.answer = delivery, nil, int32(index), int32(count), a
		if count > 0 { // mostly not: the collector has less to look at
			fired.Emissions, left = left[:count], left[count:]
		}
	}
}

// done says that the core has read one of the messages. It must not touch that any
// more.
func (a *answer) done() {
	if a.unread--; a.unread == 0 {
		a.read.Store(true)
	}
}

// answerRing holds the answers of one neuron in the order in which it gives them,
// which is about the order in which the core reads them.
type answerRing struct {
	given []*answer
	next  int // given the longest ago
}

// take returns an answer that the core has read, or a new one, without emissions.
func (r *answerRing) take(deliveries int) *answer {
	if r.next == len(r.given) {
		r.next = 0
	}
	if r.next == len(r.given) || !r.given[r.next].read.Load() {
		r.given = slices.Insert(r.given, r.next, newAnswer(deliveries))
	}
	a := r.given[r.next]
	r.next++
	a.read.Store(false)
	if a.room.Exceeds(len(a.emissions), cap(a.emissions)) {
		a.emissions = nil
	}
	a.emissions = a.emissions[:0]
	return a
}
