package parallel_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"sfdfa-actors/internal/parallel"
)

// All work is done once; a panic comes to the caller, the first in order, and not
// before the other work has ended.
func TestAPanicReachesTheCaller(t *testing.T) {
	for _, failing := range []int{-1, 0, 3, 9} {
		done := make([]atomic.Int32, 10)
		cause := func() (cause any) {
			defer func() { cause = recover() }()
			parallel.Do(len(done), func(i int) {
				done[i].Add(1)
				if failing >= 0 && i >= failing {
					panic(fmt.Errorf("work %d", i))
				}
			})
			return nil
		}()
		for i := range done {
			if got := done[i].Load(); got != 1 {
				t.Errorf("work %d was done %d times, want once", i, got)
			}
		}
		if want := fmt.Sprintf("work %d", failing); failing < 0 && cause != nil || failing >= 0 && cause != want {
			t.Errorf("panicked with %v, want %s", cause, want)
		}
	}
}

// However much work there is, Each does all of it once.
func TestEachIsDoneOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 17} {
		done := make([]atomic.Int32, n)
		parallel.Each(n, func(i int) { done[i].Add(1) })
		for i := range done {
			if got := done[i].Load(); got != 1 {
				t.Errorf("work %d of %d was done %d times, want once", i, n, got)
			}
		}
	}
}

func TestAPanicBecomesAnError(t *testing.T) {
	fail := func(reason any) (err error) {
		defer parallel.Recover(&err, "panic in the test")
		if reason != nil {
			panic(reason)
		}
		return nil
	}
	if err := fail("a cause"); err == nil || err.Error() != "panic in the test: a cause" {
		t.Errorf("error %v, want one with what and the cause", err)
	}
	if err := fail(nil); err != nil {
		t.Errorf("error %v without a panic", err)
	}
}

// Whoever waits is told once of any number of changes before, and again of those after.
func TestASignalIsRaisedOnce(t *testing.T) {
	raised := func(s parallel.Signal) bool {
		select {
		case <-s:
			return true
		default:
			return false
		}
	}
	s := parallel.NewSignal()
	for range 3 {
		if raised(s) {
			t.Error("a signal that nobody has raised")
		}
		s.Raise()
		s.Raise()
		if !raised(s) {
			t.Error("no signal after it was raised twice")
		}
	}
}

// Work in the background ends, and says so, also when it panics.
func TestWorkInTheBackgroundEnds(t *testing.T) {
	done := 0
	<-parallel.Begin(func() { done++ })
	<-parallel.Begin(func() {
		done++
		panic("in the background")
	})
	if done != 2 {
		t.Errorf("%d of 2 works were done", done)
	}
}
