package protocol_test

import (
	"context"
	"testing"

	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/protocol"
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
	firing, graded := uint64(0), 0
	for seed := range seeds {
		c := networktest.Random(seed)
		expected := &networktest.Ledger{}
		net, _ := build(t, c, protocol.PacketTransport)
		net.Record = expected.Record
		e, err := reference.New(net, c.Parts)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
			t.Fatal(err)
		}
		for _, transport := range protocol.Transports() {
			got := &networktest.Ledger{}
			net, plan := build(t, c, transport)
			net.Record = got.Record
			s := newSimulation(t, net, plan, c.Parts, seed)
			s.anyOrder = true
			s.run(t, c.Train)
			if difference := got.Difference(expected); difference != "" {
				t.Errorf("seed %d, %s transport: %s", seed, transport, difference)
			}
		}
		if expected.Fired(1) > 20 && expected.Fired(net.Topology.Output()) > 5 {
			firing++
		}
		graded += expected.Graded()
	}
	if 10*firing < 5*seeds || graded < 100 {
		t.Errorf("%d of %d networks fire, %d spikes with a grade; want at least half and 100", firing, seeds, graded)
	}
}
