package limits

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"sfdfa-actors/internal/settings"
)

// Limits are what a run may use. At a limit it stops as it does when interrupted: it
// finishes the batch and writes a checkpoint, the network and the summary. They
// change nothing in the results up to there, so they are no settings of the run.
type Limits struct {
	Memory Size          // that Go may have from the system; 0 is no limit
	Time   time.Duration // of this process's part of the run; 0 is no limit
}

// BatchesInFlight bounds how far testing runs ahead of its results.
const BatchesInFlight = 4

// Reasons why a run stopped before its end, as the summary has them.
const (
	StoppedBySignal = "signal"
	StoppedByTime   = "time limit"
	StoppedByMemory = "memory limit"
)

// errLimit is a reason for which a run's context ended.
type errLimit string

func (e errLimit) Error() string { return string(e) }

// ParseTime reads a time as in 90m, 1h30m or 45s: more than 0, and with units.
func ParseTime(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%q is no time, allowed: more than 0, with units (h, m, s, ms), as in 90m or 1h30m", text)
	}
	return d, nil
}

// Guard makes a run keep to its limits.
type Guard struct {
	limits  Limits
	cancel  context.CancelCauseFunc
	restore func()
	usage   func() Size // that Go has from the system
}

// softShare is the part of the memory limit that the garbage collector is told to
// keep to. It may exceed that, and gets what is left as room to do so.
const softShare = 15.0 / 16

// Begin returns the context of a run under the limits, which counts the time from
// now. The guard is to be released.
func (l Limits) Begin(ctx context.Context) (context.Context, *Guard) {
	g := &Guard{limits: l, usage: memoryUsage}
	var stops []func()
	if l.Time > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, l.Time, errLimit(StoppedByTime))
		stops = append(stops, stop)
	}
	if l.Memory > 0 {
		before := debug.SetMemoryLimit(int64(float64(l.Memory) * softShare))
		stops = append(stops, func() { debug.SetMemoryLimit(before) })
	}
	ctx, g.cancel = context.WithCancelCause(ctx)
	g.restore = func() {
		g.cancel(nil)
		for _, stop := range stops {
			stop()
		}
	}
	return ctx, g
}

// StopOverLimit ends the run's context if memory is over its limit.
func (g *Guard) StopOverLimit() {
	if g.limits.Memory > 0 && g.usage() > g.limits.Memory {
		g.cancel(errLimit(StoppedByMemory))
	}
}

// Release ends the guard and sets the memory limit back.
func (g *Guard) Release() { g.restore() }

// StoppedBy says why a context ended.
func StoppedBy(ctx context.Context) string {
	if limit := errLimit(""); errors.As(context.Cause(ctx), &limit) {
		return string(limit)
	}
	return StoppedBySignal
}

// memoryUsage is what the Go runtime has from the system and has not given back,
// which is what debug.SetMemoryLimit is about.
func memoryUsage() Size {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return Size(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}

// Admit refuses a run, or a part of one, that would not fit, before anything is built for
// it.
func (l Limits) Admit(what string, need Need) error {
	most, name := l.Memory, "max-memory"
	if most == 0 {
		most, name = machineMemory(), "the machine's memory"
	}
	if most == 0 || need.Total() <= most {
		return nil
	}
	return settings.Errorf("the %s needs about %v (%v), allowed: up to %s, %v; fewer synapses or a smaller batch need less", what, need.Total(), need, name, most)
}

// String lists the parts of a need.
func (n Need) String() string {
	return fmt.Sprintf("synapses %v, neurons %v, spikes of the samples under way %v, data set and program %v", n.Synapses, n.Neurons, n.Spikes, n.Base)
}
