package cochlea

import (
	"math"
	"slices"
	"testing"
)

// at is a spike of a train in frames.
type at struct {
	which int
	frame float64
}

func fire(t *testing.T, name string, p unitParameters, drive []float64) (spikes []at) {
	t.Helper()
	u, err := named(units, func(u unit) string { return u.name }, "unit", name)
	if err != nil {
		t.Fatal(err)
	}
	u.fire(p, drive, func(which int, frame float64) {
		if which < 0 || which >= u.inputs {
			t.Fatalf("%s: train %d of %d", name, which, u.inputs)
		}
		spikes = append(spikes, at{which, frame})
	})
	return spikes
}

func constant(d float64, frames int) []float64 { return slices.Repeat([]float64{d}, frames) }

// A potential that follows τ·dv/dt = d reaches ϑ every τ·ϑ/d.
func TestIntegrateFiresInProportionToTheDrive(t *testing.T) {
	p := unitParameters{threshold: 0.5, timeConstant: 100}
	for _, d := range []float64{0.5, 1, 2, 4} {
		spikes := fire(t, "integrate", p, constant(d, 1005))
		interval := p.timeConstant * p.threshold / d
		if want := int(math.Floor(1005 / interval)); len(spikes) != want {
			t.Errorf("drive %v: %d spikes, want %d", d, len(spikes), want)
		}
		for k, spike := range spikes {
			if want := float64(k+1) * interval; !close(spike.frame, want, 1e-9) {
				t.Errorf("drive %v: spike %d at %v, want %v", d, k, spike.frame, want)
			}
		}
	}
}

// With a leak, ϑ is first reached at τ·ln(d/(d − ϑ)); a drive of ϑ or less
// never reaches it.
func TestLeakyFiresAboveItsThresholdOnly(t *testing.T) {
	p := unitParameters{threshold: 0.5, timeConstant: 100}
	if spikes := fire(t, "leaky", p, constant(0.499, 10000)); len(spikes) != 0 {
		t.Errorf("%d spikes below the threshold, want none", len(spikes))
	}
	for _, d := range []float64{0.6, 1, 2} {
		spikes := fire(t, "leaky", p, constant(d, 1005))
		// Between frames the potential is taken to be straight: hence the tolerance.
		if want := 100 * math.Log(d/(d-0.5)); len(spikes) == 0 || math.Abs(spikes[0].frame-want) > 0.01 {
			t.Errorf("drive %v: spikes %v, want the first at %v", d, spikes, want)
		}
	}
}

// However low the threshold, a train fires once a frame, and a burst of drive
// does not echo for long.
func TestUnitsFireAtMostOnceAFrame(t *testing.T) {
	drive := append(constant(1e6, 50), constant(0, 50)...)
	for _, name := range Units() {
		spikes := fire(t, name, unitParameters{threshold: 1e-3, timeConstant: 10}, drive)
		count := map[at]int{}
		for _, spike := range spikes {
			count[at{spike.which, math.Floor(spike.frame)}]++
		}
		if len(spikes) < 50 || len(spikes) > 101 {
			t.Errorf("%s: %d spikes in 100 frames, 50 of them with a drive", name, len(spikes))
		}
		if name != "crossings" && len(spikes) > 52 {
			t.Errorf("%s: %d spikes for 50 frames of drive", name, len(spikes))
		}
	}
}

// A ramp up and down by 1 crosses 4 levels of 0.25 each way, and a constant none.
func TestCrossingsOfARamp(t *testing.T) {
	var drive []float64
	for n := range 101 {
		drive = append(drive, float64(n)/100)
	}
	drive = append(drive, constant(1, 50)...)
	for n := range 101 {
		drive = append(drive, 1-float64(n)/100)
	}
	got := fire(t, "crossings", unitParameters{threshold: 0.25}, drive)
	want := []at{{0, 26}, {0, 51}, {0, 76}, {0, 101}, {1, 177}, {1, 202}, {1, 227}, {1, 252}}
	if len(got) != len(want) {
		t.Fatalf("spikes %v, want %v", got, want)
	}
	for i := range want {
		if got[i].which != want[i].which || math.Abs(got[i].frame-want[i].frame) > 1e-9 {
			t.Errorf("spike %d is %v, want %v", i, got[i], want[i])
		}
	}
}

func TestSilenceAndUnitNames(t *testing.T) {
	for _, name := range Units() {
		if spikes := fire(t, name, unitParameters{threshold: 0.1, timeConstant: 10}, constant(0, 100)); len(spikes) != 0 {
			t.Errorf("%s fires %v without a drive", name, spikes)
		}
	}
	if want := []string{"integrate", "leaky", "crossings"}; !slices.Equal(Units(), want) {
		t.Errorf("units %v, want %v", Units(), want)
	}
}
