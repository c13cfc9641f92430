package model

import (
	"sfdfa-actors/internal/prefetch"
	"sfdfa-actors/learning"
)

// samplesAhead is the number of samples whose synaptic events are asked for ahead of their turn.
const samplesAhead = 4

// Prefetch asks the processor for what one neuron alone reads, a few samples ahead of the
// one whose turn it is; in the first sample's turn also for what it reads before that, and
// for its weights. Arrivals that reach all neurons were read by another one just before,
// so it does nothing there. Of one neuron's inputs all are parts, or none is.
func Prefetch[W learning.Float](weights []W, inputs []Input, turn int) {
	if !inputs[turn].IsPart() {
		return
	}
	last := turn + samplesAhead
	first := last
	if turn == 0 {
		first = 0
		prefetch.Slice(weights)
	}
	for i := first; i <= last && i < len(inputs); i++ {
		prefetch.Slice(inputs[i].Events())
	}
}
