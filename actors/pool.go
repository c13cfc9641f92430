package actors

import (
	"sync"
	"sync/atomic"

	"sfdfa-actors/internal/prefetch"
)

// pool runs mailboxes on a fixed number of goroutines, in the order in which
// they were scheduled. It takes the place of protoactor's dispatcher, which
// starts a goroutine each time a mailbox wakes up.
//
// Mailboxes with messages that make work for very many others wait by themselves until few
// of those wait. In a large network the cores thus hand out spikes one after the other: what
// a core has made is still in the cache when its neurons take it.
type pool struct {
	lock      sync.Mutex
	wake      sync.Cond
	queue     ring
	spreading ring
	idle      int // workers that wait
	closed    bool
	rested    chan struct{} // has room for one signal that all workers wait
	profile   *profile      // that is being taken, or nil
	workers   []worker
	running   sync.WaitGroup
	ran       func(*mailbox) // called after each run of a mailbox, for tests, or nil
}

// fewWait is the number of waiting mailboxes below which those come that make more wait.
const fewWait = 64

// worker counts what one goroutine of the pool does, on a cache line of its own.
type worker struct {
	taken atomic.Int64 // user messages taken out of mailboxes
	_     [56]byte
}

// newPool starts the workers.
func newPool(workers int) *pool {
	p := &pool{workers: make([]worker, workers), rested: make(chan struct{}, 1)}
	p.wake.L = &p.lock
	for i := range p.workers {
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
	if spreads {
		p.spreading.push(m)
	} else {
		p.queue.push(m)
	}
	wake := p.idle > 0
	p.lock.Unlock()
	if wake {
		p.wake.Signal()
	}
}

// mostTaken bounds the mailboxes that a worker takes at a time.
const mostTaken = 16

// take waits for mailboxes and appends some to dst: a few at a time while many
// wait, which spares the lock, and one by one towards the end, so that no worker
// waits for another. It appends none once the pool is closed and empty.
func (p *pool) take(dst []*mailbox) []*mailbox {
	p.lock.Lock()
	defer p.lock.Unlock()
	for p.queue.length+p.spreading.length == 0 {
		if p.closed {
			return dst
		}
		p.idle++
		p.profile.setWaiting(p.idle)
		if p.idle == len(p.workers) {
			select {
			case p.rested <- struct{}{}:
			default: // the signal that is waiting covers this rest too
			}
		}
		p.wake.Wait()
		p.idle--
		p.profile.setWaiting(p.idle)
	}
	if p.spreading.length > 0 && p.queue.length < fewWait {
		return append(dst, p.spreading.pop())
	}
	for range min(mostTaken, 1+p.queue.length/(8*len(p.workers))) {
		dst = append(dst, p.queue.pop())
	}
	return dst
}

// resting tells whether no mailbox waits and none is running. Then no actor does
// anything until somebody else sends a message.
func (p *pool) resting() bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	return p.queue.length+p.spreading.length == 0 && p.idle == len(p.workers)
}

func (p *pool) work(w *worker) {
	var taken []*mailbox
	for {
		if taken = p.take(taken[:0]); len(taken) == 0 {
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
	p.lock.Unlock()
	p.wake.Broadcast()
	p.running.Wait()
}
