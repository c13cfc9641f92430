package reference

import (
	"fmt"

	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/messages"
)

// begin notes which batch is at work.
func (e *Engine) begin(batch messages.Batch) messages.Batch {
	e.batch = batch
	return batch
}

// rescue is deferred where a batch is at work: it turns a panic outside the
// neurons' turns into an error, and keeps the error that ends a run.
func (e *Engine) rescue(err *error) {
	if reason := recover(); reason != nil {
		*err = parallel.PanicError(panicIn+samplesOf(e.batch), reason)
	}
	if *err != nil && e.failure == nil {
		e.failure = *err
	}
}

// Fail makes a run under way, and those that follow, end with an error soon, in the midst of a batch.
func (e *Engine) Fail(err error) {
	e.workers.broken.CompareAndSwap(nil, &err)
	for _, layer := range e.layers {
		layer.free.Abandon()
	}
}

// panicIn begins the error of a panic, before where it happened.
const panicIn = "reference: panic in "

// samplesOf names the samples of a batch.
func samplesOf(batch messages.Batch) string {
	return fmt.Sprintf("samples %d to %d", batch.First, batch.First+uint64(batch.Size)-1)
}
