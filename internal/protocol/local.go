package protocol

import (
	"sync"

	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
)

// Delivery is what reaches the neurons of a core in the samples of an envelope,
// each its part of the inputs. It stays on the core's machine. Without Inputs
// the spikes travel as Singles, Count of them to this neuron.
type Delivery struct {
	Envelope *messages.Envelope
	Inputs   *routing.Inputs
	Count    int
}

// Fired are the spikes of one neuron in the samples of an envelope, for its
// core. Without Emissions they travel as Singles, Count of them.
type Fired struct {
	Envelope  *messages.Envelope
	Neuron    int // in its core
	Count     int
	Emissions []neuron.Emission
}

// firedPool recycles Fired messages: neurons take, cores give back.
var firedPool = sync.Pool{New: func() any { return new(Fired) }}

func takeFired(envelope *messages.Envelope, index int) *Fired {
	f := firedPool.Get().(*Fired)
	f.Envelope, f.Neuron, f.Emissions = envelope, index, f.Emissions[:0]
	return f
}

// scratchPool lends working memory for the time of one step.
var scratchPool = sync.Pool{New: func() any { return &workspace{scratch: neuron.NewScratch()} }}

type workspace struct {
	scratch    *neuron.Scratch
	broadcasts []messages.Broadcast
}
