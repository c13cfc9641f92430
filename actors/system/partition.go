package system

import (
	"sfdfa-actors/actors"
	"sfdfa-actors/topology"
)

// Partition says which of a network's actors live in this process.
type Partition struct {
	Control bool                     // coordinator, input and readout do, and so does the client
	Cores   func(topology.Core) bool // reports whether a core does, with its neurons

	// Elsewhere gets the messages to actors of other processes, or is nil if there are
	// none. It keeps the order of those from one actor to another. SendAll may name
	// actors that live here; those have the message already.
	Elsewhere actors.Outbox

	// Termination tells the client when it waits for what can't come any more. If it is
	// nil, the client waits for ever.
	Termination TerminationDetector
}

// TerminationDetector detects that a network of one or more processes has stopped.
type TerminationDetector interface {
	// Terminated reports whether no actor of any process will do anything any more, because
	// all are idle and no message is on its way. idle reports whether those of this process are.
	Terminated(idle func() bool) bool

	// Changed signals when Terminated may report something else because of another process.
	Changed() <-chan struct{}
}

// oneProcess is the detector of a network that is in one process.
type oneProcess struct{}

// Terminated implements TerminationDetector.
func (oneProcess) Terminated(idle func() bool) bool { return idle() }

// Changed implements TerminationDetector.
func (oneProcess) Changed() <-chan struct{} { return nil }

// wholeNetwork is the partition of a network that is in one process.
var wholeNetwork = Partition{Control: true, Cores: func(topology.Core) bool { return true }, Termination: oneProcess{}}

// Deliver hands a message from another process to those of the named actors that live
// here, and returns their number.
func (e *Engine) Deliver(to []actors.Address, message any) int {
	return e.directory.deliver(to, message)
}

// DeliverToClient hands a message from another process to the client.
func (e *Engine) DeliverToClient(message any) { e.client.push(message) }
