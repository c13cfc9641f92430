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
type session struct {
	header  wire.Header // of this machine's frames; without a sequence
	router  *router
	stop    context.CancelFunc // ends the ticking
	running sync.WaitGroup

	once   sync.Once
	ended  chan struct{} // closed when the generation is over for this machine
	reason error         // why

	// hears reports whether a machine sends heartbeats to this one.
	expectsHeartbeat func(machine int) bool
	// told is called with what other machines say about themselves, or is nil.
	onReport func(machine int, message any)
}

// end is the end of the generation on this machine, with the first reason.
func (m *session) end(reason error) {
	m.once.Do(func() {
		m.reason = reason
		if share := m.router.share.Load(); share != nil {
			share.Fail(reason)
		}
		m.router.closeLinks()
		m.stop()
		close(m.ended)
	})
}

// lose ends the generation because of another machine.
func (m *session) loseMachine(machine int, reason error) {
	m.end(&Lost{m.router.links[machine].name, reason})
}

// errConnection is why a machine is lost whose connection has ended.
var errConnection = errors.New("its connection has ended")

// gone ends the generation if a connection to one of its machines has ended.
func (m *session) connectionEnded(address string) {
	for machine, l := range m.router.links {
		if l != nil && l.name == address && l.used() {
			m.loseMachine(machine, errConnection)
		}
	}
}

// watch ends the generation when the share of the network fails.
func (m *session) watchShare(share *system.Engine) {
	m.running.Go(func() {
		defer m.recoverPanic("watching the network")
		select {
		case <-share.Broken():
			m.end(share.Err())
		case <-m.ended:
		}
	})
}

// catch ends the generation when this goroutine panics.
func (m *session) recoverPanic(doing string) {
	if reason := recover(); reason != nil {
		slog.Debug("panic", "doing", doing, "reason", reason, "stack", string(debug.Stack()))
		m.end(fmt.Errorf("distributed: panic while %s: %v", doing, reason))
	}
}

// take takes a frame of this generation from another machine.
func (m *session) receive(h wire.Header, rest wire.Message) error {
	defer m.recoverPanic("taking a message")
	if h.From >= len(m.router.links) || m.router.links[h.From] == nil {
		return fmt.Errorf("a message is from machine %d, allowed: the others of %d", h.From, len(m.router.links))
	}
	link := m.router.links[h.From]
	if err := link.frameArrived(h.Sequence, rest.Size()); err != nil {
		m.loseMachine(h.From, err)
		return nil
	}
	message, err := rest.Decode()
	if err != nil {
		return err
	}
	if err := m.handle(h, link, message); err != nil {
		return err
	}
	if h.Sequence > 0 {
		link.markDelivered()
	}
	return nil
}

// use does what a message from another machine is for.
func (m *session) handle(h wire.Header, link *link, message any) error {
	switch message := message.(type) {
	case wire.Routed:
		if h.Sequence == 0 {
			return fmt.Errorf("a %T has no number", message.Message)
		}
		return m.router.deliver(h.From, message)
	case *wire.Acknowledgement:
		return link.acknowledgedTo(message.Received)
	case *wire.Heartbeat:
		m.report(h.From, message)
		return link.acknowledgedTo(message.Received)
	case *wire.Built, *wire.Release:
		m.report(h.From, message)
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

func (m *session) report(machine int, message any) {
	if m.onReport != nil {
		m.onReport(machine, message)
	}
}

// tick is how often machines look after each other.
func tickInterval(patience time.Duration) time.Duration {
	return min(max(patience/20, 20*time.Millisecond), 500*time.Millisecond)
}

// run looks after the links until the generation ends.
func (m *session) watchLinks(ctx context.Context) {
	ticker := time.NewTicker(tickInterval(m.router.patience))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			m.checkLinks(time.Now())
		}
	}
}

func (m *session) checkLinks(now time.Time) {
	heartbeat := wire.Heartbeat{BytesSent: m.router.bytesSent(), Idle: m.idleCounts()}
	for machine, link := range m.router.links {
		if link == nil {
			continue
		}
		if err := link.tick(now, m.router.patience, m.expectsHeartbeat(machine)); err != nil {
			m.loseMachine(machine, err)
			return
		}
		if m.expectsHeartbeat(machine) {
			if err := link.beat(heartbeat); err != nil {
				m.loseMachine(machine, err)
				return
			}
		}
	}
}

// rest is what a worker says about the rest of its share, or nil if there is none. The
// coordinator knows only while its client waits, and has nobody to tell.
func (m *session) idleCounts() *wire.MessageCounts {
	share := m.router.share.Load()
	if share == nil || m.router.own == 0 {
		return nil
	}
	return m.router.idleCounts(share.Idle)
}

// newMember starts to look after the links of an exchange.
func newSession(h wire.Header, x *router, hears func(int) bool, told func(int, any)) *session {
	ctx, stop := context.WithCancel(context.Background())
	m := &session{header: h, router: x, stop: stop, ended: make(chan struct{}), expectsHeartbeat: hears, onReport: told}
	x.fail = m.end
	m.running.Go(func() {
		defer m.recoverPanic("looking after other machines")
		m.watchLinks(ctx)
	})
	return m
}
