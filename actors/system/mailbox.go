package system

import (
	"sync"
	"sync/atomic"

	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/messages"
)

// smallQueue is the number of message slots that a mailbox keeps in any case.
// It gives larger ones up once bursts of their size stay away: a million mailboxes
// must not keep them.
const smallQueue = 16

// mailbox is an actor.Mailbox for actors that get few messages at a time: it
// costs little while empty, and its reader takes all waiting messages at once
// instead of locking for each. The order of each sender's messages is kept;
// system messages overtake user messages.
type mailbox struct {
	turn    func(m *mailbox, fanOut bool) // of the scheduler, see there
	shell   *shell                        // that it is a part of, to prefetch its machine; or nil
	invoker actor.MessageInvoker

	// As small as can be: a million of them lie side by side.
	lock          sync.Mutex
	scheduled     bool  // it waits for its turn, or runs
	life          life  // only the worker that runs the mailbox uses this
	affinity      int16 // worker that runs a neuron's, or noAffinity or largeCore; never changes
	systemWaiting atomic.Int32
	waiting       []any
	shards        *shards // for what a core's neurons send, or nil; never changes
	system        *[]any  // messages that wait, or nil if there are none, as nearly always

	// Only the worker that runs the mailbox uses these.
	next    int32 // in current
	burst   int32 // size of recent bursts, decaying
	current []any // messages taken out, of which the first next are handled
}

// life says what a mailbox does with user messages.
type life uint8

const (
	lively    life = iota // it hands them out
	suspended             // it keeps them
	stopped               // its actor is gone
)

// Affinities of mailboxes that any worker runs.
const (
	noAffinity = -1 // of an actor that is not a neuron
	largeCore  = -2 // of a core of more than LargeCore neurons
)

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
	if m.shards != nil {
		return len(m.waiting) + m.shards.count()
	}
	return len(m.waiting)
}

// PostUserMessage implements actor.Mailbox.
func (m *mailbox) PostUserMessage(message any) {
	if m.shards != nil && m.postToShard(message) {
		return
	}
	m.lock.Lock()
	m.waiting = append(m.waiting, message)
	m.scheduleLocked(message)
}

// postToShard posts a message if there is a shard for it. Whoever finds the shard empty
// schedules the mailbox, which then takes all that got into the shard.
func (m *mailbox) postToShard(message any) (posted bool) {
	shard := m.shards.shardOf(message)
	if shard == nil {
		return false
	}
	if shard.post(message) {
		m.lock.Lock()
		m.scheduleLocked(message)
	}
	return true
}

// PostSystemMessage implements actor.Mailbox.
func (m *mailbox) PostSystemMessage(message any) {
	m.lock.Lock()
	if m.system == nil {
		m.system = new([]any)
	}
	*m.system = append(*m.system, message)
	m.systemWaiting.Add(1)
	m.scheduleLocked(message)
}

// scheduleLocked schedules the mailbox because of a message, unless it waits or runs already, and releases the lock:
// whoever posts next may rely on the mailbox being where the scheduler knows of it. Otherwise it could look idle while a
// message from outside, like a halt, is about to schedule a mailbox that others have filled.
func (m *mailbox) scheduleLocked(message any) {
	if !m.scheduled {
		m.scheduled = true
		m.turn(m, m.affinity == largeCore && fansOut(message))
	}
	m.lock.Unlock()
}

// fansOut reports whether a core hands the message on to all its neurons.
func fansOut(message any) bool {
	switch message.(type) {
	case *messages.Packets, *messages.ErrorBroadcasts:
		return true
	}
	return false
}

// Sizes in bytes of what a run touches of an actor besides its mailbox.
const (
	contextBytes = 88  // the library's actorContext
	machineBytes = 128 // a neuron's machine, but for what it rarely needs
)

// prefetchActor fetches what a run touches first besides the mailbox.
func (m *mailbox) prefetchActor() {
	prefetch.Behind(m.invoker, contextBytes)
	if m.shell != nil {
		prefetch.Behind(m.shell.machine, machineBytes)
	}
}

// run handles messages until none is left. No scheduler runs a mailbox twice at the same time.
func (m *mailbox) run(w *worker) {
	for m.step(w) {
	}
}

// step handles a system message, or else a user message, and reports whether to
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
			message = m.popSystem()
			m.handleSystem(message)
			continue
		}
		if m.life == lively && int(m.next) < len(m.current) {
			message = m.nextCurrent()
			m.invoker.InvokeUserMessage(message)
			continue
		}
		if !m.refill(w) {
			return false
		}
	}
}

// nextReady returns the next of the current messages, unless a system message has to be
// handled first. While an actor handles a message it may ask for the ones after it: a burst
// then costs one way through the library, which for these does nothing of what it may do on
// the way (middleware, poison pills, time-outs). The engine uses none of it.
func (m *mailbox) nextReady() (message any, ok bool) {
	if int(m.next) == len(m.current) || m.life != lively || m.systemWaiting.Load() > 0 {
		return nil, false
	}
	return m.nextCurrent(), true
}

func (m *mailbox) nextCurrent() any {
	message := m.current[m.next]
	m.current[m.next] = nil
	m.next++
	return message
}

func (m *mailbox) handleSystem(message any) {
	switch message.(type) {
	case *actor.SuspendMailbox:
		m.life = suspended
	case *actor.ResumeMailbox:
		m.life = lively
	default:
		m.invoker.InvokeSystemMessage(message)
	}
}

func (m *mailbox) popSystem() any {
	m.lock.Lock()
	defer m.lock.Unlock()
	message := (*m.system)[0]
	if *m.system = (*m.system)[1:]; len(*m.system) == 0 {
		m.system = nil
	}
	m.systemWaiting.Add(-1)
	return message
}

// refill takes waiting messages, or ends the run if there are none. Those in shards come after
// all others, of which a core gets few a batch and which make work for many.
func (m *mailbox) refill(w *worker) (more bool) {
	m.lock.Lock()
	if m.systemWaiting.Load() > 0 {
		m.lock.Unlock()
		return true
	}
	if m.life != lively || !(m.swap(&m.waiting) || m.shards != nil && m.shards.drainNext(m.swap)) {
		// A message that comes into a shard from now on finds it empty, and schedules the mailbox.
		m.scheduled = false
		m.lock.Unlock()
		return false
	}
	m.lock.Unlock()
	w.delivered.Add(int64(len(m.current)))
	return true
}

// swap takes the waiting messages in exchange for the emptied slice of those before, and reports
// whether there are any. It gives slots up that are many more than recent bursts needed. It takes
// hundreds of bursts to forget a large one: a core gets one a batch between many small ones.
func (m *mailbox) swap(waiting *[]any) bool {
	if len(*waiting) == 0 {
		return false
	}
	m.current, *waiting, m.next = *waiting, m.current[:0], 0
	m.burst = max(int32(len(m.current)), m.burst-(m.burst+127)/128)
	if cap(*waiting) > max(smallQueue, 4*int(m.burst)) {
		*waiting = nil
	}
	return true
}
