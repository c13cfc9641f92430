package system

import (
	"sync"
	"sync/atomic"
	"time"

	"sfdfa-actors/actors"
	"sfdfa-actors/messages"
)

// Profile says what the workers of an engine did for a while. Its parts are
// sums over workers and add up to Workers × Wall. A part has what its steps cost
// with all they do: handing over what they send, and waiting for a CPU core if
// there are more workers than those.
type Profile struct {
	Workers int
	Wall    time.Duration

	Integrate time.Duration // steps of neurons that got spikes
	Learn     time.Duration // steps of neurons that got error broadcasts
	Route     time.Duration // steps of cores, input, readout and coordinator
	Idle      time.Duration // waiting for a mailbox to run
	Mailbox   time.Duration // the rest: taking messages out and bringing them to their actors
}

// activity is what a step is booked as.
type activity int

const (
	integrate activity = iota
	learn
	route
	activities // their number
)

// activityOf tells what an actor does with a message.
func activityOf(role actors.Role, message any) activity {
	if role == actors.Neuron {
		switch message.(type) {
		case *messages.Delivery, *messages.ArrivingSingle, *messages.ArrivingCount:
			return integrate
		case *messages.ErrorBroadcasts:
			return learn
		}
	}
	return route
}

// profile is a profile being taken.
type profile struct {
	clock func() time.Duration

	// Steps are booked in shards, of which each worker has one to itself at a
	// time: a counter that all share would slow them down.
	pool      sync.Pool
	lock      sync.Mutex
	perWorker []*stepTimes

	// Guarded by a lock of the scheduler.
	waiting int           // workers that have nothing to do
	idle    time.Duration // sum over workers, until changed
	changed time.Duration // when waiting was last changed
}

// stepTimes holds the time booked by activity, on a cache line of its own.
type stepTimes struct {
	booked [activities]atomic.Int64 // ns
	_      [64 - 8*activities]byte
}

func newProfile(clock func() time.Duration) *profile {
	p := &profile{clock: clock}
	p.pool.New = func() any {
		s := new(stepTimes)
		p.lock.Lock()
		defer p.lock.Unlock()
		p.perWorker = append(p.perWorker, s)
		return s
	}
	return p
}

// book books a step that began at a time and ends now.
func (p *profile) book(what activity, began time.Duration) {
	took := p.clock() - began
	s := p.pool.Get().(*stepTimes)
	s.booked[what].Add(int64(took))
	p.pool.Put(s)
}

// setWaiting takes note of how many workers have nothing to do from now on. It does nothing
// if no profile is being taken.
func (p *profile) setWaiting(workers int) {
	if p == nil {
		return
	}
	now := p.clock()
	p.idle += time.Duration(p.waiting) * (now - p.changed)
	p.waiting, p.changed = workers, now
}

// booked is the time booked so far.
func (p *profile) booked(what activity) (total time.Duration) {
	p.lock.Lock()
	defer p.lock.Unlock()
	for _, s := range p.perWorker {
		total += time.Duration(s.booked[what].Load())
	}
	return total
}

// Profile calls work, which may use the engine, and says what the workers did
// meanwhile. The clock tells the time since any moment and is read twice a step,
// which costs time too: don't measure throughput at the same time. One profile
// can be taken at a time.
func (e *Engine) Profile(clock func() time.Duration, work func() error) (Profile, error) {
	p := newProfile(clock)
	began := clock()
	e.scheduler.watch(p, began)
	e.profile.Store(p)
	err := work()
	e.profile.Store(nil)
	// The last step of the work may still be on its way back to its mailbox. What
	// is booked up to here counts, so that no part is longer than the whole.
	taken := Profile{
		Workers:   e.workers,
		Integrate: p.booked(integrate),
		Learn:     p.booked(learn),
		Route:     p.booked(route),
		Idle:      e.scheduler.unwatch(),
	}
	taken.Wall = clock() - began
	taken.Mailbox = time.Duration(taken.Workers)*taken.Wall - taken.Integrate - taken.Learn - taken.Route - taken.Idle
	return taken, err
}

// watch implements scheduler.
func (p *pool) watch(profile *profile, now time.Duration) {
	p.lock.Lock()
	defer p.lock.Unlock()
	profile.waiting, profile.changed = p.spinning+p.sleeping, now
	p.profile = profile
}

// unwatch implements scheduler.
func (p *pool) unwatch() time.Duration {
	p.lock.Lock()
	defer p.lock.Unlock()
	watched := p.profile
	watched.setWaiting(p.spinning + p.sleeping)
	p.profile = nil
	return watched.idle
}
