package distributed

import (
	"log/slog"
	"sync"
	"time"
)

// throttle lets so many events through a second, and counts the others: what strangers make a
// process write or open stays small.
type throttle struct {
	perSecond int

	lock    sync.Mutex
	until   time.Time // end of the second
	passed  int       // in this second
	dropped int       // since the last that passed
}

// pass reports whether an event at a time may pass, and then how many were dropped before it.
func (t *throttle) pass(now time.Time) (passes bool, dropped int) {
	t.lock.Lock()
	defer t.lock.Unlock()
	if !now.Before(t.until) {
		t.until, t.passed = now.Add(time.Second), 0
	}
	if t.passed == t.perSecond {
		t.dropped++
		return false, 0
	}
	t.passed++
	dropped, t.dropped = t.dropped, 0
	return true, dropped
}

// warnOfFrame says why a frame is refused, unless many were within the same second: they are
// counted.
func (t *throttle) warnOfFrame(reason error) {
	if passes, dropped := t.pass(time.Now()); passes {
		slog.Warn("a frame is refused", "reason", reason, "others", dropped)
	}
}
