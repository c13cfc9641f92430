package actors_test

import (
	"strings"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// A network that takes over what another has learned goes on as that one does.
func TestAssignedStatesGoOnAsTheirs(t *testing.T) {
	for seed := range uint64(10) {
		c := networktest.Random(seed)
		net, plan := build(t, c, actors.PacketTransport)
		trained, fresh := newSimulation(t, net, plan, c.Parts, seed), newSimulation(t, net, plan, c.Parts, seed+1)
		trained.run(t, c.Train)
		for _, core := range net.Cores {
			fresh.assign(t, core, trained.states(t, core))
		}
		if got, want := fresh.digest(t, net), trained.digest(t, net); got != want {
			t.Errorf("seed %d: digest %s after the states were assigned, want %s", seed, got, want)
		}
		a := c.Train
		a.First = uint64(len(a.Indices))
		trained.run(t, a)
		fresh.run(t, a)
		if got, want := fresh.digest(t, net), trained.digest(t, net); got != want {
			t.Errorf("seed %d: digest %s after going on, want %s", seed, got, want)
		}
	}
}

// States that are not a core's are refused with the numbers.
func TestStatesThatDoNotFitACoreAreRefused(t *testing.T) {
	c := tiny()
	net, plan := build(t, c, actors.PacketTransport)
	s := newSimulation(t, net, plan, c.Parts, 1)
	core := s.machines[actors.Address{Role: actors.Core}]
	for name, a := range map[string]*messages.StateAssignment{
		"more neurons than there are": {First: 1, States: make([]messages.State, 3)},
		"a negative neuron":           {First: -1, States: make([]messages.State, 1)},
		"no neuron":                   {},
		"a number that overflows":     {First: -1 << 63, States: make([]messages.State, 1)},
	} {
		err := core.Step(a, outbox{s, actors.Address{Role: actors.Core}})
		if err == nil || !strings.Contains(err.Error(), "of its 3") {
			t.Errorf("%s: error %v, want one that names the 3 neurons of the core", name, err)
		}
	}
}
