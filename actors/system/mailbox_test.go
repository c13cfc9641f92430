package system

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/asynkron/protoactor-go/actor"
)

// posted is a message that knows who sent it and as which one.
type posted struct{ sender, number int }

// recorder is the actor behind a mailbox: it checks that it is never run twice
// at a time and notes what it gets.
type recorder struct {
	t         *testing.T
	running   atomic.Int32
	users     []posted
	systems   []any
	escalated []any
	react     func(message any)
	done      chan struct{}
	expected  int
}

func (r *recorder) enter() func() {
	if r.running.Add(1) != 1 {
		r.t.Error("the mailbox runs twice at the same time")
	}
	return func() { r.running.Add(-1) }
}

func (r *recorder) InvokeUserMessage(message any) {
	defer r.enter()()
	r.users = append(r.users, message.(posted))
	defer func() {
		if len(r.users) == r.expected {
			close(r.done)
		}
	}()
	if r.react != nil {
		r.react(message)
	}
}

func (r *recorder) InvokeSystemMessage(message any) {
	defer r.enter()()
	r.systems = append(r.systems, message)
}

func (r *recorder) EscalateFailure(reason, _ any) { r.escalated = append(r.escalated, reason) }

func newRecorder(t *testing.T, p *pool, expected int) (*recorder, *mailbox) {
	r := &recorder{t: t, expected: expected, done: make(chan struct{})}
	m := &mailbox{turn: p.schedule}
	m.RegisterHandlers(r, nil)
	return r, m
}

// requireOrder fails the test unless the messages of each sender are numbered from 0 in the order
// in which they came.
func requireOrder(t *testing.T, name string, messages []posted) {
	t.Helper()
	next := map[int]int{} // by sender
	for _, message := range messages {
		if message.number != next[message.sender] {
			t.Fatalf("%s: message %d of sender %d came where %d was due", name, message.number, message.sender, next[message.sender])
		}
		next[message.sender]++
	}
}

// No message is lost or handled twice, and each sender's messages keep their
// order, whatever the number of workers, senders and mailboxes.
func TestMailboxesLoseNothingAndKeepEachSendersOrder(t *testing.T) {
	const senders, each, mailboxes = 4, 500, 20
	for _, workers := range []int{1, 2, 4} {
		t.Run(fmt.Sprintf("%d workers", workers), func(t *testing.T) {
			p := newPool(workers)
			var recorders []*recorder
			var boxes []*mailbox
			for range mailboxes {
				r, m := newRecorder(t, p, senders*each)
				recorders, boxes = append(recorders, r), append(boxes, m)
			}
			var group sync.WaitGroup
			for sender := range senders {
				group.Go(func() {
					for number := range each {
						for _, m := range boxes {
							m.PostUserMessage(posted{sender, number})
						}
					}
				})
			}
			group.Wait()
			for _, r := range recorders {
				<-r.done
			}
			p.close()
			for i, r := range recorders {
				requireOrder(t, fmt.Sprintf("mailbox %d", i), r.users)
				if len(r.users) != senders*each {
					t.Errorf("mailbox %d handled %d messages, want %d", i, len(r.users), senders*each)
				}
			}
			if want := int64(mailboxes * senders * each); p.delivered() != want {
				t.Errorf("the pool counted %d messages, want %d", p.delivered(), want)
			}
		})
	}
}

// An actor that sends to others, and to itself, from within a run.
func TestMailboxesScheduledFromWithinARun(t *testing.T) {
	const hops = 2000
	p := newPool(2)
	first, one := newRecorder(t, p, hops)
	second, two := newRecorder(t, p, hops)
	first.react = func(message any) { two.PostUserMessage(message) }
	second.react = func(message any) {
		if next := message.(posted).number + 1; next < hops {
			one.PostUserMessage(posted{0, next})
		}
	}
	one.PostUserMessage(posted{0, 0})
	<-second.done
	p.close()
	for i, message := range second.users {
		if message.number != i {
			t.Fatalf("hop %d carries number %d", i, message.number)
		}
	}
}

func TestSuspendedMailboxKeepsUserMessages(t *testing.T) {
	p := newPool(1)
	r, m := newRecorder(t, p, 3)
	m.PostSystemMessage(&actor.SuspendMailbox{})
	for number := range 3 {
		m.PostUserMessage(posted{0, number})
	}
	p.close() // runs what is scheduled
	if len(r.users) != 0 || m.UserMessageCount() != 3 {
		t.Fatalf("suspended: handled %d, waiting %d, want 0 and 3", len(r.users), m.UserMessageCount())
	}
	p = newPool(1)
	m.turn = p.schedule
	m.PostSystemMessage(&actor.ResumeMailbox{})
	<-r.done
	p.close()
	if len(r.users) != 3 {
		t.Errorf("resumed: handled %d messages, want 3", len(r.users))
	}
}

func TestSystemMessagesOvertakeUserMessages(t *testing.T) {
	p := newPool(1)
	r, m := newRecorder(t, p, 2)
	r.react = func(message any) {
		if message.(posted).number == 0 {
			m.PostSystemMessage("stop")
		} else if len(r.systems) != 1 {
			t.Error("the second user message came before the system message")
		}
	}
	m.PostUserMessage(posted{0, 0})
	m.PostUserMessage(posted{0, 1})
	<-r.done
	p.close()
}

func TestPanicOfTheActorIsEscalatedAndTheRestHandled(t *testing.T) {
	p := newPool(1)
	r, m := newRecorder(t, p, 3)
	r.react = func(message any) {
		if message.(posted).number == 1 {
			panic("broken")
		}
	}
	for number := range 3 {
		m.PostUserMessage(posted{0, number})
	}
	<-r.done
	p.close()
	if len(r.escalated) != 1 || r.escalated[0] != "broken" {
		t.Errorf("escalated %v, want the one panic", r.escalated)
	}
}

// After a burst a mailbox that gets a message at a time gives its slots back;
// one that gets such bursts again and again keeps them.
func TestMailboxGivesBackTheMemoryOfABurst(t *testing.T) {
	m := &mailbox{}
	send := func(messages int) {
		r := &recorder{t: t, expected: messages, done: make(chan struct{})}
		m.RegisterHandlers(r, nil)
		p := newPool(1)
		m.turn = p.schedule
		m.PostSystemMessage(&actor.SuspendMailbox{})
		for number := range messages {
			m.PostUserMessage(posted{0, number})
		}
		m.PostSystemMessage(&actor.ResumeMailbox{})
		<-r.done
		p.close()
	}
	slots := func() int { return cap(m.current) + cap(m.waiting) }
	send(1000)
	send(1000)
	if slots() < 2000 {
		t.Errorf("between bursts of 1000 a mailbox keeps %d slots, want them all", slots())
	}
	for range 1000 {
		send(1)
	}
	if slots() > 4*smallQueue {
		t.Errorf("long after a burst of 1000 a mailbox keeps %d slots, want at most %d", slots(), 4*smallQueue)
	}
}

// Whoever posts while a mailbox is being scheduled waits until the scheduler knows of it: it does not schedule the mailbox
// again, and the network must not look idle then.
func TestAMailboxIsScheduledBeforeAnyoneElsePosts(t *testing.T) {
	scheduled := 0
	m := &mailbox{turn: func(m *mailbox, _ bool) {
		scheduled++
		if m.lock.TryLock() {
			m.lock.Unlock()
			t.Error("others may post before the scheduler knows of the mailbox")
		}
	}}
	m.PostUserMessage(posted{})
	m.PostUserMessage(posted{})
	m.PostSystemMessage(posted{})
	if scheduled != 1 {
		t.Errorf("scheduled %d times, want once", scheduled)
	}
}
