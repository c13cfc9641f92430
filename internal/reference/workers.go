package reference

import (
	"fmt"
	"sync"
	"sync/atomic"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/parallel"
)

// workers share the turns of a loop out over goroutines, each with working
// memory of its own.
type workers struct {
	most    int // goroutines at a time
	scratch []*neuron.Scratch
	broken  atomic.Pointer[error] // why no more turns are taken, or nil
}

func newWorkers(most int) *workers { return &workers{most: most} }

// loop is what the turns of a loop do and are about.
type loop struct {
	turn func(i int, scratch *neuron.Scratch) error
	what func(i int) string // names a turn in an error
}

// each takes a turn for every i from 0 to n-1, on as many goroutines as there are
// workers. Turns must not depend on each other. One that fails or panics ends
// the loop; of several it is the first in their order that is returned, whatever
// the schedule.
func (w *workers) each(n int, l loop) error {
	count := min(w.most, n)
	for len(w.scratch) < count {
		w.scratch = append(w.scratch, neuron.NewScratch())
	}
	if count <= 1 {
		_, err := w.turns(&l, 0, n, w.first())
		return err
	}
	// Small blocks even out the neurons that fire much and those that don't.
	block := max(1, n/(16*count))
	var next atomic.Int64
	var group sync.WaitGroup
	f := failure{turn: n}
	for worker := range count {
		group.Go(func() {
			// Blocks are handed out in order and worked off to their end, so
			// that no turn before one that failed is left out.
			for !f.failed.Load() {
				end := int(next.Add(int64(block)))
				if i, err := w.turns(&l, end-block, min(end, n), w.scratch[worker]); err != nil {
					f.keepFirst(i, err)
				}
				if end >= n {
					return
				}
			}
		})
	}
	group.Wait()
	return f.err
}

// first is the working memory of a single worker.
func (w *workers) first() *neuron.Scratch {
	if len(w.scratch) == 0 {
		return nil
	}
	return w.scratch[0]
}

// turns takes some turns up to one that fails, and returns which it was.
func (w *workers) turns(l *loop, from, to int, scratch *neuron.Scratch) (i int, err error) {
	i = from
	defer func() {
		if reason := recover(); reason != nil {
			err = parallel.PanicError(panicIn+l.what(i), reason)
		}
	}()
	for ; i < to; i++ {
		if broken := w.broken.Load(); broken != nil {
			return i, *broken
		}
		if err := l.turn(i, scratch); err != nil {
			return i, fmt.Errorf("reference: %s: %w", l.what(i), err)
		}
	}
	return i, nil
}

// failure is that of the first turn that failed.
type failure struct {
	failed atomic.Bool
	lock   sync.Mutex
	turn   int
	err    error
}

func (f *failure) keepFirst(turn int, err error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if turn < f.turn {
		f.turn, f.err = turn, err
	}
	f.failed.Store(true)
}
