package distributed

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"sfdfa-actors/actors/system"
	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/distributed/wire"
	"sfdfa-actors/internal/parallel"
)

// errReleased is why a network ends that is not needed any more.
var errReleased = errors.New("distributed: released")

// session is one machine's part in one generation of a network: its router, and how it
// ends.
type session struct {
	header   wire.Header // of this machine's frames; without a sequence
	router   *router
	onReport func(s *session, machine int, message any) error // handles what other machines say about themselves
	stop     context.CancelFunc                               // ends watchLinks
	running  sync.WaitGroup                                   // goroutines
	audit    atomic.Uint64                                    // number of the last audit

	once   sync.Once
	ended  chan struct{} // closed when the generation is over for this machine
	reason error         // why
}

// newSession starts to watch the links of a router.
func newSession(h wire.Header, x *router, onReport func(*session, int, any) error) *session {
	ctx, stop := context.WithCancel(context.Background())
	s := &session{header: h, router: x, onReport: onReport, stop: stop, ended: make(chan struct{})}
	x.fail = s.end
	s.running.Go(func() {
		defer s.recoverPanic("watching other machines")
		s.watchLinks(ctx)
	})
	return s
}

// end ends the generation on this machine, with the first reason.
func (s *session) end(reason error) {
	s.once.Do(func() {
		s.reason = reason
		if share := s.router.share.Load(); share != nil {
			share.Fail(reason)
		}
		s.router.closeLinks()
		s.stop()
		close(s.ended)
	})
}

// loseMachine ends the generation because of another machine.
func (s *session) loseMachine(machine int, reason error) {
	s.end(&terms.Lost{Machine: s.router.links[machine].name, Reason: reason})
}

// errConnection is why a machine is lost whose connection has ended.
var errConnection = errors.New("its connection has ended")

// connectionEnded ends the generation if the connection was to one of its machines.
func (s *session) connectionEnded(address string) {
	for machine, l := range s.router.links {
		if l != nil && l.name == address && l.used() {
			s.loseMachine(machine, errConnection)
		}
	}
}

// watchShare ends the generation when the share of the network fails.
func (s *session) watchShare(share *system.Engine) {
	s.running.Go(func() {
		defer s.recoverPanic("watching the network")
		select {
		case <-share.Broken():
			s.end(share.Err())
		case <-s.ended:
		}
	})
}

// recoverPanic ends the generation when this goroutine panics.
func (s *session) recoverPanic(doing string) {
	if reason := recover(); reason != nil {
		s.end(parallel.PanicError("distributed: panic while "+doing, reason))
	}
}

// receive handles a frame of this generation from another machine, or ends the generation
// because of it.
func (s *session) receive(h wire.Header, encoded wire.Message) {
	defer s.recoverPanic("handling a message")
	if h.From >= len(s.router.links) || s.router.links[h.From] == nil {
		s.end(&terms.Lost{Reason: fmt.Errorf("a message is from machine %d, allowed: the others of %d", h.From, len(s.router.links))})
		return
	}
	link := s.router.links[h.From]
	err := link.frameArrived(h.Sequence, encoded.Size())
	var message any
	if err == nil {
		message, err = encoded.Decode()
	}
	if err == nil {
		err = s.handle(h, link, message)
	}
	switch {
	case err != nil:
		s.loseMachine(h.From, err)
	case h.Sequence > 0:
		link.markDelivered()
	}
}

// handle does what a message from another machine asks for.
func (s *session) handle(h wire.Header, link *link, message any) error {
	switch message := message.(type) {
	case wire.Routed:
		if h.Sequence == 0 {
			return fmt.Errorf("a %T has no number", message.Message)
		}
		return s.router.deliver(h.From, message)
	case *wire.Acknowledgement:
		return link.acknowledgedTo(message.Received)
	case *wire.Heartbeat:
		if err := s.onReport(s, h.From, message); err != nil {
			return err
		}
		return link.acknowledgedTo(message.Received)
	case *wire.Failure:
		reason := fmt.Errorf("worker %s: %s", link.name, message.Reason)
		if message.Lost {
			reason = &terms.Lost{Reason: reason}
		}
		s.end(reason)
		return nil
	}
	return s.onReport(s, h.From, message)
}

// errNoPlace is the error of a message that only another phase of a network has.
func errNoPlace(message any) error {
	return fmt.Errorf("a %T has no place in a network that stands", message)
}

// expectsHeartbeat reports whether this machine and another send each other heartbeats:
// the coordinator and each worker do.
func (s *session) expectsHeartbeat(machine int) bool { return s.router.own == 0 || machine == 0 }

// tickInterval is the time between two looks at the links.
func tickInterval(patience time.Duration) time.Duration {
	return min(max(patience/20, 20*time.Millisecond), 500*time.Millisecond)
}

// watchLinks checks the links until the generation ends.
func (s *session) watchLinks(ctx context.Context) {
	ticker := time.NewTicker(tickInterval(s.router.patience))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			s.checkLinks(time.Now())
		}
	}
}

// checkLinks ends the generation if a machine is lost by now, and sends heartbeats.
func (s *session) checkLinks(now time.Time) {
	heartbeat := s.heartbeat()
	for machine, link := range s.router.links {
		if link == nil {
			continue
		}
		expected := s.expectsHeartbeat(machine)
		err := link.tick(now, s.router.patience, expected)
		if err == nil && expected {
			err = link.beat(heartbeat)
		}
		if err != nil {
			s.loseMachine(machine, err)
			return
		}
	}
}

// heartbeat is what this machine has to say of itself now. It answers an audit with what was sent after that was
// asked for.
func (s *session) heartbeat() wire.Heartbeat {
	audit := s.audit.Load()
	return wire.Heartbeat{BytesSent: s.router.bytesSent(), Audit: audit, Idle: s.idleCounts()}
}

// idleCounts are a worker's counts of messages if its share is idle, or nil. The
// coordinator's share is idle only while its client waits, and it has nobody to tell.
func (s *session) idleCounts() *wire.MessageCounts {
	share := s.router.share.Load()
	if share == nil || s.router.own == 0 {
		return nil
	}
	return s.router.idleCounts(share.Idle)
}
