package actors

import (
	"testing"

	"sfdfa-actors/messages"
)

// A neuron makes as many answers as its core has not read at a time, and uses the one
// that was read last again.
func TestAnswersAreUsedAgain(t *testing.T) {
	var all answers
	first, second, third := all.next(0, 0), all.next(1, 0), all.next(2, 0)
	if first == second || second == third || first == third {
		t.Fatal("an answer is used again before the core has read it")
	}
	if again := all.next(3, 2); again != second {
		t.Error("not the answer that was read last is used again")
	}
	if again := all.next(4, 2); again != first {
		t.Error("not the other answer that was read is used again")
	}
	if again := all.next(5, 2); again == first || again == second || again == third {
		t.Error("an answer is used again before the core has read it")
	}
}

// Of the answers that a neuron once had under way at a time, those that are left over
// don't keep what they held.
func TestTheMemoryOfManyAnswersIsGivenBack(t *testing.T) {
	var all answers
	deliveries := uint64(0)
	give := func(spikes int, read uint64) {
		a := all.next(deliveries, read)
		a.Spikes = append(a.Spikes, make([]messages.Spike, spikes)...)
		deliveries++
	}
	kept := func() (room int) {
		for a := all.free; a != nil; a = a.next {
			room += cap(a.Spikes)
		}
		return room
	}
	for range 2 {
		before := deliveries
		for range 20 {
			give(5000, before)
		}
	}
	give(1, deliveries)
	if kept() < 15*5000 {
		t.Errorf("room for %d spikes right after two bursts of 20 times 5000, want most of it", kept())
	}
	for range 20000 {
		give(1, deliveries)
	}
	if kept() > 1000 {
		t.Errorf("room for %d spikes is kept long after a burst of 20 times 5000", kept())
	}
}

// What a neuron says, and what a core collects, keep the memory of a burst for a
// while and not for ever.
func TestTheMemoryOfABurstIsGivenBack(t *testing.T) {
	var all answers
	var own collector
	deliveries := uint64(0)
	step := func(spikes int) (answered, collected int) {
		a := all.next(deliveries, deliveries)
		deliveries++
		a.Spikes = append(a.Spikes, make([]messages.Spike, spikes)...)
		own.start(2)
		own.addOwnSpikes(&a.OwnSpikes)
		return cap(a.Spikes), cap(own.samples[0])
	}
	step(5000)
	answered, collected := step(5000)
	if answered < 5000 || collected < 5000 {
		t.Errorf("room for %d answered and %d collected spikes between bursts of 5000", answered, collected)
	}
	for range 200 {
		answered, collected = step(10)
	}
	if answered > 200 || collected > 200 {
		t.Errorf("room for %d answered and %d collected spikes is kept long after a burst", answered, collected)
	}
}
