package runs

import (
	"context"
	"log/slog"
	"math"
	"time"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
)

// Schedule says when a run writes checkpoints besides those at its end and when it
// is interrupted, how many it keeps, at which limits it stops, what it traces and how it draws. It
// changes nothing in the results, so it is no setting of the run.
type Schedule struct {
	Every   int     // batches from one checkpoint to the next; 0 is never
	Minutes float64 // after which the next batch's end is a checkpoint; 0 is never
	Keep    int     // newest checkpoints that are kept, at least 1
	Limits  limits.Limits
	Trace   Trace
	Watch   *watch.Watch // through which others see the run, or nil
	Figures figure.Form
	Machines

	prepare func(*testbed) // of tests, which put faults into a network that stands
}

// DefaultSchedule saves ten minutes' work at least.
func DefaultSchedule() Schedule { return Schedule{Minutes: 10, Keep: 2} }

// A batch has to fit between two checkpoints by the clock, and a time.Duration
// has to hold the time.
const (
	shortestMinutes = 0.01
	longestMinutes  = 1e6
)

// validate returns a ConfigError for a number that can't be.
func (s Schedule) validate() error {
	switch {
	case s.Every < 0:
		return settings.Errorf("checkpoint-every is %d batches, allowed: 0 or more", s.Every)
	case s.Minutes != 0 && !(s.Minutes >= shortestMinutes && s.Minutes <= longestMinutes):
		return settings.Errorf("checkpoint-minutes is %v, allowed: 0, or from %v to %v", s.Minutes, shortestMinutes, longestMinutes)
	case s.Keep < 1:
		return settings.Errorf("checkpoint-keep is %d checkpoints, allowed: 1 or more", s.Keep)
	}
	return s.Trace.validate()
}

// period is the time after which a checkpoint is due.
func (s Schedule) period() time.Duration {
	return time.Duration(s.Minutes * float64(time.Minute))
}

// Run is as the function Run, with checkpoints by the schedule.
func (s Schedule) Run(ctx context.Context, c settings.Config, directory string, observer Observer) (*record.Summary, error) {
	s.divide(&c)
	began, o := time.Now(), &startingPoint{directory: directory}
	summary, err := s.conduct(ctx, c, o, observer)
	return s.persist(ctx, began, summary, err, o, observer)
}

// Resume goes on with the run in a directory from its newest checkpoint that can
// be used, or from its settings if there is none, and ends with the bits of a run
// that was never stopped. A run that was finished is finished again. An error
// that is no ConfigError says what can't be read, and why.
func (s Schedule) Resume(ctx context.Context, directory string, observer Observer) (*record.Summary, error) {
	began := time.Now()
	summary, err := s.resume(ctx, directory, observer)
	return s.persist(ctx, began, summary, err, &startingPoint{left: directory}, observer)
}

// RunOrResume goes on with the run in a directory as Resume does, or begins one there as Run does if there is none.
func (s Schedule) RunOrResume(ctx context.Context, c settings.Config, directory string, observer Observer) (*record.Summary, error) {
	if record.HasSettings(directory) {
		return s.Resume(ctx, directory, observer)
	}
	return s.Run(ctx, c, directory, observer)
}

func (s Schedule) resume(ctx context.Context, directory string, observer Observer) (*record.Summary, error) {
	c, err := record.ReadConfig(directory)
	if err != nil {
		return nil, err
	}
	lock, err := record.AwaitDirectory(ctx, directory)
	if err != nil {
		return nil, err
	}
	defer lock.Close() // the run has closed it before, unless it did not get so far
	o, refusals, err := newestStartingPoint(&c, directory)
	if err != nil {
		return nil, err
	}
	defer o.close()
	o.lock = lock
	for _, refusal := range refusals {
		slog.Warn("a checkpoint is set aside for the one before it", "reason", refusal.Error(), "instead", o.file.Path)
		if err := checkpoint.SetAside(refusal.Path); err != nil {
			return nil, err
		}
	}
	o.announce()
	return s.conduct(ctx, c, o, observer)
}

// boundary returns the number of batches after which the next checkpoint is due
// by the number of batches alone.
func (s Schedule) boundary(batches int) int {
	if s.Every == 0 {
		return math.MaxInt
	}
	return batches - batches%s.Every + s.Every
}
