package system

import (
	"sfdfa-actors/actors"
	"sfdfa-actors/topology"
)

// Share is what of a network's actors lives in this process: all, or what other
// processes leave to it.
type Share struct {
	Control bool                     // coordinator, input and readout, and so the client
	Cores   func(topology.Core) bool // tells which cores do, with their neurons

	// Elsewhere takes what goes to actors of other processes, or is nil if there are
	// none. What it gets from one actor to another keeps its order. SendAll may name
	// actors that live here; those have the message already.
	Elsewhere actors.Outbox

	// Termination tells the client when it waits for what can't come any more. If it is nil,
	// the client waits for ever.
	Termination TerminationDetector
}

// TerminationDetector finds out that the actors of all processes are idle.
type TerminationDetector interface {
	// Terminated reports whether no actor of any process will do anything any more, because
	// all are idle and no message is on its way. idle reports whether those of this process are.
	Terminated(idle func() bool) bool

	// Changed signals when Terminated may report something else because of another process.
	Changed() <-chan struct{}
}

// ownTermination is the TerminationDetector of a network that is whole in this process.
type ownTermination struct{}

// Terminated implements TerminationDetector.
func (ownTermination) Terminated(idle func() bool) bool { return idle() }

// Changed implements TerminationDetector.
func (ownTermination) Changed() <-chan struct{} { return nil }

// whole is the share of the only process.
var whole = Share{Control: true, Cores: func(topology.Core) bool { return true }, Termination: ownTermination{}}

// Deliver hands a message from another process to those of the named actors that live
// here, and returns their number.
func (e *Engine) Deliver(to []actors.Address, message any) int {
	return e.directory.deliver(to, message)
}

// DeliverToClient hands a message from another process to the client.
func (e *Engine) DeliverToClient(message any) { e.directory.inbox.put(message) }
