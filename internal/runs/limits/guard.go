package limits

import (
	"context"
	"fmt"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"

	"sfdfa-actors/internal/parallel"
)

// Guard makes a run keep to its limits.
type Guard struct {
	memory  ceiling
	cancel  context.CancelCauseFunc
	restore func()
	usage   func() Size // that Go has from the system

	underWay sync.Mutex  // guards abort
	abort    func(error) // gives up the batches under way, or nil while there are none
}

// softShare is the part of the ceiling that the garbage collector is told to keep to. It may exceed that, and
// gets what is left as room to do so. hardShare of the ceiling is what even a batch under way may not exceed.
const (
	softShare = 15.0 / 16
	hardShare = 1.02
)

// ExcessError tells that a batch needed more memory than a run may have, and was given up.
type ExcessError struct {
	Limit Size
	Of    string // what sets the limit
}

// Error implements error.
func (e *ExcessError) Error() string {
	return fmt.Sprintf("a batch was given up that needs more memory than %s, %v; a smaller batch or fewer spikes need less", e.Of, e.Limit)
}

// Begin returns the context of a run under the limits, which counts the time from
// now. The guard is to be released.
func (l Limits) Begin(ctx context.Context) (context.Context, *Guard) {
	g := &Guard{memory: l.ceiling(), usage: memoryUsage}
	var stops []func()
	if l.Time > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, l.Time, errLimit(StoppedByTime))
		stops = append(stops, stop)
	}
	ctx, g.cancel = context.WithCancelCause(ctx)
	if g.memory.size > 0 {
		if before := debug.SetMemoryLimit(-1); l.Memory > 0 || before == math.MaxInt64 { // GOMEMLIMIT is the user's
			debug.SetMemoryLimit(int64(float64(g.memory.size) * softShare))
			stops = append(stops, func() { debug.SetMemoryLimit(before) })
		}
		if g.usage() > g.memory.size {
			debug.FreeOSMemory() // what an earlier run left is not this one's
		}
		released := make(chan struct{})
		ended := parallel.Begin(func() { g.watch(released) })
		stops = append(stops, func() {
			close(released)
			<-ended
		})
	}
	g.restore = func() {
		g.cancel(nil)
		for _, stop := range stops {
			stop()
		}
	}
	return ctx, g
}

// Cover looks at the memory and, unless the run is to stop for it, has batches given up by abort when they go far over
// the limit, until uncover is called. Nothing is given up outside of that: between batches a run can stop and go on later.
func (g *Guard) Cover(abort func(error)) (uncover func()) {
	g.Look()
	g.setAbort(abort)
	return func() { g.setAbort(nil) }
}

func (g *Guard) setAbort(abort func(error)) {
	g.underWay.Lock()
	defer g.underWay.Unlock()
	g.abort = abort
}

// watch looks at the memory until the guard is released.
func (g *Guard) watch(released <-chan struct{}) {
	again := time.NewTicker(g.memory.interval)
	defer again.Stop()
	for {
		select {
		case <-released:
			return
		case <-again.C:
			g.Look()
		}
	}
}

// Look ends the run's context if memory is over its limit, and gives up what is covered if it is far over it.
func (g *Guard) Look() {
	if g.memory.size == 0 {
		return
	}
	used := g.usage()
	if used <= g.memory.size {
		return
	}
	g.cancel(errLimit(StoppedByMemory))
	g.underWay.Lock()
	defer g.underWay.Unlock()
	if g.abort != nil && float64(used) > hardShare*float64(g.memory.size) {
		g.abort(&ExcessError{Limit: g.memory.size, Of: g.memory.name})
	}
}

// Release ends the guard and sets the memory limit back.
func (g *Guard) Release() { g.restore() }

// memoryUsage is what the Go runtime has from the system and has not given back,
// which is what debug.SetMemoryLimit is about.
func memoryUsage() Size {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return Size(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}
