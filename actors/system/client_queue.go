package system

import (
	"sync"

	"sfdfa-actors/internal/parallel"
)

// clientQueue holds the network's messages to its client, in the order in which they came.
type clientQueue struct {
	lock     sync.Mutex
	messages []any
	arrived  parallel.Signal
}

func newClientQueue() *clientQueue { return &clientQueue{arrived: parallel.NewSignal()} }

func (q *clientQueue) push(message any) {
	q.lock.Lock()
	q.messages = append(q.messages, message)
	q.lock.Unlock()
	q.arrived.Raise()
}

func (q *clientQueue) empty() bool {
	q.lock.Lock()
	defer q.lock.Unlock()
	return len(q.messages) == 0
}

// pop takes out the oldest message, if there is one.
func (q *clientQueue) pop() (message any, ok bool) {
	q.lock.Lock()
	defer q.lock.Unlock()
	if len(q.messages) == 0 {
		return nil, false
	}
	message = q.messages[0]
	q.messages[0] = nil
	if q.messages = q.messages[1:]; len(q.messages) == 0 {
		q.messages = nil
	}
	return message, true
}
