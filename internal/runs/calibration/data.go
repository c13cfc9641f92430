package calibration

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/numeral"
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
	Labels  int     `json:"labels"`            // different ones that training samples have
	Active  float64 `json:"active_inputs_per_sample"`
	First   float64 `json:"first_spike_s"` // of all training samples, as the next one
	Last    float64 `json:"last_spike_s"`
	Span    float64 `json:"span_s"`     // without the 0.5 % of earliest and of latest spikes
	Late    float64 `json:"late_share"` // of the spikes, after T_max: the network does not see them
	End     float64 `json:"end_s"`      // the last spike, unless it is more than a span away from nearly all others
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
	seen := map[int]bool{}
	for i := range train.Len() {
		seen[train.Label(i)] = true
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
	d.Labels = len(seen)
	if len(times) == 0 {
		return nil, errSilent
	}
	d.Spikes, d.Active = float64(total)/float64(looked), float64(activeTotal)/float64(looked)
	d.measureSpan(times)
	return d, nil
}

// countLate counts the spikes after the end of a sample.
func (d *Data) countLate(train datasets.Split, end float64) {
	if d.Last <= end {
		return
	}
	late, total := 0, 0
	var spikes []messages.Spike
	for i := range train.Len() {
		spikes = train.AppendSpikes(spikes[:0], i)
		total += len(spikes)
		for k := len(spikes) - 1; k >= 0 && spikes[k].Time > end; k-- {
			late++
		}
	}
	d.Late = float64(late) / float64(total)
}

// longestSpan of a recording is likely to be in seconds.
const longestSpan = 20

// Warnings say what about the data makes it hard or impossible to learn from them.
func (d *Data) Warnings() []string {
	var warnings []string
	if d.Labels == 1 {
		warnings = append(warnings, "all training samples have one label: there is nothing to tell apart")
	}
	if d.First == d.Last {
		warnings = append(warnings, "all training spikes are at one time: only which inputs fire tells samples apart")
	}
	if unit := d.likelyUnit(); unit != "" {
		warnings = append(warnings, fmt.Sprintf("the spike times are spread over %s s; if that is no second, say --time-unit %s: results stay the same, but printed times and figures by the timestep do not", numeral.Rounded(d.Span, 3), unit))
	}
	return warnings
}

// likelyUnit is the unit that spike times are likely to have, as --time-unit takes it, if not seconds.
func (d *Data) likelyUnit() string {
	switch {
	case d.Span > longestSpan*1e3:
		return "us"
	case d.Span > longestSpan:
		return "ms"
	}
	return ""
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
func (d *Data) probed(widest, most int) []int {
	n := min(most, d.Samples, max(fewestSamples, mostPresented/max(1, widest)))
	indices := make([]int, n)
	for k := range indices {
		indices[k] = k * d.Samples / n
	}
	return indices
}
