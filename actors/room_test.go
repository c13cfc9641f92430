package actors

import (
	"sync/atomic"
	"testing"

	"sfdfa-actors/messages"
)

// What a neuron says, and what a core gathers, keep the memory of a burst for a
// while and not for ever.
func TestTheMemoryOfABurstIsGivenBack(t *testing.T) {
	var all answers
	gs := newCollectors()
	envelope := &messages.Envelope{Count: 2}
	step := func(spikes int) (fired, gathered int) {
		answer := all.take(1)
		for range spikes {
			answer.spikes = append(answer.spikes, messages.Spike{})
		}
		answer.split([]*Delivery{{Envelope: envelope, read: new(atomic.Bool)}}, 0)
		g := gs.of(envelope)
		g.closeNeuron(&answer.fired[0])
		answer.fired[0].Delivery.read.Store(true)
		fired, gathered = cap(answer.spikes), cap(g.samples[0])
		gs.done(g)
		return fired, gathered
	}
	step(5000)
	fired, gathered := step(5000)
	if fired < 5000 || gathered < 5000 {
		t.Errorf("room for %d spikes and %d gathered spikes between bursts of 5000", fired, gathered)
	}
	for range 200 {
		fired, gathered = step(10)
	}
	if fired > 200 || gathered > 200 {
		t.Errorf("room for %d spikes and %d gathered spikes is kept long after a burst", fired, gathered)
	}
}
