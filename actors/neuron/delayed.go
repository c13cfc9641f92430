package neuron

import (
	"cmp"
	"math"
	"slices"

	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/messages"
)

// waitingArrivals are on their way to a neuron, at delays of its own. They are in no order: each is looked at in every window
// until it arrives, which takes less than to keep them in order.
type waitingArrivals struct {
	spikes []messages.Spike // Time is that of the arrival, Source the synapse
	first  float64          // of their times, s; +Inf without any
}

// set replaces what waits.
func (w *waitingArrivals) set(spikes []messages.Spike) {
	w.spikes, w.first = spikes, math.Inf(1)
	for k := range spikes {
		w.first = min(w.first, spikes[k].Time)
	}
}

func (w *waitingArrivals) add(spike messages.Spike) {
	w.spikes = append(w.spikes, spike)
	w.first = min(w.first, spike.Time)
}

func (w *waitingArrivals) isEmpty() bool { return len(w.spikes) == 0 }

// take moves what arrives before a time in seconds to dst.
func (w *waitingArrivals) take(until float64, dst []messages.Spike) []messages.Spike {
	if w.first >= until {
		return dst
	}
	kept, first := w.spikes[:0], math.Inf(1)
	for k := range w.spikes {
		if spike := &w.spikes[k]; spike.Time < until {
			dst = append(dst, *spike)
		} else {
			kept, first = append(kept, *spike), min(first, spike.Time)
		}
	}
	w.spikes, w.first = kept, first
	return dst
}

// fewArrivals is the number up to which arrivals of a slice of time are sorted by insertion.
const fewArrivals = 16

// delayedArrivals are arrivals at a neuron's own delays, in the order of the spikes that caused them. They are brought into
// that of time by sharing them out over slices of time, of which each then holds a few.
type delayedArrivals struct {
	arrivals    []model.Arrival
	first, last float64 // of their times
	ends        []int32 // of each slice
}

// collect takes what reaches a neuron in a sample, each spike after its synapse's delay, up to the end of the sample.
func (d *delayedArrivals) collect(in *model.Input, delays []float64, end float64) {
	d.arrivals = slices.Grow(d.arrivals[:0], in.Len())
	first, last := math.Inf(1), math.Inf(-1)
	for k := range in.Len() {
		arrival, synapse := in.At(k)
		if time := arrival.Q + delays[synapse]; time <= end {
			d.arrivals = append(d.arrivals, model.Arrival{Q: time, Synapse: synapse})
			first, last = min(first, time), max(last, time)
		}
	}
	d.first, d.last = first, last
}

// appendSorted appends the arrivals to dst in the order of (time, synapse).
func (d *delayedArrivals) appendSorted(dst []model.Arrival) []model.Arrival {
	from, to := len(dst), len(dst)+len(d.arrivals)
	dst = slices.Grow(dst, len(d.arrivals))[:to]
	sorted := dst[from:]
	if len(sorted) <= fewArrivals || !d.share(sorted) {
		copy(sorted, d.arrivals)
	}
	for n := 1; n < len(sorted); n++ {
		arrival, place := sorted[n], n
		for ; place > 0 && comesAfter(&sorted[place-1], &arrival); place-- {
			sorted[place] = sorted[place-1]
		}
		sorted[place] = arrival
	}
	return dst
}

// share puts the arrivals into dst so that none is far from its place: those of a slice of time stand side by side.
// Rounding keeps the order of times, so none gets into a slice before that of an earlier one. If all come at one time
// it only sorts them by synapse, and reports that they are not in dst.
func (d *delayedArrivals) share(dst []model.Arrival) bool {
	count, first := len(dst), d.first
	scale := float64(count-1) / (d.last - first)
	if math.IsInf(scale, 0) || math.IsNaN(scale) {
		slices.SortFunc(d.arrivals, compareArrivals)
		return false
	}
	d.ends = append(d.ends[:0], make([]int32, count+1)...)
	ends := d.ends
	for i := range d.arrivals {
		ends[int((d.arrivals[i].Q-first)*scale)+1]++
	}
	largest, sum := int32(0), int32(0)
	for k, n := range ends {
		largest, sum = max(largest, n), sum+n
		ends[k] = sum
	}
	for i := range d.arrivals {
		place := &ends[int((d.arrivals[i].Q-first)*scale)]
		dst[*place] = d.arrivals[i]
		*place++
	}
	if largest > fewArrivals {
		d.sortLarge(dst)
	}
	return true
}

// sortLarge sorts the slices that hold more than a few.
func (d *delayedArrivals) sortLarge(dst []model.Arrival) {
	start := int32(0)
	for _, end := range d.ends[:len(dst)] {
		if end-start > fewArrivals {
			slices.SortFunc(dst[start:end], compareArrivals)
		}
		start = end
	}
}

// comesAfter reports whether x comes after y.
func comesAfter(x, y *model.Arrival) bool { return x.Q > y.Q || x.Q == y.Q && x.Synapse > y.Synapse }

func compareArrivals(x, y model.Arrival) int {
	return cmp.Or(cmp.Compare(x.Q, y.Q), cmp.Compare(x.Synapse, y.Synapse))
}
