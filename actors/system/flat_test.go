package system

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"sfdfa-actors/actors"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// postman looks into all mailboxes after each run of one.
type postman struct {
	lock  sync.Mutex
	boxes map[*mailbox]bool // that have run
	most  int               // messages that wait at a time, in all of them together
}

func (p *postman) inspect(m *mailbox) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.boxes[m] = true
	waiting := 0
	for box := range p.boxes {
		waiting += box.UserMessageCount()
	}
	p.most = max(p.most, waiting)
}

// awaitIdle waits until no mailbox runs.
func awaitIdle(e *Engine) {
	for !e.scheduler.idle() {
		<-e.scheduler.becameIdle()
	}
}

// kept is the number of slots that all mailboxes keep; nothing runs.
func (p *postman) kept(t *testing.T, name string) (slots int) {
	t.Helper()
	for m := range p.boxes {
		if len(m.waiting) != 0 || int(m.next) != len(m.current) || m.system != nil || m.systemWaiting.Load() != 0 || m.scheduled || m.life != lively {
			t.Errorf("%s: a mailbox has %d messages waiting, %d of %d current ones handled, of the system %v, scheduled %v, life %v; want it empty",
				name, len(m.waiting), m.next, len(m.current), m.system, m.scheduled, m.life)
		}
		for _, slice := range [][]any{m.current[:cap(m.current)], m.waiting[:cap(m.waiting)]} {
			for _, message := range slice {
				if message != nil {
					t.Fatalf("%s: an empty mailbox keeps hold of a %T", name, message)
				}
			}
		}
		slots += cap(m.waiting) + cap(m.current)
	}
	return slots
}

// However many batches pass through a network, in envelopes of any size, no more
// messages wait than those of the batches under way, mailboxes keep slots for no
// more, and after the run all are empty and hold on to nothing.
func TestMailboxesStayFlat(t *testing.T) {
	rounds := 12
	if testing.Short() {
		rounds = 8
	}
	for _, transport := range actors.Transports() {
		for _, coalesce := range []int{1, 2, 3, 6} {
			name := fmt.Sprintf("%s transport, envelopes of %d", transport, coalesce)
			c := networktest.Random(1)
			c.Train.Batch, c.Train.Coalesce = 6, coalesce
			c.Train.Indices, c.Train.Labels = repeated(c.Train.Indices, 60), repeated(c.Train.Labels, 60)
			e := newEngine(t, c, transport)
			awaitIdle(e)
			p := &postman{boxes: map[*mailbox]bool{}}
			e.scheduler.(*pool).afterRun = p.inspect
			slots, most := 0, int64(0)
			for range rounds {
				before := e.scheduler.delivered()
				if _, err := e.Run(context.Background(), &c.Train, func([]messages.Outcome) {}); err != nil {
					t.Fatal(err)
				}
				c.Train.First += uint64(len(c.Train.Indices))
				awaitIdle(e)
				slots = max(slots, p.kept(t, name))
				most = max(most, e.scheduler.delivered()-before)
			}
			t.Logf("%s: up to %d messages wait, %d to a batch, %d slots", name, p.most, most/10, slots)
			// A round is ten batches; two are under way at a time.
			inFlight := int(2 * most / 10)
			if p.most > inFlight || p.most == 0 {
				t.Errorf("%s: %d messages waited at a time, want some, at most the %d of two batches", name, p.most, inFlight)
			}
			actors := 3 + len(e.plan.Network.Cores)
			for _, core := range e.plan.Network.Cores {
				actors += core.Count
			}
			// How many wait in one mailbox is a matter of the schedule, but never more than
			// are in flight: each of its two slices grows to at most twice that, or a few.
			if bound := 2 * (2*inFlight + actors*smallQueue); slots > bound {
				t.Errorf("%s: mailboxes keep %d slots, want at most %d however many batches pass", name, slots, bound)
			}
			if len(p.boxes) != actors {
				t.Errorf("%s: %d mailboxes were seen, want %d", name, len(p.boxes), actors)
			}
			if err := e.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// repeated is a list over and over, up to a length.
func repeated(list []int, length int) (long []int) {
	for i := range length {
		long = append(long, list[i%len(list)])
	}
	return long
}
