package system

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/internal/prefetch"
)

// pool runs mailboxes on a fixed number of goroutines. It takes the place of protoactor's
// dispatcher, which starts a goroutine each time a mailbox wakes up.
type pool struct {
	lock     sync.Mutex
	wake     sync.Cond
	queues   queues
	sleepy   bool // nobody spins
	spinning int  // workers that have nothing to do and spin until there is a mailbox, 0 or 1
	sleeping int  // workers that have nothing to do and sleep until they are woken up
	closed   bool
	allIdle  parallel.Signal // raised when all workers sleep
	profile  *profile        // that is being taken, or nil
	workers  []worker
	running  sync.WaitGroup
	turn     func(*mailbox, bool) // schedule, once for all mailboxes
	afterRun func(*mailbox)       // called after each run of a mailbox, for tests, or nil

	_       [64]byte     // a spinning worker reads changes all the time, and others write the rest
	changes atomic.Int64 // counts mailboxes pushed, workers that went to sleep, and the end
}

// worker counts what one goroutine of the pool does, on a cache line of its own.
type worker struct {
	index     int          // in the pool's workers
	delivered atomic.Int64 // user messages taken out of mailboxes
	_         [48]byte
}

// mostWorkers is the number that a mailbox's affinity can tell apart.
const mostWorkers = math.MaxInt16

// newPool starts the workers.
func newPool(workers int) *pool {
	p := &pool{queues: newQueues(workers), workers: make([]worker, workers), allIdle: parallel.NewSignal()}
	p.wake.L, p.turn = &p.lock, p.schedule
	for i := range p.workers {
		p.workers[i].index = i
		p.running.Go(func() { p.work(&p.workers[i]) })
	}
	return p
}

// turns implements scheduler: all mailboxes wait for the same workers.
func (p *pool) turns(bool) func(*mailbox, bool) { return p.turn }

// neuronsWaiting implements scheduler.
func (p *pool) neuronsWaiting() int {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.queues.neuronsWaiting
}

// becameIdle implements scheduler.
func (p *pool) becameIdle() parallel.Signal { return p.allIdle }

// delivered implements scheduler.
func (p *pool) delivered() (total int64) {
	for i := range p.workers {
		total += p.workers[i].delivered.Load()
	}
	return total
}

// schedule queues a mailbox.
func (p *pool) schedule(m *mailbox, fanOut bool) {
	p.lock.Lock()
	p.queues.push(m, fanOut)
	p.changes.Add(1)
	wake := p.sleeping > 0 && p.queues.length() > p.spinning // a spinning worker comes by itself
	p.lock.Unlock()
	if wake {
		p.wake.Signal()
	}
}

// nextMailboxes waits for mailboxes and appends those that the worker runs next to dst, or none
// once the pool is closed and empty.
func (p *pool) nextMailboxes(w *worker, dst []*mailbox) []*mailbox {
	p.lock.Lock()
	defer p.lock.Unlock()
	for spin := true; p.queues.length() == 0; {
		if p.closed {
			return dst
		}
		if spin && p.maySpin() {
			spin = p.spin()
			continue
		}
		p.sleeping++
		p.changes.Add(1)
		p.profile.setWaiting(p.spinning + p.sleeping)
		if p.sleeping == len(p.workers) {
			p.allIdle.Raise()
		}
		p.wake.Wait()
		p.sleeping--
		p.profile.setWaiting(p.spinning + p.sleeping)
		spin = true
	}
	return p.queues.pop(w.index, dst)
}

// mostSpins is how often a spinning worker looks for a change before it goes to sleep: for about 1 ms,
// if its CPU core has nothing else to do. Workers that run nearly always have something for it by then,
// and to be woken up takes 50 µs and more, since a CPU core without work sleeps too.
const mostSpins = 10_000

// maySpin reports whether a worker that has nothing to do may spin: one at a time, while another runs.
// More would only get into each other's way, and into that of others who have work for their CPU cores.
func (p *pool) maySpin() bool { return !p.sleepy && p.spinning == 0 && p.sleeping < len(p.workers)-1 }

// forbidSpinning has workers sleep at once. What they wait for may come over a wire, which takes longer than to be woken
// up, and often from a process that needs the CPU core.
func (p *pool) forbidSpinning() {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.sleepy = true
}

// spin releases the lock until something changes, or until the worker has looked often enough, and
// reports whether something did: a mailbox was pushed, which another worker may have taken since, or
// one more worker sleeps.
func (p *pool) spin() (changed bool) {
	p.spinning++
	p.profile.setWaiting(p.spinning + p.sleeping)
	before := p.changes.Load()
	p.lock.Unlock()
	for range mostSpins {
		if changed = p.changes.Load() != before; changed {
			break
		}
		runtime.Gosched()
	}
	p.lock.Lock()
	p.spinning--
	p.profile.setWaiting(p.spinning + p.sleeping)
	return changed
}

// idle implements scheduler.
func (p *pool) idle() bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.queues.length() == 0 && p.sleeping == len(p.workers)
}

func (p *pool) work(w *worker) {
	var mailboxes []*mailbox
	for {
		if mailboxes = p.nextMailboxes(w, mailboxes[:0]); len(mailboxes) == 0 {
			return
		}
		for i, m := range mailboxes {
			prefetchNext(mailboxes[i+1:])
			mailboxes[i] = nil
			m.run(w)
			if p.afterRun != nil {
				p.afterRun(m)
			}
		}
	}
}

// prefetchNext fetches what the mailboxes that run next touch: the second of them itself, and
// what the first points to, which was the second a turn ago.
func prefetchNext(next []*mailbox) {
	if len(next) > 1 {
		prefetch.Value(next[1])
	}
	if len(next) > 0 {
		next[0].prefetchActor()
	}
}

// close implements scheduler: it lets the workers finish what is queued and waits for them.
func (p *pool) close() {
	p.lock.Lock()
	p.closed = true
	p.changes.Add(1)
	p.lock.Unlock()
	p.wake.Broadcast()
	p.running.Wait()
}
