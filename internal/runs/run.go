package runs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"path/filepath"
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/hardware/energy"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/internal/runs/alignment"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/pretrained"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Observer is told how a run goes on.
type Observer = watch.Observer

// Run carries out a run and writes its record into directory, or into a new one
// below runs if that is empty. When the context ends it finishes the batch under
// way; the summary then says that it was interrupted. Settings that can't be
// used are ConfigErrors, missing data wraps datasets.ErrMissing.
func Run(ctx context.Context, c settings.Config, directory string, observer Observer) (*record.Summary, error) {
	return DefaultSchedule().Run(ctx, c, directory, observer)
}

func (s Schedule) conduct(ctx context.Context, c settings.Config, o *startingPoint, observer Observer) (summary *record.Summary, err error) {
	defer parallel.Recover(&err, "runs: panic in the run") // after all that is to be closed
	started := time.Now()
	if err := s.validate(); err != nil {
		return nil, err
	}
	profile, err := profileOf(&c)
	if err != nil {
		return nil, err
	}
	ctx, guard := s.Limits.Begin(ctx)
	defer guard.Release()
	s.traced = len(s.Trace.Kinds) > 0
	if s.Machines.Coordinator != nil { // a run that loses a worker while building goes on from there
		s.Machines.claim = func() error { return o.claim(&c) }
	}
	slog.Debug("loading data and building the network")
	testbed, err := newTestbed(ctx, &c, o, s.Limits, s.Machines)
	if err != nil {
		return nil, o.abandon(err)
	}
	testbed.watch = s.Watch.Record()
	defer testbed.close()
	if s.prepare != nil {
		s.prepare(testbed)
	}
	if err := s.Trace.serves(testbed.net); err != nil {
		return nil, err
	}
	if err := o.claim(&c); err != nil {
		return nil, err
	}
	record := o.written
	defer record.Close() // the second close of a good run does nothing
	observer = s.Watch.Beside(observer)
	r := newRun(&c, s, testbed, record, observer)
	r.started, r.guard, r.profile = started, guard, profile
	s.Watch.Begin(r.source())
	r.resumeFrom(o)
	if err := o.release(); err != nil {
		return nil, err
	}
	if testbed.tracer, err = newTracer(&c, testbed, s.Trace.in(record.Directory)); err != nil {
		return nil, err
	}
	defer testbed.tracer.Close("the run ended early") // after a good run there is nothing left to close
	r.summary.BuildSeconds = time.Since(started).Seconds()
	if err := r.tellChoice(); err != nil {
		return nil, err
	}
	observer.Started(&c, testbed.dataset, record.Directory)
	if err := r.epochs(ctx); err != nil {
		return nil, r.excess(err)
	}
	if summary, err = r.finish(ctx); err != nil {
		return nil, err
	}
	if err := testbed.tracer.Close(""); err != nil {
		return nil, fmt.Errorf("the run in %s is done, its trace is not: %w", summary.Directory, err)
	}
	return summary, nil
}

// OpenData opens the data set with the config's limits.
func OpenData(c *settings.Config) (*datasets.Dataset, error) {
	dataset, err := datasets.Open(c.Dataset, c.DataOptions())
	if errors.Is(err, datasets.ErrUnknown) || errors.Is(err, datasets.ErrOption) {
		return nil, &settings.ConfigError{Err: err}
	}
	if err != nil {
		return nil, err
	}
	if c.Inputs != 0 && dataset.Inputs != c.Inputs {
		return nil, settings.Errorf("inputs is %d, allowed: with the data set patterns only; %s has %d", c.Inputs, c.Dataset, dataset.Inputs)
	}
	dataset.Train = datasets.Limit(dataset.Train, c.TrainLimit)
	dataset.Test = datasets.Limit(dataset.Test, c.TestLimit)
	return dataset, nil
}

// run is a run under way.
type run struct {
	config   *settings.Config
	schedule Schedule
	testbed  *testbed
	record   *record.Record
	observer Observer
	summary  *record.Summary
	guard    *limits.Guard
	profile  *energy.Profile

	at      progress
	tested  *record.Score       // in the last epoch that was tested by this process, or nil
	heard   messages.Activities // in that test
	started time.Time           // of this process's part of the run
	saved   time.Time           // when the last checkpoint was written, or the run began
	newest  string              // path of the newest checkpoint, or empty

	timed     bool // the summary has the time on hardware by the last test
	warned    bool // of a population that does not work
	sinceLook int  // samples presented since the guard looked at the memory
}

func newRun(c *settings.Config, s Schedule, testbed *testbed, to *record.Record, observer Observer) *run {
	now := time.Now()
	return &run{
		config: c, schedule: s, testbed: testbed, record: to, observer: observer, started: now, saved: now, guard: &limits.Guard{},
		summary: &record.Summary{Config: *c, Directory: to.Directory, Machine: record.ThisMachine(c.Procs), Version: record.Version()},
	}
}

// excess says what is safe of a run whose batch was given up for want of memory.
func (r *run) excess(err error) error {
	var tooMuch *limits.ExcessError
	if errors.As(err, &tooMuch) {
		return r.kept(tooMuch)
	}
	return err
}

// resumeFrom goes on where a starting point stands.
func (r *run) resumeFrom(o *startingPoint) {
	if o.file == nil {
		return
	}
	r.at, r.newest = o.document.Progress, o.file.Path
	r.at.Resumed++
	for _, m := range o.metrics {
		r.summary.AddEpoch(m)
		r.schedule.Watch.Epoch(m)
	}
}

// decayed is the part of the rates in the first epoch that is left in this one.
func (r *run) decayed() float64 { return math.Pow(r.config.LearningRateDecay, float64(r.at.Epochs)) }

func (r *run) epochs(ctx context.Context) error {
	for r.at.Epochs < r.config.Epochs && !r.summary.HasLearned() && ctx.Err() == nil {
		m := &record.Metrics{Epoch: r.at.Epochs + 1, LearningRate: r.config.LearningRate * r.decayed()}
		complete, err := r.epoch(ctx, m)
		if err != nil {
			return err
		}
		if !complete {
			return nil
		}
		r.addHardware(m)
		if err := r.record.AddEpoch(m); err != nil {
			return r.kept(err)
		}
		r.at.nextEpoch()
		r.summary.AddEpoch(m)
		r.observer.Epoch(m)
	}
	return nil
}

// epoch trains and tests once; complete is false if the context ended first.
func (r *run) epoch(ctx context.Context, m *record.Metrics) (complete bool, err error) {
	if complete, err = r.train(ctx, m); !complete || err != nil {
		return false, err
	}
	if m.WeightAlignment, err = alignment.Weights(r.testbed.net, r.testbed.engine); err != nil {
		return false, err
	}
	if m.GradientAngles, complete, err = r.gradientAngles(ctx); !complete || err != nil {
		return false, err
	}
	return r.testAll(ctx, m)
}

// testAll presents what is not learned from; complete is false if the context
// ended first.
func (r *run) testAll(ctx context.Context, m *record.Metrics) (complete bool, err error) {
	began := time.Now()
	for _, part := range []messages.Part{messages.Validation, messages.Test} {
		if r.testbed.parts[part] == nil {
			continue
		}
		score, complete, err := r.test(ctx, m.Epoch, part)
		if !complete || err != nil {
			return false, err
		}
		if part == messages.Validation {
			accuracy := score.Accuracy()
			m.ValidationAccuracy, m.ValidationUndecided = &accuracy, &score.Undecided
			continue
		}
		r.tested = score
		m.AddTest(score)
	}
	m.TestSeconds = time.Since(began).Seconds()
	return true, nil
}

func (r *run) test(ctx context.Context, epoch int, part messages.Part) (*record.Score, bool, error) {
	indices := FirstIndices(r.testbed.parts[part].Len())
	a := r.assignment(part, indices)
	r.observer.Phase(epoch, part, len(indices))
	var total record.Score
	if part == messages.Test {
		r.testbed.bench.Begin()
		r.testbed.fired.Begin()
	}
	if err := r.testbed.tracer.Begin(epoch, a); err != nil {
		return nil, false, err
	}
	defer r.testbed.tracer.End()
	finished, err := r.present(ctx, a, &total)
	if err != nil {
		return nil, false, err
	}
	if part == messages.Test {
		r.testbed.bench.End(finished.Presented)
		r.testbed.fired.End(finished.Presented)
		r.timed = false
		r.heard = finished.Activity
	}
	return &total, finished.Presented == len(indices), nil
}

// present has the engine present an assignment under the eyes of the guard.
func (r *run) present(ctx context.Context, a *messages.Assignment, total *record.Score) (*messages.Finished, error) {
	if engine, ok := r.testbed.engine.(interface{ Fail(error) }); ok {
		defer r.guard.Cover(engine.Fail)()
	}
	return r.testbed.engine.Run(ctx, a, r.observe(total))
}

// fewestBeforeLook is the number of samples between two looks of a run at its memory, at least: small networks present one in
// some microseconds, and the guard looks by itself every few milliseconds.
const fewestBeforeLook = 50

func (r *run) observe(total *record.Score) func([]messages.Outcome) {
	return func(outcomes []messages.Outcome) {
		total.Add(outcomes)
		r.schedule.Watch.Outcomes(outcomes)
		r.observer.Presented(outcomes)
		if r.sinceLook += len(outcomes); r.sinceLook >= max(r.config.Batch, fewestBeforeLook) {
			r.sinceLook = 0
			r.guard.Look()
		}
	}
}

func (r *run) assignment(part messages.Part, indices []int) *messages.Assignment {
	return NewAssignment(r.config, part, r.testbed.parts[part], indices)
}

// FirstIndices are those of the first n samples of a part.
func FirstIndices(n int) []int {
	indices := make([]int, n)
	for i := range indices {
		indices[i] = i
	}
	return indices
}

// NewAssignment presents some samples of a part without learning.
func NewAssignment(c *settings.Config, part messages.Part, split datasets.Split, indices []int) *messages.Assignment {
	labels := make([]int, len(indices))
	for i, index := range indices {
		labels[i] = split.Label(index)
	}
	return &messages.Assignment{
		Part: part, Indices: indices, Labels: labels,
		Batch: c.Batch, Coalesce: c.EnvelopeSamples(), InFlight: limits.InFlight(c),
	}
}

// order shuffles the training samples of an epoch, which is one pass over them.
func (r *run) order(epoch int) []int {
	stream := rng.NewStream(r.config.Seed, rng.Key{Purpose: rng.SampleOrder, Sample: uint64(epoch)})
	samples := r.testbed.dataset.Train.Len()
	order := stream.Perm(samples)
	for i := range order {
		order[i] += (epoch - 1) * samples
	}
	return order
}

// finish writes what the run came to, and returns its summary. Of a run that was stopped before it
// learned anything there is nothing to write: it starts anew from its settings.
func (r *run) finish(ctx context.Context) (*record.Summary, error) {
	learned := r.at.Trained > 0 || ctx.Err() == nil
	if learned {
		if err := r.writeFiles(ctx); err != nil {
			return nil, err
		}
	}
	digest, err := r.testbed.engine.Digest()
	if err != nil {
		return nil, err
	}
	r.summary.Digest = digest.String()
	if r.summary.Interrupted = ctx.Err() != nil && r.summary.Epochs < r.config.Epochs && !r.summary.HasLearned(); r.summary.Interrupted {
		r.summary.Stopped = limits.StoppedBy(ctx)
	}
	r.summary.SetRate(r.at.Trained, r.at.TrainSeconds)
	r.summary.Presented = r.at.Trained
	r.summary.Resumed = r.at.Resumed
	r.summary.Seconds = r.at.RunSeconds + time.Since(r.started).Seconds()
	if learned {
		if err := r.record.WriteSummary(r.summary); err != nil {
			return nil, r.kept(err)
		}
	}
	if err := r.record.Close(); err != nil {
		return nil, r.kept(fmt.Errorf("runs: %w", err))
	}
	return r.summary, nil
}

// writeFiles writes the run's files but for the summary. The checkpoint comes first: it is what can't be made again.
func (r *run) writeFiles(ctx context.Context) error {
	if ctx.Err() != nil {
		slog.Info("writing the checkpoint and what the run came to", "directory", r.record.Directory)
	}
	if err := r.save(); err != nil {
		return r.kept(err)
	}
	for _, write := range []func() error{
		func() error {
			return pretrained.Write(filepath.Join(r.summary.Directory, record.NetworkFile), r.config, r.testbed.net, r.testbed.engine)
		},
		r.writeTraffic,
		func() error { return r.writeNeuroBench(ctx) }, // which makes the last test again if it has to
		r.writeEnergy,
		r.writeTime,
	} {
		if err := write(); err != nil {
			return r.kept(err)
		}
	}
	return nil
}
