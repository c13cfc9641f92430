package experiment

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"runtime"
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
)

// Observer is told how a run goes on.
type Observer interface {
	// Started is called once the network stands.
	Started(c *Config, dataset *datasets.Dataset, directory string)
	// Phase is called before each pass over some samples.
	Phase(epoch int, part messages.Part, samples int)
	// Presented is called as samples are done with.
	Presented(samples int)
	// Epoch is called after each epoch.
	Epoch(m *Metrics)
}

// Run carries out a run and writes its record into directory, or into a new one
// below runs if that is empty. When the context ends it finishes the batch under
// way; the summary then says that it was interrupted. Settings that can't be
// used are ConfigErrors, missing data wraps datasets.ErrMissing.
func Run(ctx context.Context, c Config, directory string, observer Observer) (*Summary, error) {
	started := time.Now()
	dataset, err := open(&c)
	if err != nil {
		return nil, err
	}
	net, err := c.network(dataset)
	if err != nil {
		return nil, err
	}
	if err := checkDirectory(directory); directory != "" && err != nil {
		return nil, err
	}
	if c.Procs > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(c.Procs))
	}
	defer tuneCollector(net)()
	parts := protocol.Parts{messages.Train: dataset.Train, messages.Test: dataset.Test}
	if dataset.Validation != nil {
		parts[messages.Validation] = dataset.Validation
	}
	engine, err := newEngine(&c, net, parts)
	if err != nil {
		return nil, err
	}
	defer engine.Close()
	record, err := newRecord(directory, &c)
	if err != nil {
		return nil, err
	}
	defer record.close() // the second close of a good run does nothing
	r := &run{
		config: &c, parts: parts, net: net, engine: engine, record: record, observer: observer,
		summary: &Summary{Config: c, Directory: record.directory, Machine: thisMachine(), Version: Version()},
	}
	r.summary.BuildSeconds = time.Since(started).Seconds()
	observer.Started(&c, dataset, record.directory)
	if err := r.epochs(ctx); err != nil {
		return nil, err
	}
	return r.finish(ctx, started)
}

// open opens the data set with the config's limits.
func open(c *Config) (*datasets.Dataset, error) {
	dataset, err := datasets.Open(c.Dataset, c.DataOptions())
	if errors.Is(err, datasets.ErrUnknown) || errors.Is(err, datasets.ErrOption) {
		return nil, &ConfigError{err}
	}
	if err != nil {
		return nil, err
	}
	if c.Inputs != 0 && dataset.Inputs != c.Inputs {
		return nil, configError("inputs is %d, allowed: with the data set patterns only; %s has %d", c.Inputs, c.Dataset, dataset.Inputs)
	}
	dataset.Train = datasets.Limit(dataset.Train, c.TrainLimit)
	dataset.Test = datasets.Limit(dataset.Test, c.TestLimit)
	return dataset, nil
}

// run is a run under way.
type run struct {
	config   *Config
	parts    protocol.Parts
	net      *network.Network
	engine   protocol.Engine
	record   *record
	observer Observer
	summary  *Summary

	presented int // training samples, over all epochs
	training  time.Duration
}

func (r *run) epochs(ctx context.Context) error {
	for epoch := 1; epoch <= r.config.Epochs && ctx.Err() == nil; epoch++ {
		m := &Metrics{Epoch: epoch, LearningRate: r.config.LearningRate * math.Pow(r.config.LearningRateDecay, float64(epoch-1))}
		complete, err := r.epoch(ctx, m)
		if err != nil {
			return err
		}
		if !complete {
			return nil
		}
		if err := r.record.epoch(m); err != nil {
			return err
		}
		r.summary.add(m)
		r.observer.Epoch(m)
	}
	return nil
}

// epoch trains and tests once; complete is false if the context ended first.
func (r *run) epoch(ctx context.Context, m *Metrics) (complete bool, err error) {
	if complete, err = r.train(ctx, m); !complete || err != nil {
		return false, err
	}
	if m.WeightAlignment, err = weightAlignment(r.net, r.engine); err != nil {
		return false, err
	}
	began := time.Now()
	for _, part := range []messages.Part{messages.Validation, messages.Test} {
		if r.parts[part] == nil {
			continue
		}
		score, complete, err := r.test(ctx, m.Epoch, part)
		if !complete || err != nil {
			return false, err
		}
		if part == messages.Validation {
			accuracy := score.accuracy()
			m.ValidationAccuracy = &accuracy
			continue
		}
		m.TestAccuracy, m.TestAccuracyLowestIndex, m.TestLoss = score.accuracy(), score.accuracyLowestIndex(), score.meanLoss()
	}
	m.TestSeconds = time.Since(began).Seconds()
	return true, nil
}

func (r *run) train(ctx context.Context, m *Metrics) (complete bool, err error) {
	a := r.assignment(messages.Train, r.order(m.Epoch))
	a.Learn = true
	a.Rates = messages.Rates{Weights: m.LearningRate, Feedback: r.config.FeedbackRate}
	a.First = uint64(m.Epoch-1) * uint64(len(a.Indices))
	r.observer.Phase(m.Epoch, messages.Train, len(a.Indices))
	var total score
	began := time.Now()
	finished, err := r.engine.Run(ctx, a, r.observe(&total))
	if err != nil {
		return false, err
	}
	took := time.Since(began)
	r.training += took
	r.presented += finished.Presented
	m.addTraining(&total, finished.Tally, took)
	if silent := finished.Tally.SilentOutputs; silent > 0 && finished.Presented == len(a.Indices) {
		slog.Warn("output neurons have not fired in a whole epoch, and without a spike they learn nothing; a lower output-threshold or larger output-weights may help",
			"silent", silent, "of", r.net.Outputs(), "epoch", m.Epoch)
	}
	return finished.Presented == len(a.Indices), nil
}

func (r *run) test(ctx context.Context, epoch int, part messages.Part) (*score, bool, error) {
	indices := make([]int, r.parts[part].Len())
	for i := range indices {
		indices[i] = i
	}
	a := r.assignment(part, indices)
	r.observer.Phase(epoch, part, len(indices))
	var total score
	finished, err := r.engine.Run(ctx, a, r.observe(&total))
	if err != nil {
		return nil, false, err
	}
	return &total, finished.Presented == len(indices), nil
}

func (r *run) observe(total *score) func([]messages.Outcome) {
	return func(outcomes []messages.Outcome) {
		total.add(outcomes)
		r.observer.Presented(len(outcomes))
	}
}

// batchesInFlight bounds how far testing runs ahead of its results.
const batchesInFlight = 4

func (r *run) assignment(part messages.Part, indices []int) *messages.Assignment {
	labels := make([]int, len(indices))
	for i, index := range indices {
		labels[i] = r.parts[part].Label(index)
	}
	return &messages.Assignment{
		Part: part, Indices: indices, Labels: labels,
		Batch: r.config.Batch, Coalesce: r.config.coalesce(), InFlight: batchesInFlight * r.config.Batch,
	}
}

// order shuffles the training samples of an epoch.
func (r *run) order(epoch int) []int {
	stream := rng.NewStream(r.config.Seed, rng.Key{Purpose: rng.SampleOrder, Sample: uint64(epoch)})
	return stream.Perm(r.parts[messages.Train].Len())
}

// finish writes what the run came to.
func (r *run) finish(ctx context.Context, started time.Time) (*Summary, error) {
	digest, err := r.engine.Digest()
	if err != nil {
		return nil, err
	}
	if err := exportNetwork(r.summary.Directory, r.net, r.engine); err != nil {
		return nil, err
	}
	r.summary.Digest = digest.String()
	r.summary.Interrupted = ctx.Err() != nil && r.summary.Epochs < r.config.Epochs
	r.summary.addRate(r.presented, r.training)
	r.summary.Presented = r.presented
	r.summary.Seconds = time.Since(started).Seconds()
	if err := r.record.summary(r.summary); err != nil {
		return nil, err
	}
	if err := r.record.close(); err != nil {
		return nil, fmt.Errorf("experiment: %w", err)
	}
	return r.summary, nil
}
