package actors

import (
	"sync"
	"sync/atomic"

	"sfdfa-actors/actors/neuron"
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
	Sharing  []*Delivery // the inputs, this one among them, ordered by sample
	Count    int

	fired *collector   // the core's, of what the neurons answer: it need not look it up
	read  *atomic.Bool // the core has read all that its neurons answer to it
}

// BatchBroadcasts are ErrorBroadcasts on their way from a core to its neurons. The core has those of
// the whole batch, so that neurons need not put them together each for itself.
type BatchBroadcasts struct {
	Envelope   *messages.Envelope
	Broadcasts []messages.ErrorBroadcast // of the batch, ordered by sample
}

// scratchPool lends working memory for the time of one step.
var scratchPool = sync.Pool{New: func() any { return neuron.NewScratch() }}
