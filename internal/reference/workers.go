package reference

import (
	"runtime"
	"sync"
	"sync/atomic"

	"sfdfa-actors/internal/neuron"
)

// workers share the turns of a loop out over goroutines, each with working
// memory of its own.
type workers struct {
	scratch []*neuron.Scratch
}

func newWorkers() *workers { return &workers{} }

// each calls turn once for every i from 0 to n-1, on as many goroutines as Go
// has CPU cores to use. Turns must not depend on each other.
func (w *workers) each(n int, turn func(i int, scratch *neuron.Scratch)) {
	count := min(runtime.GOMAXPROCS(0), n)
	for len(w.scratch) < count {
		w.scratch = append(w.scratch, neuron.NewScratch())
	}
	if count <= 1 {
		for i := range n {
			turn(i, w.scratch[0])
		}
		return
	}
	// Small blocks even out the neurons that fire much and those that don't.
	block := max(1, n/(16*count))
	var next atomic.Int64
	var group sync.WaitGroup
	for worker := range count {
		group.Go(func() {
			for {
				end := int(next.Add(int64(block)))
				for i := end - block; i < min(end, n); i++ {
					turn(i, w.scratch[worker])
				}
				if end >= n {
					return
				}
			}
		})
	}
	group.Wait()
}
