package distributed

import (
	"fmt"
	"sync/atomic"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// router carries the messages of one machine's share of the network to the shares of
// others, and theirs to it. It lives for one generation.
type router struct {
	net      *network.Network
	own      int     // machine
	owners   []int   // machine of each core
	links    []*link // by machine; nil for its own
	patience time.Duration
	share    atomic.Pointer[system.Engine]
	fail     func(error)            // ends the session, which sets it
	recorder network.Record         // of the spikes of all machines, on the coordinator; or nil
	drops    func(wire.Routed) bool // reports, in tests, whether a message that has come is lost; or nil

	machines [][]int            // other machines with cores of each population; of all at 0
	cores    [][]actors.Address // cores of each population; all at 0
	windows  []*network.Windows // by population; nil where no cycle leads through
}

func newRouter(net *network.Network, own int, owners []int, links []*link, patience time.Duration) *router {
	x := &router{net: net, own: own, owners: owners, links: links, patience: patience}
	populations := len(net.Populations)
	x.machines, x.cores = make([][]int, populations), make([][]actors.Address, populations)
	x.windows = net.WindowsByPopulation(&network.Setup{})
	seen := map[[2]int]bool{}
	for _, core := range net.Cores {
		for _, group := range []int{0, core.Population} {
			x.cores[group] = append(x.cores[group], actors.Address{Role: actors.Core, Core: core.ID})
			machine := owners[core.ID]
			if machine != own && !seen[[2]int{group, machine}] {
				seen[[2]int{group, machine}] = true
				x.machines[group] = append(x.machines[group], machine)
			}
		}
	}
	return x
}

// owns reports whether a core lives on this machine.
func (x *router) owns(core topology.Core) bool { return x.owners[core.ID] == x.own }

// Send implements actors.Outbox.
func (x *router) Send(to actors.Address, message any) {
	switch to.Role {
	case actors.Core:
		x.send(wire.Destination{Role: wire.ToCore, Number: to.Core}, message, x.owners[to.Core])
	case actors.Coordinator:
		x.send(wire.Destination{Role: wire.ToCoordinator}, message, 0)
	case actors.Readout:
		x.send(wire.Destination{Role: wire.ToReadout}, message, 0)
	case actors.Client:
		x.send(wire.Destination{Role: wire.ToClient}, message, 0)
	default:
		x.fail(fmt.Errorf("distributed: a %T to %s can't cross to another machine", message, to))
	}
}

// SendAll implements actors.Outbox.
func (x *router) SendAll(to []actors.Address, message any) {
	if to[0].Role != actors.Core {
		x.Send(to[0], message)
		return
	}
	population := x.net.Cores[to[0].Core].Population
	if len(to) > len(x.cores[population]) {
		x.send(wire.Destination{Role: wire.ToEveryCore}, message, x.machines[0]...)
		return
	}
	x.send(wire.Destination{Role: wire.ToPopulation, Number: population}, message, x.machines[population]...)
}

// send encodes a message once and sends it to some machines.
func (x *router) send(to wire.Destination, message any, machines ...int) {
	encoded, err := wire.EncodeMessage(wire.Routed{To: to, Message: message})
	if err != nil {
		x.fail(fmt.Errorf("distributed: %w; a smaller coalesce makes smaller messages", err))
		return
	}
	for _, machine := range machines {
		x.links[machine].send(encoded)
	}
}

// sendRecording is a network's Record on a worker: it sends spikes to the coordinator.
func (x *router) sendRecording(core topology.Core, first uint64, samples [][]messages.Spike) {
	x.send(wire.Destination{Role: wire.ToRecorder}, &wire.Recording{Core: core.ID, First: first, Samples: samples}, 0)
}

// deliver hands a message from another machine to the actors that it is for.
func (x *router) deliver(from int, r wire.Routed) error {
	if err := x.checkRouted(from, r); err != nil {
		return err
	}
	if x.drops != nil && x.drops(r) {
		return nil
	}
	share := x.share.Load()
	switch r.To.Role {
	case wire.ToClient:
		share.DeliverToClient(r.Message)
		return nil
	case wire.ToRecorder:
		recording := r.Message.(*wire.Recording)
		if x.recorder != nil {
			x.recorder(x.net.Cores[recording.Core], recording.First, recording.Samples)
		}
		return nil
	}
	if share.Deliver(x.addresses(r.To), r.Message) == 0 {
		return fmt.Errorf("a %T for %+v came to a machine that has nobody of that kind", r.Message, r.To)
	}
	return nil
}

func (x *router) addresses(to wire.Destination) []actors.Address {
	switch to.Role {
	case wire.ToCore:
		return []actors.Address{{Role: actors.Core, Core: to.Number}}
	case wire.ToPopulation:
		return x.cores[to.Number]
	case wire.ToEveryCore:
		return x.cores[0]
	case wire.ToReadout:
		return []actors.Address{{Role: actors.Readout}}
	}
	return []actors.Address{{Role: actors.Coordinator}}
}

// bytesSent is the number of bytes that this machine has sent.
func (x *router) bytesSent() (total int64) {
	for _, l := range x.links {
		if l != nil {
			total += l.bytesSent()
		}
	}
	return total
}

func (x *router) closeLinks() {
	for _, l := range x.links {
		if l != nil {
			l.close()
		}
	}
}
