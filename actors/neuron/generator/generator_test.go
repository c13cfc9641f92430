package generator_test

import (
	"math"
	"strings"
	"testing"

	"sfdfa-actors/actors/neuron/generator"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/rng"
)

// times are those of what a generator fires in windows that end at these times.
func times(t *testing.T, p model.Parameters, drive *model.Drive, ends ...float64) (fired []float64) {
	t.Helper()
	m, err := generator.NewModel(p)
	if err != nil {
		t.Fatal(err)
	}
	kernel := m.Float32().(model.WindowKernel[float32])
	state := kernel.Start(drive)
	for _, end := range append(ends, math.Inf(1)) {
		before := kernel.Next(&state)
		spikes := kernel.Advance(&state, nil, nil, drive, end, nil)
		if len(spikes) > 0 && spikes[0].Time != before {
			t.Errorf("the next spike was said to come at %v, not %v", before, spikes[0].Time)
		}
		for _, spike := range spikes {
			fired = append(fired, spike.Time)
		}
	}
	return fired
}

// A generator fires at the times it is given, T_max included and what comes later not, up to its spike cap.
func TestGivenTimes(t *testing.T) {
	drive := &model.Drive{Times: []float64{0, 0.25, 0.25, 1, math.Nextafter(1, 2)}}
	for cap, want := range map[int]int{100: 4, 4: 4, 2: 2} {
		for _, ends := range [][]float64{nil, {0.1, 0.25, 0.5, 1}} {
			got := times(t, model.Parameters{Duration: 1, SpikeCap: cap}, drive, ends...)
			if len(got) != want || got[len(got)-1] != drive.Times[want-1] {
				t.Errorf("spike cap %d, windows to %v: spikes at %v, want the first %d of %v", cap, ends, got, want, drive.Times)
			}
		}
	}
}

// A Poisson process is the same however a sample is cut.
func TestWindowsChangeNoSpike(t *testing.T) {
	drive := &model.Drive{Rate: 300, Gaps: rng.NewSequence(3, rng.Key{Purpose: rng.Drive})}
	p := model.Parameters{Duration: 1, SpikeCap: model.MaxSpikeCap}
	whole, cut := times(t, p, drive), times(t, p, drive, 0.1, 0.11, 0.5, 0.9)
	if len(whole) < 250 || len(whole) != len(cut) {
		t.Fatalf("%d spikes, in windows %d, want some 300", len(whole), len(cut))
	}
	for k := range whole {
		if whole[k] != cut[k] {
			t.Fatalf("spike %d is at %v, in windows at %v", k, whole[k], cut[k])
		}
	}
}

func TestParametersOfGenerators(t *testing.T) {
	for want, p := range map[string]model.Parameters{
		"duration is 0 s":    {SpikeCap: 1},
		"duration is +Inf s": {Duration: math.Inf(1), SpikeCap: 1},
		"spike cap is 0":     {Duration: 1},
	} {
		if _, err := generator.NewModel(p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}
