package system_test

import (
	"fmt"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/topology"
)

// bridge joins the partitions of a network without anything between them.
type bridge struct {
	partitions []*system.Engine // the first has the client
	own        int              // the partition whose messages it takes
}

// Send implements actors.Outbox.
func (b *bridge) Send(to actors.Address, message any) {
	if to.Role == actors.Client {
		b.partitions[0].DeliverToClient(message)
		return
	}
	b.SendAll([]actors.Address{to}, message)
}

// SendAll implements actors.Outbox.
func (b *bridge) SendAll(to []actors.Address, message any) {
	for i, engine := range b.partitions {
		if i != b.own {
			engine.Deliver(to, message)
		}
	}
}

// divided is a network whose cores are dealt out to n partitions. Close closes all.
type divided struct {
	*system.Engine
	partitions []*system.Engine
}

func divide(t *testing.T, c networktest.Case, transport actors.Transport, parts int) *divided {
	t.Helper()
	d := &divided{partitions: make([]*system.Engine, parts)}
	for i := range parts {
		partition := system.Partition{
			Control:   i == 0,
			Cores:     func(core topology.Core) bool { return core.ID%parts == i },
			Elsewhere: &bridge{d.partitions, i},
		}
		var err error
		if d.partitions[i], err = system.NewPartition(build(t, c), network.Setup{Parts: c.Parts}, transport, partition); err != nil {
			t.Fatal(err)
		}
	}
	d.Engine = d.partitions[0]
	return d
}

func (d *divided) Close() error {
	for _, engine := range d.partitions {
		if err := engine.Close(); err != nil {
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
				name := fmt.Sprintf("seed %d, %s transport, %d partitions", seed, transport, parts)
				compare(t, name, carryOut(t, divide(t, c, transport, parts), c), want)
			}
		}
	}
}
