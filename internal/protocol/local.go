package protocol

import (
	"sync"

	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
)

// Delivery is what reaches the neurons of a core in the samples of an envelope,
// each its part of the inputs. It stays on the core's machine. With Counts set,
// the spikes travel as Singles instead, Counts of them in each sample.
type Delivery struct {
	Envelope *messages.Envelope
	Inputs   *routing.Inputs
	Counts   []int32
}

// Fired are the spikes of one neuron in the samples of an envelope, for its
// core. Without Response.Spikes they travel as Singles, as many as
// Response.Counts says.
type Fired struct {
	Envelope *messages.Envelope
	Response neuron.Response
	Neuron   int
}

// firedPool recycles Fired messages: neurons take, cores give back.
var firedPool = sync.Pool{New: func() any { return new(Fired) }}

func takeFired(envelope *messages.Envelope, index int) *Fired {
	f := firedPool.Get().(*Fired)
	f.Response.Reset()
	f.Envelope, f.Neuron = envelope, index
	return f
}

// scratchPool lends working memory for the time of one step.
var scratchPool = sync.Pool{New: func() any { return &workspace{scratch: neuron.NewScratch()} }}

type workspace struct {
	scratch    *neuron.Scratch
	broadcasts []messages.Broadcast
}
