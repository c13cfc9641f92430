package actors

import "fmt"

// Role is a kind of actor.
type Role uint8

const (
	// Coordinator admits samples and closes batches.
	Coordinator Role = iota
	// Input encodes samples into input spikes.
	Input
	// Core routes spikes for the neurons that live on it.
	Core
	// Neuron integrates, fires and learns.
	Neuron
	// Readout compares the output's spike counts with the targets.
	Readout
	// Client is whoever uses the engine; it stands outside the network.
	Client
)

// Address names one actor.
type Address struct {
	Role   Role
	Core   int // of a core, or of a neuron's core
	Neuron int // index of a neuron in its core
}

// String returns the address as an error message names it.
func (a Address) String() string {
	switch a.Role {
	case Core:
		return fmt.Sprintf("core %d", a.Core)
	case Neuron:
		return fmt.Sprintf("neuron %d of core %d", a.Neuron, a.Core)
	}
	return [...]string{Coordinator: "coordinator", Input: "input", Readout: "readout", Client: "client"}[a.Role]
}

// Outbox takes the messages that a step sends. Messages from one actor to
// another keep their order; nothing else is promised.
type Outbox interface {
	Send(to Address, message any)
	// SendAll sends one message to several actors: the readout, or all cores of a
	// population or of the network, so that it can cross to another machine once.
	SendAll(to []Address, message any)
}

// Expecter is an outbox that gets ready for what will soon be sent to a neuron: the memory of most neurons is far away.
type Expecter interface {
	Expect(neuron Address)
}

// Machine is the behaviour of one actor.
type Machine interface {
	// Step takes one message. An error ends the run: the machine's state is
	// not to be used any more.
	Step(message any, out Outbox) error
}

// unexpected is the error of a machine that has no use for a message.
func unexpected(who Address, message any) error {
	return fmt.Errorf("actors: %s got an unexpected %T", who, message)
}
