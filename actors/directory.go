package actors

import (
	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/internal/protocol"
)

// directory knows the process of every address; it is the outbox of all
// machines. Nobody changes it after the network is built.
type directory struct {
	root        *actor.RootContext
	inbox       *inbox
	coordinator *actor.PID
	input       *actor.PID
	readout     *actor.PID
	cores       []*actor.PID
	neurons     [][]*actor.PID // by core
}

// Send implements protocol.Outbox.
func (d *directory) Send(to protocol.Address, message any) {
	switch to.Role {
	case protocol.Neuron:
		d.root.Send(d.neurons[to.Core][to.Neuron], message)
	case protocol.Core:
		d.root.Send(d.cores[to.Core], message)
	case protocol.Readout:
		d.root.Send(d.readout, message)
	case protocol.Input:
		d.root.Send(d.input, message)
	case protocol.Coordinator:
		d.root.Send(d.coordinator, message)
	case protocol.Client:
		d.inbox.put(message)
	}
}

// SendAll implements protocol.Outbox.
func (d *directory) SendAll(to []protocol.Address, message any) {
	for _, address := range to {
		d.Send(address, message)
	}
}
