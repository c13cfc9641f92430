package system_test

import (
	"context"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/reference"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// spiking is what a network fires while it trains and is tested.
type spiking struct {
	ledger        networktest.Ledger
	before, after messages.Digest
}

// fire trains an engine of a case, on a network of its own, and tests it.
func fire(t *testing.T, c networktest.Case, start func(*network.Network, network.Setup) (network.Engine, error)) *spiking {
	t.Helper()
	s := &spiking{}
	e, err := start(build(t, c), network.Setup{Parts: c.Parts, Record: s.ledger.Record})
	if err != nil {
		t.Fatal(err)
	}
	if s.before, err = e.Digest(); err != nil {
		t.Fatal(err)
	}
	c.Test.First = 1000 // apart from the training samples
	for _, a := range []*messages.Assignment{&c.Train, &c.Test} {
		if _, err := e.Run(context.Background(), a, func([]messages.Outcome) {}); err != nil {
			t.Fatal(err)
		}
	}
	if s.after, err = e.Digest(); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

// Every spike of every sample is the reference's: time, grade, source and place
// in the order. And there is something to compare: in most of the networks
// hidden and output neurons fire, spikes carry grades under sfdfa, and weights
// change.
func TestActorsFireTheReferencesSpikes(t *testing.T) {
	seeds := uint64(40)
	if testing.Short() {
		seeds = 12
	}
	var hidden, output, sfdfa, graded, changed uint64
	for seed := range seeds {
		c := networktest.Random(seed)
		want := fire(t, c, func(net *network.Network, setup network.Setup) (network.Engine, error) {
			return reference.New(net, setup)
		})
		for _, transport := range actors.Transports() {
			got := fire(t, c, func(net *network.Network, setup network.Setup) (network.Engine, error) {
				return system.New(net, setup, transport)
			})
			if difference := got.ledger.Difference(&want.ledger); difference != "" {
				t.Errorf("seed %d, %s transport: %s", seed, transport, difference)
			}
			if got.before != want.before || got.after != want.after {
				t.Errorf("seed %d, %s transport: digests from %s to %s, want from %s to %s", seed, transport, got.before, got.after, want.before, want.after)
			}
		}
		last := len(c.Spec.Topology.Sizes) - 1
		hidden += count(want.ledger.Fired(1) > 20)
		output += count(want.ledger.Fired(last) > 5)
		changed += count(want.before != want.after)
		if c.Spec.Learning.Rule == learning.Rules[0] {
			sfdfa++
			graded += count(want.ledger.Graded() > 20)
		}
	}
	for _, found := range []struct {
		what             string
		got, of, percent uint64
	}{
		{"networks with hidden spikes", hidden, seeds, 70},
		{"networks with output spikes", output, seeds, 50},
		{"networks under sfdfa with graded spikes", graded, sfdfa, 60},
		{"networks with changed weights", changed, seeds, 70},
	} {
		if found.got == 0 || 100*found.got < found.percent*found.of {
			t.Errorf("%d of %d %s, want at least %d %%: the comparison proves little", found.got, found.of, found.what, found.percent)
		}
	}
}

func count(yes bool) uint64 {
	if yes {
		return 1
	}
	return 0
}
