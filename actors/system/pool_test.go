package system

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/asynkron/protoactor-go/actor"

	"sfdfa-actors/messages"
)

// doing is an actor that does the same with each message.
type doing func()

func (do doing) InvokeUserMessage(any)         { do() }
func (do doing) InvokeSystemMessage(any)       {}
func (do doing) EscalateFailure(reason, _ any) { panic(reason) }

var _ actor.MessageInvoker = doing(nil)

// A message that makes work for very many others waits while others do, and goes before
// them once they are few. The core of a small population has its turn after a few of them.
func TestWhatMakesWorkForManyComesWhenFewWait(t *testing.T) {
	for _, c := range []struct {
		waiting, least, most int // mailboxes, and those that come before the message
		large                bool
	}{
		{fewNeurons - 1, 0, 0, true},
		{fewNeurons + 100, 101, 100 + mostAtOnce, true},
		{fewNeurons + 100, neuronsBetween - 1, neuronsBetween + mostAtOnce - 2, false}, // and the one that holds the worker up
	} {
		for _, message := range []any{&messages.Packets{}, &messages.ErrorBroadcasts{}} {
			t.Run(fmt.Sprintf("%d waiting, %T, large %v", c.waiting, message, c.large), func(t *testing.T) {
				p := newPool(1)
				var order []string
				box := func(do func()) *mailbox {
					m := &mailbox{turn: p.schedule}
					m.RegisterHandlers(doing(do), nil)
					return m
				}
				running, all := make(chan struct{}), make(chan struct{})
				box(func() { close(running); <-all }).PostUserMessage("hold the worker up")
				<-running
				for range c.waiting {
					box(func() { order = append(order, "one") }).PostUserMessage("one")
				}
				core := box(func() { order = append(order, "many") })
				if core.affinity = noAffinity; c.large {
					core.affinity = largeCore
				}
				core.PostUserMessage(message)
				close(all)
				p.close()
				if before := slices.Index(order, "many"); before < c.least || before > c.most || len(order) != c.waiting+1 {
					t.Errorf("the message came after %d of %d others, %d were handled; want %d to %d, and all", before, c.waiting, len(order), c.least, c.most)
				}
			})
		}
	}
}

// A worker without mailboxes spins before it waits to be woken up, while another runs and
// no other spins, and takes what it finds; a profile counts both as having nothing to do.
func TestOneWorkerSpinsWhileAnotherRuns(t *testing.T) {
	clock := &counter{}
	for _, c := range []struct {
		workers, spinning, sleeping int
		elsewhere                   bool // part of the network is on other machines
		spins                       bool
	}{
		{workers: 1, spins: false},
		{workers: 2, spins: true},
		{workers: 2, sleeping: 1, spins: false},
		{workers: 3, spins: true},
		{workers: 3, sleeping: 1, spins: true},
		{workers: 3, sleeping: 2, spins: false},
		{workers: 3, spinning: 1, spins: false},
		{workers: 2, elsewhere: true, spins: false},
	} {
		spun := false
		for range 1000 { // spinning may be over before this test sees it
			p := &pool{queues: newQueues(c.workers), workers: make([]worker, c.workers), allIdle: make(chan struct{}, 1)}
			p.wake.L = &p.lock
			if c.elsewhere {
				p.forbidSpinning()
			}
			p.profile = newProfile(clock.read)
			p.spinning, p.sleeping = c.spinning, c.sleeping
			go func() {
				for {
					p.lock.Lock()
					spins, waits := p.spinning > c.spinning, p.sleeping > c.sleeping
					p.lock.Unlock()
					if spins || waits {
						spun = spins
						for range c.spinning + 1 { // whoever else spins gets one
							p.schedule(&mailbox{turn: p.schedule}, false)
						}
						return
					}
					runtime.Gosched()
				}
			}()
			if taken := p.nextMailboxes(&p.workers[0], nil); len(taken) != 1 || p.spinning != c.spinning || p.sleeping != c.sleeping {
				t.Fatalf("%+v: took %d mailboxes, %d spin and %d wait after that; want 1, and as many as before", c, len(taken), p.spinning, p.sleeping)
			}
			if waiting := c.spinning + c.sleeping; p.profile.idle == 0 || p.profile.waiting != waiting {
				t.Fatalf("%+v: idle for %d and %d waiting after that; want some time, and %d", c, p.profile.idle, p.profile.waiting, waiting)
			}
			if spun {
				break
			}
		}
		if spun != c.spins {
			t.Errorf("%+v: another worker spins: %v", c, spun)
		}
	}
}

// A worker that spins is told that another goes to sleep: it may be the last one awake.
func TestAWorkerThatSpinsIsToldOfSleep(t *testing.T) {
	for range 1000 { // spinning may be over before the other sleeps
		p := &pool{queues: newQueues(2), workers: make([]worker, 2), allIdle: make(chan struct{}, 1)}
		p.wake.L = &p.lock
		p.lock.Lock()
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.nextMailboxes(&p.workers[1], nil) // gets the lock once the first spins, and sleeps until there is a mailbox
		}()
		told := p.spin()
		p.lock.Unlock()
		p.close()
		<-done
		if told {
			return
		}
	}
	t.Error("of 1000 workers that spun none was told that the other one went to sleep")
}

// A ring keeps the order of what is pushed while it wraps around and grows.
func TestARingIsAQueue(t *testing.T) {
	var r ring
	var want []*mailbox
	for round := range 50 {
		for range 7 * round % 90 {
			m := &mailbox{}
			r.push(m)
			want = append(want, m)
		}
		for range min(len(want), 5*round%60) {
			if got := r.pop(); got != want[0] {
				t.Fatalf("round %d: another mailbox than the one pushed first", round)
			}
			want = want[1:]
		}
		if r.length != len(want) {
			t.Fatalf("round %d: %d in the ring, want %d", round, r.length, len(want))
		}
	}
	if len(r.slots) <= 64 {
		t.Errorf("the ring has %d slots, the test is to make it grow", len(r.slots))
	}
}
