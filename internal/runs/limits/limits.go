package limits

import (
	"context"
	"errors"
	"fmt"
	"strings"
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

// Bounds on how far testing runs ahead of its results.
const (
	batchesInFlight = 4
	pairsInFlight   = 10_000_000 // of a hidden neuron and a sample: with a spike each they need some gigabytes
)

// InFlight is the number of samples that testing runs ahead of its results: some batches, fewer in large networks.
func InFlight(c *settings.Config) int {
	hidden := 0
	for _, size := range c.Layers {
		hidden += size
	}
	batches := min(batchesInFlight, pairsInFlight/(c.Batch*max(1, hidden)))
	return max(1, batches) * c.Batch
}

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

// StoppedBy says why a context ended.
func StoppedBy(ctx context.Context) string {
	if limit := errLimit(""); errors.As(context.Cause(ctx), &limit) {
		return string(limit)
	}
	return StoppedBySignal
}

// Admit refuses a run, or a part of one, that would not fit, before anything is built for
// it.
func (l Limits) Admit(what string, need Need) error {
	most := l.ceiling()
	if most.size == 0 || need.Total() <= most.size {
		return nil
	}
	return settings.Errorf("the %s needs about %v (%v), allowed: up to %s, %v; fewer synapses or a smaller batch need less", what, need.Total(), need, most.name, most.size)
}

// String lists the parts of a need that are known.
func (n Need) String() string {
	var parts []string
	for _, part := range []struct {
		name string
		size Size
	}{{"synapses", n.Synapses}, {"neurons", n.Neurons}, {"spikes of the samples under way", n.Spikes}, {"data set and program", n.Base}} {
		if part.size > 0 {
			parts = append(parts, fmt.Sprintf("%s %v", part.name, part.size))
		}
	}
	return strings.Join(parts, ", ")
}
