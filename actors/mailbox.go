package actors

import (
	"sync"
	"sync/atomic"

	"github.com/asynkron/protoactor-go/actor"
)

// smallQueue is the number of message slots that a mailbox keeps in any case.
// Larger queues are given up once bursts of their size stay away: in a million
// mailboxes they must not stay for ever.
const smallQueue = 16

// mailbox is an actor.Mailbox for actors that get few messages at a time: it
// costs little while empty, and its reader takes all waiting messages at once
// instead of locking for each. The order of each sender's messages is kept;
// system messages overtake user messages.
type mailbox struct {
	pool    *pool
	invoker actor.MessageInvoker

	lock      sync.Mutex
	waiting   []any
	scheduled bool // in the pool's queue, or running

	systemLock    sync.Mutex
	system        []any
	systemWaiting atomic.Int32

	// Only the worker that runs the mailbox uses these.
	taken     []any
	next      int // in taken
	burst     int // size of recent bursts, decaying
	suspended bool
}

var _ actor.Mailbox = (*mailbox)(nil)

// RegisterHandlers implements actor.Mailbox.
func (m *mailbox) RegisterHandlers(invoker actor.MessageInvoker, _ actor.Dispatcher) {
	m.invoker = invoker
}

// Start implements actor.Mailbox.
func (m *mailbox) Start() {}

// UserMessageCount implements actor.Mailbox.
func (m *mailbox) UserMessageCount() int {
	m.lock.Lock()
	defer m.lock.Unlock()
	return len(m.waiting)
}

// PostUserMessage implements actor.Mailbox.
func (m *mailbox) PostUserMessage(message any) {
	m.lock.Lock()
	m.waiting = append(m.waiting, message)
	m.scheduleLocked()
}

// PostSystemMessage implements actor.Mailbox.
func (m *mailbox) PostSystemMessage(message any) {
	m.systemLock.Lock()
	m.system = append(m.system, message)
	m.systemWaiting.Add(1)
	m.systemLock.Unlock()
	m.lock.Lock()
	m.scheduleLocked()
}

// scheduleLocked asks for a run unless one is coming, and releases the lock.
func (m *mailbox) scheduleLocked() {
	idle := !m.scheduled
	m.scheduled = true
	m.lock.Unlock()
	if idle {
		m.pool.schedule(m)
	}
}

// run handles messages until none is left. The pool never runs a mailbox twice
// at the same time.
func (m *mailbox) run(w *worker) {
	for m.step(w) {
	}
}

// step handles a system message, or else a user message, and tells whether to
// go on. A panic of the actor is escalated to its supervisor, which suspends
// the mailbox by a system message.
func (m *mailbox) step(w *worker) (more bool) {
	var message any
	defer func() {
		if reason := recover(); reason != nil {
			m.invoker.EscalateFailure(reason, message)
			more = true
		}
	}()
	for {
		if m.systemWaiting.Load() > 0 {
			message = m.takeSystem()
			m.handleSystem(message)
			continue
		}
		if !m.suspended && (m.next < len(m.taken) || m.takeWaiting(w)) {
			message = m.nextTaken()
			m.invoker.InvokeUserMessage(message)
			continue
		}
		if m.rest() {
			return false
		}
	}
}

// another returns the next of the user messages that this run has taken, unless a
// system message has to be handled first. While an actor handles a message it may ask
// for the ones after it: a burst then costs one way through the library.
func (m *mailbox) another() (message any, ok bool) {
	if m.next == len(m.taken) || m.suspended || m.systemWaiting.Load() > 0 {
		return nil, false
	}
	return m.nextTaken(), true
}

func (m *mailbox) nextTaken() any {
	message := m.taken[m.next]
	m.taken[m.next] = nil
	m.next++
	return message
}

func (m *mailbox) handleSystem(message any) {
	switch message.(type) {
	case *actor.SuspendMailbox:
		m.suspended = true
	case *actor.ResumeMailbox:
		m.suspended = false
	default:
		m.invoker.InvokeSystemMessage(message)
	}
}

func (m *mailbox) takeSystem() any {
	m.systemLock.Lock()
	defer m.systemLock.Unlock()
	message := m.system[0]
	m.system = m.system[1:]
	if len(m.system) == 0 {
		m.system = nil
	}
	m.systemWaiting.Add(-1)
	return message
}

// takeWaiting swaps the emptied slice of taken messages for the waiting ones.
func (m *mailbox) takeWaiting(w *worker) bool {
	m.lock.Lock()
	defer m.lock.Unlock()
	if len(m.waiting) == 0 {
		return false
	}
	m.burst = max(len(m.waiting), m.burst-m.burst/128)
	if cap(m.taken) > max(smallQueue, 4*m.burst) {
		m.taken = nil
	}
	m.taken, m.waiting, m.next = m.waiting, m.taken[:0], 0
	w.taken.Add(int64(len(m.taken)))
	return true
}

// rest ends the run unless something came in meanwhile.
func (m *mailbox) rest() bool {
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.systemWaiting.Load() > 0 || (!m.suspended && len(m.waiting) > 0) {
		return false
	}
	m.scheduled = false
	return true
}
