package runs

import (
	"context"
	"time"

	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/messages"
)

// train presents what is left of the epoch's training samples, from checkpoint to
// checkpoint; complete is false if the context ended first.
func (r *run) train(ctx context.Context, m *record.Metrics) (complete bool, err error) {
	order := r.order(m.Epoch)
	if r.at.Presented == 0 {
		r.testbed.activity.neurons.Reset()
	}
	r.observer.Phase(m.Epoch, messages.Train, len(order)-r.at.Presented)
	for r.at.Presented < len(order) && ctx.Err() == nil {
		if err := r.segment(ctx, m, order); err != nil {
			return false, err
		}
		if err := r.schedule.Watch.Border(ctx); err != nil {
			return false, err
		}
		if ctx.Err() == nil && r.due() {
			if err := r.save(); err != nil {
				return false, r.kept(err)
			}
		}
	}
	if r.at.Presented < len(order) {
		return false, nil
	}
	r.testbed.activity.count(&r.at.Tally)
	m.AddTraining(&r.at.Score, r.at.Tally, r.at.Seconds, r.at.WireBytes)
	r.warn(m.Epoch)
	return true, nil
}

// segment trains up to the next border at which a checkpoint is due. Borders are
// counted from the run's start, so that a resumed run has the same ones.
func (r *run) segment(ctx context.Context, m *record.Metrics, order []int) error {
	end := len(order)
	if batches := r.schedule.boundary(r.batches()) - r.batches(); batches < batchesIn(end-r.at.Presented, r.config.Batch) {
		end = r.at.Presented + batches*r.config.Batch
	}
	ctx, most, release := r.schedule.Watch.Segment(ctx)
	defer release()
	if most > 0 {
		end = min(end, r.at.Presented+most*r.config.Batch)
	}
	if r.testbed.tracer.FollowsWeights() {
		end = min(end, r.at.Presented+r.config.Batch)
	}
	a := r.assignment(messages.Train, order[r.at.Presented:end])
	a.Learn = true
	a.Rates = messages.Rates{Weights: m.LearningRate, Feedback: r.config.FeedbackRate, Delays: r.config.DelayRate * r.decayed()}
	a.First = uint64(r.at.Epochs)*uint64(len(order)) + uint64(r.at.Presented)
	if r.schedule.Minutes > 0 {
		// The engine stops at the border of a batch when its context ends.
		var stop context.CancelFunc
		ctx, stop = context.WithDeadline(ctx, r.saved.Add(r.schedule.period()))
		defer stop()
	}
	if err := r.testbed.tracer.Begin(m.Epoch, a); err != nil {
		return err
	}
	defer r.testbed.tracer.End()
	began, sent := time.Now(), wireBytes(r.testbed.engine)
	finished, err := r.present(ctx, a, &r.at.Score)
	if err != nil {
		return err
	}
	r.testbed.activity.neurons.Add(finished.Activity)
	seconds := time.Since(began).Seconds()
	r.at.Presented += finished.Presented
	r.at.Tally.Count.Add(finished.Tally.Count)
	r.at.Seconds += seconds
	r.at.WireBytes += wireBytes(r.testbed.engine) - sent
	r.at.Trained += finished.Presented
	r.at.TrainSeconds += seconds
	return nil
}
