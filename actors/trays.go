package actors

import (
	"sync"

	"sfdfa-actors/internal/protocol"
)

// trays take in what the neurons of a core send it, each what some neighbours do. Nearly always
// these run on one CPU core, which then neither waits for another one to post nor takes a line of
// memory from it for each message.
type trays struct {
	neurons int    // of the core
	trays   []tray // one for each worker, or for each so many neurons if those are fewer
	turn    int    // the tray that is emptied next; for the worker that runs the mailbox
}

// tray holds messages that wait. It lies on two cache lines, since CPUs fetch them in pairs.
type tray struct {
	lock    sync.Mutex
	waiting []any
	_       [96]byte
}

// neuronsPerTray is the least number of neurons that have a tray to themselves: less would be posted
// between two turns of the core than the tray takes memory.
const neuronsPerTray = 32

// newTrays returns the trays of a core, or nil if there is nothing to keep apart.
func newTrays(neurons, workers int) *trays {
	count := min(workers, neurons/neuronsPerTray)
	if count < 2 {
		return nil
	}
	return &trays{neurons: neurons, trays: make([]tray, count)}
}

// of returns the tray of a message, the same for all that one neuron sends, so that they keep their
// order; or nil if it is no neuron's.
func (ts *trays) of(message any) *tray {
	neuron, ok := protocol.NeuronOf(message)
	if !ok {
		return nil
	}
	return &ts.trays[homeOf(neuron, ts.neurons, len(ts.trays))]
}

// post adds a message and tells whether it is the only one: then nobody has asked yet for the run
// that takes it.
func (t *tray) post(message any) (only bool) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.waiting = append(t.waiting, message)
	return len(t.waiting) == 1
}

// empty calls swap with what waits in one tray after the other, until it has found something.
func (ts *trays) empty(swap func(waiting *[]any) bool) bool {
	for range ts.trays {
		t := &ts.trays[ts.turn]
		ts.turn = (ts.turn + 1) % len(ts.trays)
		t.lock.Lock()
		found := swap(&t.waiting)
		t.lock.Unlock()
		if found {
			return true
		}
	}
	return false
}

// count is the number of messages that wait.
func (ts *trays) count() (messages int) {
	for i := range ts.trays {
		t := &ts.trays[i]
		t.lock.Lock()
		messages += len(t.waiting)
		t.lock.Unlock()
	}
	return messages
}
