package distributed

import (
	"fmt"
	"sync"
	"time"

	"sfdfa-actors/internal/distributed/wire"
)

// link sends messages to another machine in one generation, and checks what comes from it.
// post keeps the order of frames but may lose them; the link notices.
type link struct {
	name   string // address of the peer
	window int    // bytes that may be in flight
	post   func(frame []byte)
	header wire.Header

	lock      sync.Mutex
	room      sync.Cond      // signalled when something leaves the queue, or at close
	queue     []wire.Message // waits for room in the window
	queued    int            // bytes in queue
	flight    []int          // sizes of the messages sent and not acknowledged
	flying    int            // bytes in flight
	acked     uint64         // messages acknowledged
	sent      int64          // bytes, all in all
	maxQueued int            // bytes that were ever in queue
	closed    bool

	received  uint64 // messages in order
	delivered uint64 // of those, handed to their actors
	confirmed uint64 // of those received, acknowledged to the peer
	fresh     int    // bytes since the last acknowledgement
	spoke     bool   // something came since the last tick

	heard           time.Time // when something came last, as seen at a tick
	progress        time.Time // when something was acknowledged last, or nothing had to be
	ackedAtProgress uint64    // acked at that time
}

func newLink(name string, window int, header wire.Header, post func([]byte), now time.Time) *link {
	l := &link{name: name, window: window, header: header, post: post, heard: now, progress: now}
	l.room.L = &l.lock
	return l
}

// send sends a message once there is room in the window, after all that were sent before.
func (l *link) send(m wire.Message) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if l.closed {
		return
	}
	l.queue = append(l.queue, m)
	l.queued += m.Size()
	l.advance()
	l.maxQueued = max(l.maxQueued, l.queued)
}

// advance posts from the queue what the window has room for: one message in any case,
// however large.
func (l *link) advance() {
	for len(l.queue) > 0 && (l.flying == 0 || l.flying+l.queue[0].Size() <= l.window) {
		m := l.queue[0]
		l.queue[0] = wire.Message{}
		l.queue = l.queue[1:]
		l.queued -= m.Size()
		l.flight = append(l.flight, m.Size())
		l.flying += m.Size()
		l.header.Sequence++
		frame := m.Frame(l.header)
		l.sent += int64(len(frame))
		l.post(frame)
	}
	if len(l.queue) == 0 {
		l.queue = nil
	}
	l.room.Broadcast()
}

// waitForRoom waits until no more than a window of bytes is queued; false means that the
// link was closed.
func (l *link) waitForRoom() bool {
	l.lock.Lock()
	defer l.lock.Unlock()
	for l.queued > l.window && !l.closed {
		l.room.Wait()
	}
	return !l.closed
}

// sendUnnumbered sends a message at once, out of order and without a number.
func (l *link) sendUnnumbered(message any) error {
	encoded, err := wire.EncodeMessage(message)
	if err != nil {
		return err
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	if l.closed {
		return nil
	}
	h := l.header
	h.Sequence = 0
	frame := encoded.Frame(h)
	l.post(frame)
	return nil
}

// frameArrived notes a frame from the peer, and refuses one that is not the next. Large
// traffic is acknowledged at once, small traffic at the next tick.
func (l *link) frameArrived(sequence uint64, size int) error {
	l.lock.Lock()
	l.spoke = true
	if sequence == 0 {
		l.lock.Unlock()
		return nil
	}
	expected := l.received + 1
	if sequence == expected {
		l.received++
		l.fresh += size
	}
	due := l.fresh > l.window/4
	l.lock.Unlock()
	switch {
	case sequence < expected:
		return fmt.Errorf("message %d from %s came twice", sequence, l.name)
	case sequence > expected:
		return fmt.Errorf("messages %d to %d from %s are missing", expected, sequence-1, l.name)
	case due:
		return l.acknowledge()
	}
	return nil
}

// markDelivered notes that the message that came last is where it had to go.
func (l *link) markDelivered() {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.delivered++
}

// counts are the numbers of messages in order that were sent, including those that wait
// for room, and delivered.
func (l *link) counts() (sent, delivered uint64) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.header.Sequence + uint64(len(l.queue)), l.delivered
}

// acknowledge tells the peer how far its messages have come.
func (l *link) acknowledge() error {
	return l.sendUnnumbered(&wire.Acknowledgement{Received: l.confirm()})
}

// beat sends a heartbeat, which acknowledges too.
func (l *link) beat(h wire.Heartbeat) error {
	h.Received = l.confirm()
	return l.sendUnnumbered(&h)
}

// confirm returns the number of messages that have come, which are acknowledged now.
func (l *link) confirm() uint64 {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.confirmed, l.fresh = l.received, 0
	return l.received
}

// acknowledgedTo makes room for what the peer has received.
func (l *link) acknowledgedTo(received uint64) error {
	l.lock.Lock()
	defer l.lock.Unlock()
	if received > l.header.Sequence {
		return fmt.Errorf("%s acknowledges message %d of %d", l.name, received, l.header.Sequence)
	}
	for l.acked < received {
		l.flying -= l.flight[0]
		l.flight = l.flight[1:]
		l.acked++
	}
	l.advance()
	return nil
}

// tick acknowledges what has come by now, and finds out whether the peer is lost. Only a
// peer that sends heartbeats must not be silent.
func (l *link) tick(now time.Time, patience time.Duration, heartbeat bool) error {
	l.lock.Lock()
	if l.spoke {
		l.spoke, l.heard = false, now
	}
	if l.acked != l.ackedAtProgress || l.flying == 0 {
		l.ackedAtProgress, l.progress = l.acked, now
	}
	silent, stuck := now.Sub(l.heard), now.Sub(l.progress)
	behind := l.confirmed < l.received
	l.lock.Unlock()
	switch {
	case heartbeat && silent > patience:
		return fmt.Errorf("%s has said nothing for %v", l.name, silent.Round(time.Second/10))
	case stuck > patience:
		return fmt.Errorf("%s has acknowledged nothing for %v", l.name, stuck.Round(time.Second/10))
	case behind:
		return l.acknowledge()
	}
	return nil
}

// bytesSent is the number of bytes of messages in order sent so far. How many heartbeats and
// acknowledgements there are is up to the clock.
func (l *link) bytesSent() int64 {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.sent
}

// used reports whether anything was ever sent in order.
func (l *link) used() bool {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.header.Sequence > 0
}

// close drops what waits: nothing is sent any more.
func (l *link) close() {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.closed, l.queue, l.queued = true, nil, 0
	l.room.Broadcast()
}
