package machine

import (
	"testing"
	"time"
)

// Idle time and waiting for a disk are not busy; what the host took is.
func TestBusyTimeByHand(t *testing.T) {
	busy, ok := parseBusy("cpu  100 20 30 5000 700 4 5 6 9 9\ncpu0 1 2 3 4 5 6 7 8 9 9\n")
	if want := 165 * 10 * time.Millisecond; !ok || busy != want {
		t.Errorf("%v, %t, want %v", busy, ok, want)
	}
	for _, text := range []string{"", "cpu 1 2 3", "cpu a b c d e f g h", "intr 5"} {
		if busy, ok := parseBusy(text); ok {
			t.Errorf("%q: %v, want nothing", text, busy)
		}
	}
}
