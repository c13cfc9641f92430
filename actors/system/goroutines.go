package system

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"sfdfa-actors/internal/parallel"
)

// goroutines give every actor a goroutine of its own, which waits for messages in the actor's mailbox and
// lives as long as the actor does. Go's scheduler decides whose turn it is.
type goroutines struct {
	workers int          // that run at a time, as far as a profile is concerned
	awake   atomic.Int64 // actors that have messages
	allIdle parallel.Signal
	running sync.WaitGroup

	lock    sync.Mutex
	all     []*ownGoroutine
	profile atomic.Pointer[profile] // that is being taken, or nil
}

// ownGoroutine is the goroutine of one actor.
type ownGoroutine struct {
	worker
	of     *goroutines
	neuron bool // of a neuron
	begun  bool
	wake   chan struct{} // holds 1 if messages have come since the mailbox was last empty
}

func newGoroutines(workers int) *goroutines {
	return &goroutines{workers: workers, allIdle: parallel.NewSignal()}
}

// turns implements scheduler.
func (g *goroutines) turns(neuron bool) func(*mailbox, bool) {
	own := &ownGoroutine{of: g, neuron: neuron, wake: make(chan struct{}, 1)}
	g.lock.Lock()
	defer g.lock.Unlock()
	g.all = append(g.all, own)
	return own.turn
}

// turn wakes the goroutine. The first message, which starts the actor, starts it too.
func (o *ownGoroutine) turn(m *mailbox, _ bool) {
	if !o.begun {
		o.begun = true
		o.of.running.Go(func() { o.live(m) })
	}
	o.of.awake.Add(1)
	o.of.note()
	o.wake <- struct{}{} // there is room: the goroutine has taken the last one before it ran the mailbox
}

// live handles messages until the actor is stopped.
func (o *ownGoroutine) live(m *mailbox) {
	for m.life != stopped {
		<-o.wake
		if !o.neuron {
			// Neurons that are awake go first, so that their core takes many answers at a time.
			runtime.Gosched()
		}
		m.run(&o.worker)
		o.of.sleep()
	}
}

// sleep is called when an actor has no messages any more.
func (g *goroutines) sleep() {
	if g.awake.Add(-1) == 0 {
		g.allIdle.Raise()
	}
	g.note()
}

// note tells the profile, if one is being taken, for how many workers there is nothing to do.
func (g *goroutines) note() {
	if p := g.profile.Load(); p != nil {
		g.lock.Lock()
		defer g.lock.Unlock()
		p.setWaiting(g.waiting())
	}
}

func (g *goroutines) waiting() int { return max(0, g.workers-int(g.awake.Load())) }

// idle implements scheduler. An actor is awake until what it sends has woken others.
func (g *goroutines) idle() bool { return g.awake.Load() == 0 }

// becameIdle implements scheduler.
func (g *goroutines) becameIdle() parallel.Signal { return g.allIdle }

// neuronsWaiting implements scheduler.
func (g *goroutines) neuronsWaiting() (waiting int) {
	g.lock.Lock()
	defer g.lock.Unlock()
	for _, own := range g.all {
		if own.neuron {
			waiting += len(own.wake)
		}
	}
	return waiting
}

// delivered implements scheduler.
func (g *goroutines) delivered() (total int64) {
	g.lock.Lock()
	defer g.lock.Unlock()
	for _, own := range g.all {
		total += own.delivered.Load()
	}
	return total
}

// watch implements scheduler.
func (g *goroutines) watch(p *profile, now time.Duration) {
	g.lock.Lock()
	defer g.lock.Unlock()
	p.waiting, p.changed = g.waiting(), now
	g.profile.Store(p)
}

// unwatch implements scheduler.
func (g *goroutines) unwatch() time.Duration {
	g.lock.Lock()
	defer g.lock.Unlock()
	watched := g.profile.Swap(nil)
	watched.setWaiting(g.waiting())
	return watched.idle
}

// close implements scheduler.
func (g *goroutines) close() { g.running.Wait() }
