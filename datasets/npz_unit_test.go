package datasets_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// Times in a unit become seconds; two that differ by a rounding error are equal then, and in order of their source.
func TestTimesInAUnitBecomeSeconds(t *testing.T) {
	const first = 1.9500000000000002
	next := math.Nextafter(first, 2)
	part := &networktest.Split{Labels: []int{0}, Spikes: [][]messages.Spike{{{Time: first, Source: 2}, {Time: next, Source: 1}, {Time: 1500, Source: 0}}}}
	directory := t.TempDir()
	file, err := os.Create(filepath.Join(directory, "spikes.npz"))
	if err == nil {
		err = datasets.WriteNPZ(file, &datasets.Dataset{Name: "npz", Inputs: 3, Classes: 1, Train: part, Test: part})
	}
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if next/1e6 != first/1e6 {
		t.Fatal("the two times stay apart, so that the test says nothing of order")
	}
	for unit, want := range map[string][]messages.Spike{
		"":   {{Time: first, Source: 2}, {Time: next, Source: 1}, {Time: 1500, Source: 0}},
		"s":  {{Time: first, Source: 2}, {Time: next, Source: 1}, {Time: 1500, Source: 0}},
		"us": {{Time: first / 1e6, Source: 1}, {Time: first / 1e6, Source: 2}, {Time: 1.5e-3, Source: 0}},
	} {
		d, err := datasets.Open("npz", datasets.Options{Dir: directory, EncodingWindow: 1, TimeUnit: unit})
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Train.AppendSpikes(nil, 0); !slices.Equal(got, want) {
			t.Errorf("unit %q: %v, want %v", unit, got, want)
		}
	}
	if _, err := datasets.Open("npz", datasets.Options{Dir: directory, EncodingWindow: 1, TimeUnit: "h"}); !errors.Is(err, datasets.ErrOption) {
		t.Errorf("unit h: error %v, want one of an option", err)
	}
}
