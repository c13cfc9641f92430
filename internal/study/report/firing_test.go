package report

import (
	"reflect"
	"testing"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

func from(sources ...int32) (spikes []messages.Spike) {
	for _, source := range sources {
		spikes = append(spikes, messages.Spike{Source: source})
	}
	return spikes
}

// Two cores of a hidden population and one of the output, in three samples that
// come in two envelopes.
func TestActivityByHand(t *testing.T) {
	a := newActivity([]int{7, 5, 2}, 3)
	first, second := topology.Core{Population: 1, Count: 3}, topology.Core{Population: 1, First: 3, Count: 2}
	output := topology.Core{Population: 2, Count: 2}
	a.listen(second, 2, [][]messages.Spike{from(4, 4)})
	a.listen(first, 0, [][]messages.Spike{from(0, 2, 2), from(2)})
	a.listen(second, 0, [][]messages.Spike{from(), from(4)})
	a.listen(output, 0, [][]messages.Spike{from(0, 1, 1), from(1)})
	a.listen(output, 2, [][]messages.Spike{from(0)})
	if want := [][]int64{nil, {1, 0, 3, 0, 3}, {2, 3}}; !reflect.DeepEqual(a.spikes, want) {
		t.Errorf("spikes %v, want %v", a.spikes, want)
	}
	if want := [][]int64{nil, {1, 0, 2, 0, 2}, {2, 2}}; !reflect.DeepEqual(a.active, want) {
		t.Errorf("samples with spikes %v, want %v", a.active, want)
	}
	if a.count(0, 1) != 2 || a.count(1, 0) != 0 || a.count(1, 1) != 1 || a.count(2, 0) != 1 {
		t.Errorf("spikes of outputs %v", a.outputs)
	}
	r := a.rates(1, "hidden 1")
	if r.Neurons != 5 || r.Silent != 2 || r.Spikes != 7 || r.Mean != 7.0/15 || r.Most != 1 || r.Active != 100*5.0/15 {
		t.Errorf("rates %+v", r)
	}
	if total(r.Histogram) != 3 || r.Histogram.Counts[len(r.Histogram.Counts)-1] != 2 {
		t.Errorf("histogram %+v, want the 3 that fire, 2 of them in the last bin", r.Histogram)
	}
}

// A population that never fires has an empty histogram, and a picture.
func TestASilentPopulation(t *testing.T) {
	r := newActivity([]int{1, 4, 2}, 10).rates(1, "hidden 1")
	if r.Silent != 4 || total(r.Histogram) != 0 {
		t.Errorf("rates %+v", r)
	}
	if _, err := r.drawing().files(figure.Form{}); err != nil {
		t.Error(err)
	}
}
