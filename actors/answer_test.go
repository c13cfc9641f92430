package actors

import (
	"slices"
	"sync/atomic"
	"testing"

	"sfdfa-actors/messages"
)

// A neuron makes as many answers as its core has not read at a time, and uses the one
// that was read last again.
func TestAnswersAreUsedAgain(t *testing.T) {
	var all answers
	give := func() *answer {
		a := all.take(1)
		a.split([]*Delivery{{Envelope: &messages.Envelope{Count: 1}, read: new(atomic.Bool)}}, 0)
		return a
	}
	first, second, third := give(), give(), give()
	if first == second || second == third || first == third {
		t.Fatal("an answer is used again before the core has read it")
	}
	first.fired[0].Delivery.read.Store(true)
	second.fired[0].Delivery.read.Store(true)
	if again := give(); again != second {
		t.Error("not the answer that was read last is used again")
	}
	if again := give(); again != first {
		t.Error("not the other answer that was read is used again")
	}
	if again := give(); again == first || again == second || again == third {
		t.Error("an answer is used again before the core has read it")
	}
}

// An answer of several messages is read when all of them are, in any order, and each
// has the spikes of its own samples.
func TestAnAnswerIsSplitIntoItsMessages(t *testing.T) {
	deliveries := []*Delivery{
		{Envelope: &messages.Envelope{First: 70, Count: 2}, read: new(atomic.Bool)},
		{Envelope: &messages.Envelope{First: 72, Count: 1}, read: new(atomic.Bool)},
		{Envelope: &messages.Envelope{First: 73, Count: 3}, read: new(atomic.Bool)},
	}
	var all answers
	a := all.take(len(deliveries))
	for _, sample := range []int32{0, 1, 1, 3, 5, 5} {
		a.spikes = append(a.spikes, messages.Spike{Sample: sample})
	}
	a.split(deliveries, 70)
	for i, want := range [][]int32{{0, 1, 1}, nil, {0, 2, 2}} {
		fired := &a.fired[i]
		var got []int32
		for _, spike := range fired.spikes() {
			got = append(got, spike.Sample)
		}
		if !slices.Equal(got, want) || int(fired.Count) != len(want) || fired.Delivery != deliveries[i] {
			t.Errorf("message %d: %d spikes in samples %v of %v, want %v of %v", i, fired.Count, got, fired.Delivery.Envelope, want, deliveries[i].Envelope)
		}
	}
	for _, i := range []int{2, 0} {
		a.fired[i].Delivery.read.Store(true)
	}
	next := func() *answer {
		next := all.take(1)
		next.split([]*Delivery{{Envelope: &messages.Envelope{Count: 1}, read: new(atomic.Bool)}}, 0)
		return next
	}
	if next() == a {
		t.Error("the answer is used again while one of its messages is not read")
	}
	a.fired[1].Delivery.read.Store(true)
	if next() != a {
		t.Error("the answer is not used again although all of its messages are read")
	}
}

// Of the answers that a neuron once had under way at a time, those that are left over
// don't keep what they held.
func TestTheMemoryOfManyAnswersIsGivenBack(t *testing.T) {
	var all answers
	give := func(spikes int) *answer {
		a := all.take(1)
		a.spikes = append(a.spikes, make([]messages.Spike, spikes)...)
		a.split([]*Delivery{{Envelope: &messages.Envelope{Count: 1}, read: new(atomic.Bool)}}, 0)
		return a
	}
	kept := func() (room int) {
		for a := all.free; a != nil; a = a.next {
			room += cap(a.spikes)
		}
		return room
	}
	burst := func() {
		var under []*answer
		for range 20 {
			under = append(under, give(5000))
		}
		for _, a := range under {
			a.fired[0].Delivery.read.Store(true)
		}
	}
	burst()
	burst()
	give(1).fired[0].Delivery.read.Store(true)
	if kept() < 15*5000 {
		t.Errorf("room for %d spikes right after two bursts of 20 times 5000, want most of it", kept())
	}
	for range 20000 {
		give(1).fired[0].Delivery.read.Store(true)
	}
	if kept() > 1000 {
		t.Errorf("room for %d spikes is kept long after a burst of 20 times 5000", kept())
	}
}
