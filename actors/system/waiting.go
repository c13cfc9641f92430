package system

import (
	"sfdfa-actors/actors"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Waiting says how much waits in mailboxes at a moment.
type Waiting struct {
	Neurons                     int // mailboxes of neurons with messages
	Cores                       int // messages for all cores
	MostAtCore, BusiestCore     int // messages for the core with the most, and which that is
	Input, Readout, Coordinator int // messages
}

// Waiting looks into the mailboxes. It may be called at any time, by any goroutine.
func (e *Engine) Waiting() (w Waiting) {
	w.Neurons = e.scheduler.neuronsWaiting()
	for i, core := range e.shells.cores {
		if core == nil {
			continue // it is elsewhere
		}
		n := core.mailbox.UserMessageCount()
		if w.Cores += n; n > w.MostAtCore {
			w.MostAtCore, w.BusiestCore = n, i
		}
	}
	for _, s := range e.shells.others {
		n := s.mailbox.UserMessageCount()
		switch s.address.Role {
		case actors.Input:
			w.Input = n
		case actors.Readout:
			w.Readout = n
		case actors.Coordinator:
			w.Coordinator = n
		}
	}
	return w
}

// Neuron asks one neuron of a core what it has learned, between runs.
func (e *Engine) Neuron(core topology.Core, index int) (messages.State, error) {
	replies, err := e.ask(core, &messages.StateRequest{First: index, Count: 1})
	if err != nil {
		return messages.State{}, err
	}
	return replies[0].State, nil
}
