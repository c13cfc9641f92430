package reference

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"sfdfa-actors/actors/neuron"
)

// Of the turns that fail or panic the first is returned, and none before it is
// left out, for any number of goroutines; without a failure all are taken once.
func TestTheFirstTurnThatFailsIsReturned(t *testing.T) {
	const turns = 500
	what := func(i int) string { return fmt.Sprintf("turn %d", i) }
	for _, procs := range []int{1, 2, 3, 8} {
		w := newWorkers(procs)
		for _, failing := range []int{turns, 0, 1, 77, 250, 499} {
			for _, panics := range []bool{false, true} {
				taken := make([]atomic.Int32, turns)
				err := w.each(turns, loop{what: what, turn: func(i int, scratch *neuron.Scratch) error {
					taken[i].Add(1)
					if scratch == nil {
						t.Error("a turn without working memory")
					}
					if i < failing || i%2 != failing%2 && i != failing {
						return nil
					}
					if panics {
						panic("a wheel came off")
					}
					return errors.New("a wheel came off")
				}})
				for i := range min(failing+1, turns) {
					if got := taken[i].Load(); got != 1 {
						t.Fatalf("%d goroutines, turn %d fails: turn %d was taken %d times, want once", procs, failing, i, got)
					}
				}
				if failing == turns {
					if err != nil {
						t.Errorf("%d goroutines: error %v, want none", procs, err)
					}
					continue
				}
				if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("turn %d: a wheel came off", failing)) || strings.Contains(err.Error(), "panic") != panics {
					t.Errorf("%d goroutines, turn %d fails: error %v, want that of this turn", procs, failing, err)
				}
			}
		}
		if err := w.each(0, loop{}); err != nil {
			t.Errorf("no turns: error %v", err)
		}
	}
}
