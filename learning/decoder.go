package learning

import (
	"math"

	"sfdfa-actors/messages"
)

// Decoder reads the output population: spike counts, prediction, loss, the error of
// each output neuron and its directional derivative. It decodes one sample at a time
// and is not safe for concurrent use.
type Decoder struct {
	settings *Settings
	sends    Payload
	counts   []int
	first    []float64
}

// NewDecoder returns a decoder of the spikes of outputs output neurons.
func NewDecoder(settings *Settings, outputs int) *Decoder {
	return &Decoder{settings: settings, sends: settings.Rule.Sends(), counts: make([]int, outputs), first: make([]float64, outputs)}
}

// Decode reads the output spikes of one sample, ordered by time, and returns
// its outcome and what has to be broadcast: errors e_o (Eq. 12) and, if the rule sends
// them, directional derivatives d_o, the sums of the grades of each output neuron's
// spikes.
func (d *Decoder) Decode(spikes []messages.Spike, label int) (messages.Outcome, messages.ErrorBroadcast) {
	values := make([]float64, d.sends.BroadcastNumbers(len(d.counts)))
	broadcast := messages.ErrorBroadcast{Errors: values[:len(d.counts):len(d.counts)]}
	if d.sends.Derivatives {
		broadcast.Derivatives = values[len(d.counts):]
	}
	for o := range d.counts {
		d.counts[o], d.first[o] = 0, math.Inf(1)
	}
	for i := range spikes {
		o := spikes[i].Source
		if d.counts[o] == 0 {
			d.first[o] = spikes[i].Time
		}
		d.counts[o]++
		if d.sends.Derivatives {
			broadcast.Derivatives[o] += spikes[i].Grade
		}
	}
	outcome := messages.Outcome{
		Label:      label,
		Prediction: d.settings.Ties.Predict(d.counts, d.first),
		Undecided:  len(spikes) == 0,
		Lowest:     LowestIndex.Predict(d.counts, d.first),
	}
	outcome.Loss = d.settings.Targets.Errors(broadcast.Errors, d.counts, label)
	if coarse, ok := d.settings.Rule.(CoarseErrors); ok {
		coarse.Coarsen(broadcast.Errors)
	}
	return outcome, broadcast
}
