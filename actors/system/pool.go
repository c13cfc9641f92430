package system

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"sfdfa-actors/internal/prefetch"
)

// pool runs mailboxes on a fixed number of goroutines. It takes the place of protoactor's
// dispatcher, which starts a goroutine each time a mailbox wakes up.
type pool struct {
	lock    sync.Mutex
	wake    sync.Cond
	queues  queues
	looking int // workers that have nothing to do and look out for a mailbox, 0 or 1
	idle    int // workers that have nothing to do and wait to be woken up
	closed  bool
	rested  chan struct{} // has room for one signal that all workers wait to be woken up
	profile *profile      // that is being taken, or nil
	workers []worker
	running sync.WaitGroup
	ran     func(*mailbox) // called after each run of a mailbox, for tests, or nil

	_    [64]byte     // a worker that looks reads this all the time, and the rest is written meanwhile
	news atomic.Int64 // mailboxes pushed, workers that went to sleep, and the end
}

// worker counts what one goroutine of the pool does, on a cache line of its own.
type worker struct {
	index int          // in the pool's workers
	taken atomic.Int64 // user messages taken out of mailboxes
	_     [48]byte
}

// mostWorkers is the number that a mailbox's home can tell apart.
const mostWorkers = math.MaxInt16

// newPool starts the workers.
func newPool(workers int) *pool {
	p := &pool{queues: newQueues(workers), workers: make([]worker, workers), rested: make(chan struct{}, 1)}
	p.wake.L = &p.lock
	for i := range p.workers {
		p.workers[i].index = i
		p.running.Go(func() { p.work(&p.workers[i]) })
	}
	return p
}

// taken is the number of user messages that mailboxes have handed out so far.
func (p *pool) taken() (total int64) {
	for i := range p.workers {
		total += p.workers[i].taken.Load()
	}
	return total
}

// schedule queues a mailbox that is not queued and not running. spreads says whether
// the message that it waits with makes work for very many others.
func (p *pool) schedule(m *mailbox, spreads bool) {
	p.lock.Lock()
	p.queues.push(m, spreads)
	p.news.Add(1)
	wake := p.idle > 0 && p.queues.length() > p.looking // a worker that looks comes by itself
	p.lock.Unlock()
	if wake {
		p.wake.Signal()
	}
}

// take waits for mailboxes and appends those that the worker runs next to dst, or none once
// the pool is closed and empty.
func (p *pool) take(w *worker, dst []*mailbox) []*mailbox {
	p.lock.Lock()
	defer p.lock.Unlock()
	for look := true; p.queues.length() == 0; {
		if p.closed {
			return dst
		}
		if look && p.mayLook() {
			look = p.look()
			continue
		}
		p.idle++
		p.news.Add(1)
		p.profile.setWaiting(p.looking + p.idle)
		if p.idle == len(p.workers) {
			select {
			case p.rested <- struct{}{}:
			default: // the signal that is waiting covers this rest too
			}
		}
		p.wake.Wait()
		p.idle--
		p.profile.setWaiting(p.looking + p.idle)
		look = true
	}
	return p.queues.pop(w.index, dst)
}

// mostLooks is how often a worker looks without any news before it goes to sleep: for about 1 ms, if
// its CPU core has nothing else to do. Workers that run nearly always have something for it by then,
// and to be woken up takes 50 µs and more, since a CPU core without work sleeps too.
const mostLooks = 10_000

// mayLook reports whether a worker that has nothing to do may look for a mailbox: one at a time, while
// another runs. More would only get into each other's way, and into that of others who have work for
// their CPU cores.
func (p *pool) mayLook() bool { return p.looking == 0 && p.idle < len(p.workers)-1 }

// look releases the lock until there is news, or until it has looked often enough. It tells
// whether there is any: a mailbox that has been pushed, which another worker may have taken since,
// or one more worker that sleeps.
func (p *pool) look() (news bool) {
	p.looking++
	p.profile.setWaiting(p.looking + p.idle)
	before := p.news.Load()
	p.lock.Unlock()
	for range mostLooks {
		if news = p.news.Load() != before; news {
			break
		}
		runtime.Gosched()
	}
	p.lock.Lock()
	p.looking--
	p.profile.setWaiting(p.looking + p.idle)
	return news
}

// resting reports whether no mailbox waits and none is running. Then no actor does
// anything until somebody else sends a message.
func (p *pool) resting() bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.queues.length() == 0 && p.idle == len(p.workers)
}

func (p *pool) work(w *worker) {
	var taken []*mailbox
	for {
		if taken = p.take(w, taken[:0]); len(taken) == 0 {
			return
		}
		for i, m := range taken {
			prefetchNext(taken[i+1:])
			taken[i] = nil
			m.run(w)
			if p.ran != nil {
				p.ran(m)
			}
		}
	}
}

// prefetchNext asks for what is touched when the mailboxes whose turns come next run: for
// the second of them itself, and for what the first points to, which was the second a turn
// ago.
func prefetchNext(next []*mailbox) {
	if len(next) > 1 {
		prefetch.Value(next[1])
	}
	if len(next) > 0 {
		next[0].prefetchActor()
	}
}

// close lets the workers finish what is queued and waits for them.
func (p *pool) close() {
	p.lock.Lock()
	p.closed = true
	p.news.Add(1)
	p.lock.Unlock()
	p.wake.Broadcast()
	p.running.Wait()
}
