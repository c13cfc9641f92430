package actors_test

import (
	"fmt"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/internal/networktest"
)

// What a neuron sends its core says which one it was, and nobody else's message does. That does not
// hold for spikes that travel alone.
func TestNeuronsAreKnownByTheirMessages(t *testing.T) {
	kinds := map[string]int{}
	for seed := range uint64(6) {
		c := networktest.Random(seed)
		net, plan := build(t, c, actors.PacketTransport)
		s := newSimulation(t, net, plan, c.Parts, seed)
		for from, machine := range s.machines {
			s.machines[from] = watched{Machine: machine, sends: func(to actors.Address, message any) {
				if to.Role != actors.Core {
					return
				}
				index, ok := actors.NeuronOf(message)
				if ok != (from.Role == actors.Neuron) || ok && index != from.Neuron {
					t.Errorf("seed %d: %v has sent %T, which is said to be from neuron %d (%v)", seed, from, message, index, ok)
				}
				if ok {
					kinds[fmt.Sprintf("%T", message)]++
				}
			}}
		}
		s.run(t, c.Train)
		s.run(t, c.Test)
		s.digest(t, net)
	}
	if len(kinds) != 3 {
		t.Errorf("neurons have sent %v, want answers, acknowledgements and states", kinds)
	}
}
