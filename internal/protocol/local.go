package protocol

import (
	"slices"
	"sync"
	"sync/atomic"

	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
)

// Delivery is what reaches the neurons of a core in the samples of an envelope,
// each its part of the inputs. It stays on the core's machine. Several deliveries
// may share their inputs, one for each envelope of a batch. Without Inputs the
// spikes travel as Singles, Count of them to this neuron.
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

	read atomic.Bool // by the core: the neuron may use it again
	room neuron.Room // of Emissions
}

// firedRing holds the Fired messages of one neuron in the order in which it
// sends them, which is about the order in which the core reads them.
type firedRing struct {
	sent []*Fired
	next int // sent the longest ago
}

// take returns a message that the core has read, or a new one.
func (r *firedRing) take(envelope *messages.Envelope, index int) *Fired {
	if r.next == len(r.sent) {
		r.next = 0
	}
	if r.next == len(r.sent) || !r.sent[r.next].read.Load() {
		r.sent = slices.Insert(r.sent, r.next, &Fired{Neuron: index})
	}
	f := r.sent[r.next]
	r.next++
	f.read.Store(false)
	if f.room.Exceeds(len(f.Emissions), cap(f.Emissions)) {
		f.Emissions = nil
	}
	f.Envelope, f.Emissions = envelope, f.Emissions[:0]
	return f
}

// scratchPool lends working memory for the time of one step.
var scratchPool = sync.Pool{New: func() any { return &workspace{scratch: neuron.NewScratch()} }}

type workspace struct {
	scratch    *neuron.Scratch
	broadcasts []messages.Broadcast
	emissions  []neuron.Emission
}
