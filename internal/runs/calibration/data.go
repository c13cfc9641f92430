package calibration

import (
	"errors"
	"math"
	"slices"

	"sfdfa-actors/datasets"
	"sfdfa-actors/messages"
)

// Bounds on what is looked at.
const (
	mostSamples     = 64      // of a probe
	mostPresented   = 160_000 // neurons of the largest population times samples of a probe, beyond fewestSamples
	fewestSamples   = 16
	mostTimedSpikes = 4_000_000 // whose times are sorted
)

// Data is what the training part of a data set looks like. Times are in seconds.
type Data struct {
	Samples int     `json:"samples"`
	Inputs  int     `json:"inputs"`
	Classes int     `json:"classes"`
	Spikes  float64 `json:"spikes_per_sample"` // as the next one, of the samples looked at
	Active  float64 `json:"active_inputs_per_sample"`
	First   float64 `json:"first_spike_s"` // of all training samples, as the next one
	Last    float64 `json:"last_spike_s"`
	Span    float64 `json:"span_s"` // without the 0.5 % of earliest and of latest spikes
	End     float64 `json:"end_s"`  // the last spike, unless it is more than a span away from nearly all others
}

// errSilent tells that there is nothing to learn from.
var errSilent = errors.New("no spike in the training part, allowed: samples with spikes")

// examine looks at the training part of a data set.
func examine(train datasets.Split, inputs, classes int) (*Data, error) {
	d := &Data{Samples: train.Len(), Inputs: inputs, Classes: classes, First: math.Inf(1), Last: math.Inf(-1)}
	var times []float64
	var spikes []messages.Spike
	active := make([]int, inputs) // 1 + the sample in which the input was active last
	total, activeTotal, looked := 0, 0, 0
	for i := range train.Len() {
		spikes = train.AppendSpikes(spikes[:0], i)
		if len(spikes) > 0 {
			d.First, d.Last = min(d.First, spikes[0].Time), max(d.Last, spikes[len(spikes)-1].Time)
		}
		if len(times) > mostTimedSpikes {
			continue
		}
		looked++
		total += len(spikes)
		for _, spike := range spikes {
			times = append(times, spike.Time)
			if active[spike.Source] != i+1 {
				active[spike.Source] = i + 1
				activeTotal++
			}
		}
	}
	if len(times) == 0 {
		return nil, errSilent
	}
	d.Spikes, d.Active = float64(total)/float64(looked), float64(activeTotal)/float64(looked)
	d.measureSpan(times)
	return d, nil
}

// measureSpan says over which time the spikes are spread. A few that are far away don't count.
func (d *Data) measureSpan(times []float64) {
	slices.Sort(times)
	early, late := quantile(times, 0.005), quantile(times, 0.995)
	d.Span = late - early
	if d.End = min(d.Last, late+d.Span); d.Span > 0 {
		return
	}
	if d.Span = d.End; !(d.Span > 0) { // all at time 0
		d.Span = 1e-3
	}
}

// quantile is the smallest value of an ascending list that a share q of the list does not exceed.
func quantile(ascending []float64, q float64) float64 {
	return ascending[min(int(q*float64(len(ascending))), len(ascending)-1)]
}

// probed are the training samples of a probe of a network with the widest population, at even distances.
func (d *Data) probed(widest int) []int {
	n := min(mostSamples, d.Samples, max(fewestSamples, mostPresented/max(1, widest)))
	indices := make([]int, n)
	for k := range indices {
		indices[k] = k * d.Samples / n
	}
	return indices
}
