package distributed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/distributed/wire"
)

// member is one machine's part in one generation of a network: its exchange with the
// others, and how it ends.
type member struct {
	header   wire.Header // of this machine's frames; without a sequence
	exchange *exchange
	stop     context.CancelFunc // ends the ticking
	ticking  sync.WaitGroup

	once   sync.Once
	ended  chan struct{} // closed when the generation is over for this machine
	reason error         // why

	// hears reports whether a machine sends heartbeats to this one.
	hears func(machine int) bool
	// told is called with what other machines say about themselves, or is nil.
	told func(machine int, message any)
}

// end is the end of the generation on this machine, with the first reason.
func (m *member) end(reason error) {
	m.once.Do(func() {
		m.reason = reason
		if share := m.exchange.share.Load(); share != nil {
			share.Fail(reason)
		}
		m.exchange.close()
		m.stop()
		close(m.ended)
	})
}

// lose ends the generation because of another machine.
func (m *member) lose(machine int, reason error) {
	m.end(&Lost{m.exchange.links[machine].name, reason})
}

// errConnection is why a machine is lost whose connection has ended.
var errConnection = errors.New("its connection has ended")

// gone ends the generation if a connection to one of its machines has ended.
func (m *member) gone(address string) {
	for machine, l := range m.exchange.links {
		if l != nil && l.name == address && l.used() {
			m.lose(machine, errConnection)
		}
	}
}

// watch ends the generation when the share of the network fails.
func (m *member) watch(share *system.Engine) {
	m.ticking.Go(func() {
		defer m.catch("watching the network")
		select {
		case <-share.Broken():
			m.end(share.Err())
		case <-m.ended:
		}
	})
}

// catch ends the generation when this goroutine panics.
func (m *member) catch(doing string) {
	if reason := recover(); reason != nil {
		slog.Debug("panic", "doing", doing, "reason", reason, "stack", string(debug.Stack()))
		m.end(fmt.Errorf("distributed: panic while %s: %v", doing, reason))
	}
}

// take takes a frame of this generation from another machine.
func (m *member) take(h wire.Header, rest wire.Message) error {
	defer m.catch("taking a message")
	if h.From >= len(m.exchange.links) || m.exchange.links[h.From] == nil {
		return fmt.Errorf("a message is from machine %d, allowed: the others of %d", h.From, len(m.exchange.links))
	}
	link := m.exchange.links[h.From]
	if err := link.arrived(h.Sequence, rest.Size()); err != nil {
		m.lose(h.From, err)
		return nil
	}
	message, err := rest.Decode()
	if err != nil {
		return err
	}
	if err := m.use(h, link, message); err != nil {
		return err
	}
	if h.Sequence > 0 {
		link.took()
	}
	return nil
}

// use does what a message from another machine is for.
func (m *member) use(h wire.Header, link *link, message any) error {
	switch message := message.(type) {
	case wire.Routed:
		if h.Sequence == 0 {
			return fmt.Errorf("a %T has no number", message.Message)
		}
		return m.exchange.take(h.From, message)
	case *wire.Acknowledgement:
		return link.acknowledged(message.Received)
	case *wire.Heartbeat:
		m.tell(h.From, message)
		return link.acknowledged(message.Received)
	case *wire.Built, *wire.Release:
		m.tell(h.From, message)
		return nil
	case *wire.Welcome:
		return nil // it was asked twice
	case *wire.Failure:
		reason := fmt.Errorf("worker %s: %s", link.name, message.Reason)
		if message.Lost {
			reason = &Lost{"", reason}
		}
		m.end(reason)
		return nil
	}
	return fmt.Errorf("a %T has no place in a network that stands", message)
}

func (m *member) tell(machine int, message any) {
	if m.told != nil {
		m.told(machine, message)
	}
}

// tick is how often machines look after each other.
func tick(patience time.Duration) time.Duration {
	return min(max(patience/20, 20*time.Millisecond), 500*time.Millisecond)
}

// run looks after the links until the generation ends.
func (m *member) run(ctx context.Context) {
	ticker := time.NewTicker(tick(m.exchange.patience))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			m.lookAfter(time.Now())
		}
	}
}

func (m *member) lookAfter(now time.Time) {
	heartbeat := wire.Heartbeat{Sent: m.exchange.sent(), Rest: m.rest()}
	for machine, link := range m.exchange.links {
		if link == nil {
			continue
		}
		if err := link.tick(now, m.exchange.patience, m.hears(machine)); err != nil {
			m.lose(machine, err)
			return
		}
		if m.hears(machine) {
			if err := link.beat(heartbeat); err != nil {
				m.lose(machine, err)
				return
			}
		}
	}
}

// rest is what a worker says about the rest of its share, or nil if there is none. The
// coordinator knows only while its client waits, and has nobody to tell.
func (m *member) rest() *wire.Rest {
	share := m.exchange.share.Load()
	if share == nil || m.exchange.own == 0 {
		return nil
	}
	return m.exchange.rest(share.Resting)
}

// newMember starts to look after the links of an exchange.
func newMember(h wire.Header, x *exchange, hears func(int) bool, told func(int, any)) *member {
	ctx, stop := context.WithCancel(context.Background())
	m := &member{header: h, exchange: x, stop: stop, ended: make(chan struct{}), hears: hears, told: told}
	x.fail = m.end
	m.ticking.Go(func() {
		defer m.catch("looking after other machines")
		m.run(ctx)
	})
	return m
}
