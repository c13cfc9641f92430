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
