package datasets

import (
	"cmp"
	"slices"
	"testing"

	"sfdfa-actors/messages"
)

func openTestPatterns(t *testing.T, inputs int) *Dataset {
	t.Helper()
	d, err := Open("patterns", Options{EncodingWindow: 0.1, Inputs: inputs})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPatternsHaveTheInputsAskedFor(t *testing.T) {
	if d := openTestPatterns(t, 0); d.Inputs != 1000 {
		t.Errorf("%d inputs without a number, want 1000", d.Inputs)
	}
	d := openTestPatterns(t, 37)
	if d.Inputs != 37 {
		t.Errorf("%d inputs, want 37", d.Inputs)
	}
	for i := range 100 {
		spikes := d.Train.AppendSpikes(nil, i)
		for _, spike := range spikes {
			if spike.Source < 0 || spike.Source >= 37 || spike.Time < 0 || spike.Time > 0.1 || spike.Grade != 0 {
				t.Fatalf("sample %d holds the spike %+v", i, spike)
			}
		}
		if !slices.IsSortedFunc(spikes, func(x, y messages.Spike) int {
			return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Source, y.Source))
		}) {
			t.Fatalf("sample %d is not ordered: %v", i, spikes)
		}
	}
	if _, err := Open("patterns", Options{EncodingWindow: 0.1, Inputs: -1}); err == nil {
		t.Error("-1 inputs give no error")
	}
}

// A sample is always the same, and no two samples are.
func TestPatternSamplesAreFunctionsOfTheirNumber(t *testing.T) {
	d := openTestPatterns(t, 200)
	first := d.Train.AppendSpikes(nil, 3)
	d.Train.AppendSpikes(nil, 9)
	if again := d.Train.AppendSpikes(nil, 3); !slices.Equal(again, first) {
		t.Error("sample 3 differs from itself")
	}
	if slices.Equal(d.Train.AppendSpikes(nil, 13), first) {
		t.Error("two training samples of a class are the same")
	}
	if slices.Equal(d.Test.AppendSpikes(nil, 3), first) {
		t.Error("a test sample is a training sample")
	}
}

// The mean number of spikes is inputs · P(active) · P(not missing), and the
// samples of a class share their sources.
func TestPatternSamplesResembleTheirClass(t *testing.T) {
	d := openTestPatterns(t, 2000)
	sources := func(i int) map[int32]bool {
		set := map[int32]bool{}
		for _, spike := range d.Train.AppendSpikes(nil, i) {
			set[spike.Source] = true
		}
		return set
	}
	shared := func(x, y map[int32]bool) (n int) {
		for source := range x {
			if y[source] {
				n++
			}
		}
		return n
	}
	a, same, other := sources(0), sources(10), sources(1)
	if n := len(a); n < 300 || n > 420 {
		t.Errorf("%d spikes from 2000 inputs, want about 360", n)
	}
	if shared(a, same) < 3*shared(a, other) {
		t.Errorf("%d shared sources in a class, %d between classes", shared(a, same), shared(a, other))
	}
}
