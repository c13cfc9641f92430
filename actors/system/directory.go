package system

import (
	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/actors"
	"sfdfa-actors/internal/prefetch"
)

// directory knows the process of every address; it is the outbox of all
// machines. Nobody changes it after the network is built.
type directory struct {
	root        *actor.RootContext
	client      *clientQueue
	coordinator *actor.PID
	input       *actor.PID
	readout     *actor.PID
	cores       []*actor.PID
	neurons     [][]*actor.PID // by core
	shells      *shells
	elsewhere   actors.Outbox // of the actors that have no process here, or nil
	clientHere  bool          // is here
}

// Send implements actors.Outbox.
func (d *directory) Send(to actors.Address, message any) {
	switch to.Role {
	case actors.Neuron:
		d.root.Send(d.neurons[to.Core][to.Neuron], message)
	case actors.Client:
		if d.clientHere {
			d.client.push(message)
		} else {
			d.elsewhere.Send(to, message)
		}
	default:
		if pid := d.process(to); pid != nil {
			d.root.Send(pid, message)
		} else {
			d.elsewhere.Send(to, message)
		}
	}
}

// Expect implements actors.Expecter.
func (d *directory) Expect(neuron actors.Address) {
	prefetch.Value(d.neurons[neuron.Core][neuron.Neuron])
	prefetch.Value(&d.shells.neurons[neuron.Core][neuron.Neuron].mailbox)
}

// SendAll implements actors.Outbox.
func (d *directory) SendAll(to []actors.Address, message any) {
	if d.deliver(to, message) < len(to) {
		d.elsewhere.SendAll(to, message)
	}
}

// deliver sends to those of the actors that are here, and returns their number. None
// of them is a neuron or the client.
func (d *directory) deliver(to []actors.Address, message any) (here int) {
	for _, address := range to {
		if pid := d.process(address); pid != nil {
			d.root.Send(pid, message)
			here++
		}
	}
	return here
}

func (d *directory) process(a actors.Address) *actor.PID {
	switch a.Role {
	case actors.Core:
		return d.cores[a.Core]
	case actors.Readout:
		return d.readout
	case actors.Input:
		return d.input
	}
	return d.coordinator
}
