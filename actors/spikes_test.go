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

// The order in which messages are delivered changes no spike: its time, its
// grade and its place among the spikes of its core are the reference's. Enough
// is fired, with grades, for that to mean something.
func TestDeliveryInAnyOrderGivesTheReferencesSpikes(t *testing.T) {
	seeds := uint64(30)
	if testing.Short() {
		seeds = 10
	}
	ownSpike, graded := uint64(0), 0
	for seed := range seeds {
		c := networktest.Random(seed)
		expected := &networktest.Ledger{}
		net, _ := build(t, c, actors.PacketTransport)
		e, err := reference.New(net, network.Setup{Parts: c.Parts, Record: expected.Record})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
			t.Fatal(err)
		}
		for _, transport := range actors.Transports() {
			got := &networktest.Ledger{}
			net, plan := build(t, c, transport)
			plan.Setup.Record = got.Record
			s := newSimulation(t, net, plan, c.Parts, seed)
			s.anyOrder = true
			s.run(t, c.Train)
			if difference := got.Difference(expected); difference != "" {
				t.Errorf("seed %d, %s transport: %s", seed, transport, difference)
			}
		}
		if expected.Fired(1) > 20 && expected.Fired(net.Topology.Output()) > 5 {
			ownSpike++
		}
		graded += expected.Graded()
	}
	if 10*ownSpike < 5*seeds || graded < 100 {
		t.Errorf("%d of %d networks fire, %d spikes with a grade; want at least half and 100", ownSpike, seeds, graded)
	}
}

// A core sorts most of what its neurons fire before the last of them have answered, so that
// the next population does not wait for it.
func TestCoresSortWhileTheirLastNeuronsWork(t *testing.T) {
	before, after := 0, 0 // spikes sorted before the rest had come, and after that
	for seed := range uint64(30) {
		c := networktest.Random(seed)
		net, plan := build(t, c, actors.PacketTransport)
		s := newSimulation(t, net, plan.WithSort(func(spikes []messages.Spike, sorted int) {
			if sorted > 0 {
				before += sorted
				after += len(spikes) - sorted
			}
			messages.SortSpikesFrom(spikes, sorted)
		}), c.Parts, seed)
		s.run(t, c.Train)
	}
	if before < 100 || before < 2*after {
		t.Errorf("%d spikes were sorted before their core had the rest, %d after that; want at least 100 and twice as many", before, after)
	}
}
