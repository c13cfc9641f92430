package actors_test

import (
	"context"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/messages"
)

// quietCase is a random case in which neurons are silent in most batches of three samples, and may catch up.
func quietCase(seed uint64) networktest.Case {
	c := longCase(seed)
	for i := range c.Spec.Neurons {
		c.Spec.Neurons[i].Threshold *= 6
	}
	c.Spec.Learning.Revive = 0
	return c
}

// epochs are two of training, with a test between them in which neurons catch up, at rates that change and with
// batches of two sizes.
func epochs(c *networktest.Case) []messages.Assignment {
	second := c.Train
	second.Rates, second.First = messages.Rates{Weights: 0.03, Feedback: 0.1}, 35
	third := c.Train
	third.Rates, third.First = messages.Rates{Weights: 0.001, Feedback: 0.1}, 70
	return []messages.Assignment{c.Train, c.Test, second, third}
}

// Neurons that a batch has nothing to tell get no message, and learn the bits of the reference, which takes every
// step: with rates that change while they are owed, batches of two sizes, tests in between, and from states that
// another network has come to.
func TestNeuronsCatchUpWithTheReferencesBits(t *testing.T) {
	taught, all := 0, 0
	for seed := range uint64(60) {
		c := quietCase(seed)
		net, _ := build(t, c, actors.PacketTransport)
		e, err := reference.New(net, network.Setup{Parts: c.Parts})
		if err != nil {
			t.Fatal(err)
		}
		for _, transport := range actors.Transports() {
			net, plan := build(t, c, transport)
			s, other := newSimulation(t, net, plan, c.Parts, seed), newSimulation(t, net, plan, c.Parts, seed+1)
			s.anyOrder = seed%2 == 1
			for i, a := range epochs(&c) {
				if transport == actors.Transports()[0] {
					if _, err := e.Run(context.Background(), &a, func([]messages.Outcome) {}); err != nil {
						t.Fatal(err)
					}
				}
				s.run(t, a)
				if i == 2 { // another network, which owes steps of its own, goes on
					other.run(t, c.Train)
					for _, core := range net.Cores {
						other.assign(t, core, s.states(t, core))
					}
					s, other = other, s
				}
			}
			digest, err := e.Digest()
			if err != nil {
				t.Fatal(err)
			}
			if got := s.digest(t, net); got != digest {
				t.Errorf("seed %d, %s transport: digest %s, want %s", seed, transport, got, digest)
			}
			for _, core := range net.Cores {
				all += 24 * core.Count // batches of two assignments
			}
			taught += s.sent["core > neuron *messages.ErrorBroadcasts"]
		}
	}
	if taught == 0 || taught > all/2 {
		t.Errorf("%d error broadcasts reach neurons that could have got %d, want some but less than half: the comparison proves little", taught, all)
	}
}
