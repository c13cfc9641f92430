package actors

import (
	"sync/atomic"
	"testing"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/messages"
)

// What a neuron says, and what a core gathers, keep the memory of a burst for a
// while and not for ever.
func TestTheMemoryOfABurstIsGivenBack(t *testing.T) {
	var all answers
	gs := newCollectors()
	envelope := &messages.Envelope{Count: 2}
	step := func(spikes int) (emissions, gathered int) {
		answer := all.take(1)
		for range spikes {
			answer.emissions = append(answer.emissions, neuron.Emission{})
		}
		answer.split([]*Delivery{{Envelope: envelope, read: new(atomic.Bool)}}, 0)
		g := gs.of(envelope)
		g.closeNeuron(&answer.fired[0], 0)
		answer.fired[0].Delivery.read.Store(true)
		emissions, gathered = cap(answer.emissions), cap(g.samples[0])
		gs.done(g)
		return emissions, gathered
	}
	step(5000)
	emissions, gathered := step(5000)
	if emissions < 5000 || gathered < 5000 {
		t.Errorf("room for %d emissions and %d gathered spikes between bursts of 5000", emissions, gathered)
	}
	for range 200 {
		emissions, gathered = step(10)
	}
	if emissions > 200 || gathered > 200 {
		t.Errorf("room for %d emissions and %d gathered spikes is kept long after a burst", emissions, gathered)
	}
}
