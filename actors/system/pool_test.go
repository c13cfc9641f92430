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
		{fewWait - 1, 0, 0, true},
		{fewWait + 100, 101, 100 + mostTaken, true},
		{fewWait + 100, mostBetween - 1, mostBetween + mostTaken - 2, false}, // and the one that holds the worker up
	} {
		for _, message := range []any{&messages.Packets{}, &messages.ErrorBroadcasts{}} {
			t.Run(fmt.Sprintf("%d waiting, %T, large %v", c.waiting, message, c.large), func(t *testing.T) {
				p := newPool(1)
				var order []string
				box := func(do func()) *mailbox {
					m := &mailbox{pool: p}
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
				if core.home = hub; c.large {
					core.home = largeHub
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

// A worker without mailboxes looks for one before it waits to be woken up, while another runs and
// no other looks, and takes what it finds; a profile counts both as having nothing to do.
func TestOneWorkerLooksWhileAnotherRuns(t *testing.T) {
	clock := &counter{}
	for _, c := range []struct {
		workers, looking, idle int
		looks                  bool
	}{
		{workers: 1, looks: false},
		{workers: 2, looks: true},
		{workers: 2, idle: 1, looks: false},
		{workers: 3, looks: true},
		{workers: 3, idle: 1, looks: true},
		{workers: 3, idle: 2, looks: false},
		{workers: 3, looking: 1, looks: false},
	} {
		looked := false
		for range 1000 { // looking may be over before this test sees it
			p := &pool{queues: newQueues(c.workers), workers: make([]worker, c.workers), rested: make(chan struct{}, 1)}
			p.wake.L = &p.lock
			p.profile = newProfile(clock.read)
			p.looking, p.idle = c.looking, c.idle
			go func() {
				for {
					p.lock.Lock()
					looks, waits := p.looking > c.looking, p.idle > c.idle
					p.lock.Unlock()
					if looks || waits {
						looked = looks
						for range c.looking + 1 { // whoever else looks gets one
							p.schedule(&mailbox{pool: p}, false)
						}
						return
					}
					runtime.Gosched()
				}
			}()
			if taken := p.take(&p.workers[0], nil); len(taken) != 1 || p.looking != c.looking || p.idle != c.idle {
				t.Fatalf("%+v: took %d mailboxes, %d look and %d wait after that; want 1, and as many as before", c, len(taken), p.looking, p.idle)
			}
			if waiting := c.looking + c.idle; p.profile.idle == 0 || p.profile.waiting != waiting {
				t.Fatalf("%+v: idle for %d and %d waiting after that; want some time, and %d", c, p.profile.idle, p.profile.waiting, waiting)
			}
			if looked {
				break
			}
		}
		if looked != c.looks {
			t.Errorf("%+v: another worker looks for a mailbox: %v", c, looked)
		}
	}
}

// A worker that looks is told that another goes to sleep: it may be the last one awake.
func TestAWorkerThatLooksIsToldOfSleep(t *testing.T) {
	for range 1000 { // looking may be over before the other sleeps
		p := &pool{queues: newQueues(2), workers: make([]worker, 2), rested: make(chan struct{}, 1)}
		p.wake.L = &p.lock
		p.lock.Lock()
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.take(&p.workers[1], nil) // gets the lock once the first looks, and sleeps until there is a mailbox
		}()
		told := p.look()
		p.lock.Unlock()
		p.close()
		<-done
		if told {
			return
		}
	}
	t.Error("of 1000 workers that looked none was told that the other one went to sleep")
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
