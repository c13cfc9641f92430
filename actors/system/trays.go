package system

import (
	"sync"

	"sfdfa-actors/actors"
)

// trays take in what the neurons of a core send it, each what some neighbours do. Nearly always
// these run on one CPU core, which then neither waits for another one to post nor takes a line of
// memory from it for each message. Messages of different neurons, and of others, do not wait in the
// order in which they were posted.
type trays struct {
	neurons int    // of the core
	each    []tray // one for each worker, or fewer for few neurons
	turn    int    // the tray that is emptied next; for the worker that runs the mailbox
}

// tray holds messages that wait. They lie 128 bytes apart, since CPUs fetch cache lines in pairs.
type tray struct {
	lock    sync.Mutex
	waiting []any
	_       [96]byte
}

// neuronsPerTray is the least number of neurons that have a tray to themselves. With fewer it would
// take more memory than what it holds between two turns of the core.
const neuronsPerTray = 32

// newTrays returns the trays of a core, or nil if there is nothing to keep apart.
func newTrays(neurons, workers int) *trays {
	count := min(workers, neurons/neuronsPerTray)
	if count < 2 {
		return nil
	}
	return &trays{neurons: neurons, each: make([]tray, count)}
}

// of returns the tray of a message, the same for all that one neuron sends, so that they keep their
// order; or nil if it is no neuron's of the core.
func (ts *trays) of(message any) *tray {
	neuron, ok := actors.NeuronOf(message)
	if !ok || neuron < 0 || neuron >= ts.neurons {
		return nil
	}
	return &ts.each[homeOf(neuron, ts.neurons, len(ts.each))]
}

// post adds a message and reports whether it is the only one: then nobody has asked yet for the run
// that takes it.
func (t *tray) post(message any) (only bool) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.waiting = append(t.waiting, message)
	return len(t.waiting) == 1
}

// empty calls swap with what waits in one tray after the other, until it has found something.
func (ts *trays) empty(swap func(waiting *[]any) bool) bool {
	for range ts.each {
		t := &ts.each[ts.turn]
		ts.turn = (ts.turn + 1) % len(ts.each)
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
	for i := range ts.each {
		t := &ts.each[i]
		t.lock.Lock()
		messages += len(t.waiting)
		t.lock.Unlock()
	}
	return messages
}
