package datasets

import (
	"math"
	"slices"
	"testing"

	"sfdfa-actors/messages"
)

// smallRandman is the task with less of everything, to be quick.
func smallRandman(inputs, train int) *Dataset {
	return makeRandman(entry{Description: Description{
		Name: "randman", Inputs: inputs, Classes: 4, Train: train, Validation: 40, Test: 40,
	}}, 0.5)
}

// Every input fires once in every sample, within the window, so that counts say
// nothing about the class; over the samples of a class an input's times go from
// one end of the window to the other.
func TestRandmanInputsFireOnce(t *testing.T) {
	d := smallRandman(60, 120)
	first, last := map[[2]int]float64{}, map[[2]int]float64{}
	for part, split := range map[string]Split{"train": d.Train, "validation": d.Validation, "test": d.Test} {
		for i := range split.Len() {
			spikes := split.AppendSpikes(nil, i)
			requireOrdered(t, spikes)
			if split.Label(i) != i%4 || len(spikes) != 60 {
				t.Fatalf("%s: sample %d is of class %d and has %d spikes, want class %d and 60", part, i, split.Label(i), len(spikes), i%4)
			}
			seen := map[int32]bool{}
			for _, spike := range spikes {
				if seen[spike.Source] || spike.Time < 0 || spike.Time > 0.5 || spike.Grade != 0 {
					t.Fatalf("%s: sample %d: %+v, want each input once, from 0 to 0.5 s", part, i, spike)
				}
				seen[spike.Source] = true
				key := [2]int{i % 4, int(spike.Source)}
				if time, ok := first[key]; !ok || spike.Time < time {
					first[key] = spike.Time
				}
				last[key] = max(last[key], spike.Time)
			}
		}
	}
	for key := range first {
		if first[key] != 0 || last[key] != 0.5 {
			t.Fatalf("class %d, input %d fires from %v to %v s, want from 0 to 0.5", key[0], key[1], first[key], last[key])
		}
	}
}

func times(spikes []messages.Spike) []float64 {
	t := make([]float64, len(spikes))
	for _, spike := range spikes {
		t[spike.Source] = spike.Time
	}
	return t
}

func apart(x, y []float64) (sum float64) {
	for j := range x {
		sum += (x[j] - y[j]) * (x[j] - y[j])
	}
	return math.Sqrt(sum)
}

// The samples of a class lie on a surface of few dimensions: the nearest training
// sample of a test sample is mostly of its own class.
func TestRandmanClassesAreManifolds(t *testing.T) {
	d := smallRandman(60, 400)
	right := 0
	for i := range d.Test.Len() {
		x := times(d.Test.AppendSpikes(nil, i))
		best, label := math.Inf(1), -1
		for k := range d.Train.Len() {
			if distance := apart(x, times(d.Train.AppendSpikes(nil, k))); distance < best {
				best, label = distance, d.Train.Label(k)
			}
		}
		if label == d.Test.Label(i) {
			right++
		}
	}
	if right < 36 {
		t.Errorf("%d of 40 test samples are nearest to their own class, want at least 36", right)
	}
}

// The formula, term by term, at one point.
func TestRandmanFollowsItsFormula(t *testing.T) {
	m := newManifold(3, 5)
	x := samplePoint(17)
	values := m.at(x)
	for unit, got := range values {
		want := 1.0
		for d := range x {
			sum := 0.0
			for i, w := range m.terms[unit][d] {
				if limit := 1 / float64(i+2); w.amplitude < 0 || w.amplitude >= limit || w.frequency >= float64(i+1) || w.phase >= 1 {
					t.Fatalf("unit %d, term %d: %+v, want A below 1/(i+1), B·i below i, C below 1", unit, i+1, w)
				}
				sum += w.amplitude * math.Sin(2*math.Pi*w.frequency*x[d]+2*math.Pi*w.phase)
			}
			want *= sum
		}
		if len(m.terms[unit][0]) != 49 || math.Abs(got-want) > 1e-12 {
			t.Errorf("unit %d: %d terms, value %v, want 49 and %v", unit, len(m.terms[unit][0]), got, want)
		}
	}
}

// The task is the same at every opening, and no two samples or parts are.
func TestRandmanIsAlwaysTheSame(t *testing.T) {
	d, again := smallRandman(30, 40), smallRandman(30, 40)
	requireSameSpikes(t, "again", again.Train, d.Train)
	requireSameSpikes(t, "again", again.Test, d.Test)
	for _, other := range [][]messages.Spike{d.Train.AppendSpikes(nil, 4), d.Validation.AppendSpikes(nil, 0), d.Test.AppendSpikes(nil, 0)} {
		if slices.Equal(other, d.Train.AppendSpikes(nil, 0)) {
			t.Error("two samples are the same")
		}
	}
}
