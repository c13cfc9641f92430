package system

import (
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/parallel"
)

// scheduler runs the mailboxes that have messages. Which one runs when changes no result.
type scheduler interface {
	// turns returns a function for one mailbox, of a neuron or of another actor. It gives the mailbox a turn, and is called when that is not
	// waiting for one and not running. fanOut says whether the message that the mailbox waits with makes work
	// for very many others.
	turns(neuron bool) func(m *mailbox, fanOut bool)
	// idle reports whether no mailbox waits for its turn and none runs. Then no actor does anything until
	// somebody else sends a message.
	idle() bool
	// becameIdle is raised whenever it does.
	becameIdle() parallel.Signal
	// neuronsWaiting is the number of neurons with messages that wait for their turn.
	neuronsWaiting() int
	// delivered is the number of user messages that mailboxes have handed out so far.
	delivered() int64
	// watch begins to note in a profile for how long workers have nothing to do.
	watch(p *profile, now time.Duration)
	// unwatch ends that and returns that time, as a sum over workers.
	unwatch() time.Duration
	// close waits for the scheduler's goroutines to end, once all actors are to stop.
	close()
}

// newScheduler returns a scheduler of a kind, which runs actors on that many workers at a time. whole says whether all of
// the network's actors are here.
func newScheduler(kind network.Scheduler, workers int, whole bool) scheduler {
	if kind == network.GoroutineScheduler {
		return newGoroutines(workers)
	}
	p := newPool(workers)
	if !whole {
		p.forbidSpinning()
	}
	return p
}
