package system

import (
	"sync"
	"time"

	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/messages"
)

// outcomesWait is how long outcomes may wait for others until the client is woken: it only looks on, and with a sample a
// batch waking it takes a twentieth of the CPU time.
const outcomesWait = 5 * time.Millisecond

// clientQueue holds the network's messages to its client, in the order in which they came.
type clientQueue struct {
	lock     sync.Mutex
	messages []any
	arrived  parallel.Signal
	later    *time.Timer // raises arrived
	waits    bool        // later is set, and the queue has not been empty since
}

func newClientQueue() *clientQueue {
	q := &clientQueue{arrived: parallel.NewSignal()}
	q.later = time.AfterFunc(outcomesWait, q.arrived.Raise) // once for nothing
	return q
}

func (q *clientQueue) push(message any) {
	_, isOutcomes := message.(*messages.Outcomes)
	q.lock.Lock()
	q.messages = append(q.messages, message)
	if isOutcomes && !q.waits {
		q.waits = true
		q.later.Reset(outcomesWait)
	}
	q.lock.Unlock()
	if !isOutcomes {
		q.arrived.Raise()
	}
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
		q.messages, q.waits = nil, false
	}
	return message, true
}
