package routing

import (
	"sort"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/messages"
)

// DelayLine holds arrivals of some samples until the window in which they arrive. It is not
// safe for concurrent use.
type DelayLine struct {
	samples []waiting
	taken   [][]messages.Spike
}

// waiting is what waits of one sample: early arrivals, which are in order, and late ones, which
// are few and soon gone.
type waiting struct{ early, late []messages.Spike }

// Start begins with nothing of n samples.
func (d *DelayLine) Start(n int) {
	d.samples, d.taken = neuron.Resized(d.samples, n), neuron.Resized(d.taken, n)
	for s := range d.samples {
		d.samples[s].early, d.samples[s].late = nil, d.samples[s].late[:0]
	}
}

// SetEarly gives arrivals of each sample, by (time, source), before the first window is taken. They are
// lent until the last one is.
func (d *DelayLine) SetEarly(samples [][]messages.Spike) {
	for s := range samples {
		d.samples[s].early = samples[s]
	}
}

// Late are the other arrivals of a sample that wait, for more to be appended in any order.
func (d *DelayLine) Late(sample int) *[]messages.Spike { return &d.samples[sample].late }

// TakeArrivals returns the arrivals of each sample before a time in seconds that were not taken yet, by (time, source).
// They are valid until the next call.
func (d *DelayLine) TakeArrivals(end float64) [][]messages.Spike {
	for s := range d.samples {
		d.taken[s] = d.samples[s].takeArrivals(end, d.taken[s][:0])
	}
	return d.taken
}

func (w *waiting) takeArrivals(end float64, dst []messages.Spike) []messages.Spike {
	n := sort.Search(len(w.early), func(i int) bool { return w.early[i].Time >= end })
	dst = append(dst, w.early[:n]...)
	w.early = w.early[n:]
	kept := w.late[:0]
	for _, spike := range w.late {
		if spike.Time < end {
			dst = append(dst, spike)
		} else {
			kept = append(kept, spike)
		}
	}
	w.late = kept
	messages.SortSpikesFrom(dst, n)
	return dst
}
