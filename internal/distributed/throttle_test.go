package distributed

import (
	"testing"
	"time"
)

// Of a hundred thousand events in a second two pass; the first of the next second says how many
// did not.
func TestAThrottleCountsWhatItDrops(t *testing.T) {
	limit, now, passed := &throttle{perSecond: 2}, time.Unix(1, 0), 0
	for i := range 100_000 {
		if passes, _ := limit.pass(now.Add(time.Duration(i) * 9 * time.Microsecond)); passes {
			passed++
		}
	}
	if passed != 2 {
		t.Errorf("%d events passed within a second, want 2", passed)
	}
	if passes, dropped := limit.pass(now.Add(time.Second)); !passes || dropped != 99_998 {
		t.Errorf("the next one passes: %v, %d were dropped; want true, 99998", passes, dropped)
	}
}

// Coordinators that nobody knows are answered a few times a second, one that has a challenge
// always.
func TestGreetingsOfStrangersAreBounded(t *testing.T) {
	m := newMachineTest()
	w := &Worker{machine: m.machine, strangers: throttle{perSecond: 1}}
	now := time.Unix(1, 0)
	if !w.admits("coordinator:1", now) {
		t.Error("the first one is refused")
	}
	m.greet()
	if w.admits("stranger:1", now) || !w.admits("coordinator:1", now) {
		t.Error("a second stranger is admitted, or the coordinator with a challenge is not")
	}
	if !w.admits("stranger:1", now.Add(time.Second)) {
		t.Error("a stranger is refused a second later")
	}
}
