package system

import (
	"testing"

	"sfdfa-actors/messages"
)

// Outcomes wake the client after a while, all that have come together; anything else does at once. Order stays.
func TestOutcomesWakeTheClientLater(t *testing.T) {
	q := newClientQueue()
	<-q.arrived // for nothing
	first, second := &messages.Outcomes{}, &messages.Outcomes{}
	q.push(first)
	q.push(second)
	<-q.arrived
	if q.later.Stop() {
		t.Error("the second outcome wakes the client again")
	}
	for i, want := range []any{first, second} {
		if got, ok := q.pop(); !ok || got != want {
			t.Errorf("message %d is %v", i, got)
		}
	}
	q.push(&messages.Finished{})
	select {
	case <-q.arrived:
	default:
		t.Error("the end of a run does not wake the client at once")
	}
	q.pop()
	q.push(first)
	<-q.arrived // again, though the queue was emptied
}
