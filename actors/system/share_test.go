package system_test

import (
	"fmt"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/topology"
)

// bridge joins the shares of a network without anything between them.
type bridge struct {
	shares []*system.Engine // the first has the client
	own    int              // share whose messages it takes
}

// Send implements protocol.Outbox.
func (b *bridge) Send(to actors.Address, message any) {
	if to.Role == actors.Client {
		b.shares[0].DeliverToClient(message)
		return
	}
	b.SendAll([]actors.Address{to}, message)
}

// SendAll implements protocol.Outbox.
func (b *bridge) SendAll(to []actors.Address, message any) {
	for i, share := range b.shares {
		if i != b.own {
			share.Deliver(to, message)
		}
	}
}

// divided is a network whose cores are dealt out to so many shares. Close closes all.
type divided struct {
	*system.Engine
	shares []*system.Engine
}

func divide(t *testing.T, c networktest.Case, transport actors.Transport, parts int) *divided {
	t.Helper()
	d := &divided{shares: make([]*system.Engine, parts)}
	for i := range parts {
		share := system.Share{
			Control:   i == 0,
			Cores:     func(core topology.Core) bool { return core.ID%parts == i },
			Elsewhere: &bridge{d.shares, i},
		}
		var err error
		if d.shares[i], err = system.NewShare(build(t, c), network.Setup{Parts: c.Parts}, transport, share); err != nil {
			t.Fatal(err)
		}
	}
	d.Engine = d.shares[0]
	return d
}

func (d *divided) Close() error {
	for _, share := range d.shares {
		if err := share.Close(); err != nil {
			return err
		}
	}
	return nil
}

// A network that is divided between processes has the bits of one that is not.
func TestSharesHaveTheBitsOfTheWhole(t *testing.T) {
	for seed := range uint64(12) {
		c := networktest.Random(seed)
		for _, transport := range actors.Transports() {
			want := carryOut(t, divide(t, c, transport, 1), c)
			for _, parts := range []int{2, 3} {
				name := fmt.Sprintf("seed %d, %s transport, %d shares", seed, transport, parts)
				compare(t, name, carryOut(t, divide(t, c, transport, parts), c), want)
			}
		}
	}
}
