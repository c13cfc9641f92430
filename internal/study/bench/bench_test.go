package bench

import (
	"errors"
	"math"
	"testing"

	"sfdfa-actors/internal/settings"
)

// Every figure of a bench is measured, in as many rounds as were asked for; those that
// need a dense population are left out without one.
func TestBenchMeasuresAllItsFigures(t *testing.T) {
	for _, dense := range []bool{true, false} {
		c := settings.Defaults("yinyang", "sfdfa")
		c.Layers, c.Batch = []int{12}, 7
		if !dense {
			c.InDegree = []int{2}
		}
		rounds := 0
		study := Study{Rounds: 3, Samples: 60, Progress: func(done, _ int) { rounds = done }}
		r, err := study.Run(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.SpeedupByRound) != 3 || r.Procs > 1 && len(r.RoundTripsByRound) != 3 {
			t.Errorf("dense %v: speed-ups of %d rounds, round trips of %d, want 3 on %d CPU cores", dense, len(r.SpeedupByRound), len(r.RoundTripsByRound), r.Procs)
		}
		for i, speedup := range r.SpeedupByRound {
			if !(speedup > 0) || r.Procs > 1 && !(r.RoundTripsByRound[i] > 0) {
				t.Errorf("dense %v: round %d has the speed-up %v and the round trips %v, must be positive", dense, i, speedup, r.RoundTripsByRound)
			}
		}
		if r.SpeedupTwoProcs != median(r.SpeedupByRound) || r.Procs > 1 && r.RoundTrip != median(r.RoundTripsByRound) {
			t.Errorf("dense %v: speed-up %v and round trip %v, want the medians of %v and %v", dense, r.SpeedupTwoProcs, r.RoundTrip, r.SpeedupByRound, r.RoundTripsByRound)
		}
		if by := r.MachineSpeedupByRound; dense && (len(by) != 3 || r.MachineSpeedup != median(by)) || !dense && by != nil {
			t.Errorf("dense %v: the machine's speed-up is %v, by round %v, want the median of 3 for dense populations only", dense, r.MachineSpeedup, by)
		}
		if rounds != 3 {
			t.Errorf("dense %v: %d rounds, want 3", dense, rounds)
		}
		for name, figure := range map[string]float64{
			"actors over reference": r.ActorsOverReference, "on one CPU core": r.ActorsOverReferenceOneProc,
			"uncoalesced": r.ActorsOverReferenceUncoalesced, "goroutines": r.GoroutineTimeOverPool, "speed-up": r.SpeedupTwoProcs,
			"speed-up of the reference": r.ReferenceSpeedupTwoProcs, "samples a second": r.SamplesPerSecond,
			"reference's": r.ReferenceSamplesPerSecond, "presenting": r.PresentSamplesPerSecond,
			"online": r.OnlineSamplesPerSecond, "online over reference": r.OnlineOverReference,
		} {
			if !(figure > 0) || math.IsInf(figure, 0) {
				t.Errorf("dense %v: %s is %v, must be positive", dense, name, figure)
			}
		}
		if math.IsNaN(r.SilentNeuron) || math.IsInf(r.SilentNeuron, 0) || r.SilentNeuron == 0 { // below 0 on a busy machine
			t.Errorf("dense %v: a silent neuron takes %v ns", dense, r.SilentNeuron)
		}
		for name, figure := range map[string]float64{
			"speed-up of the machine": r.MachineSpeedup, "reference over limit": r.ReferenceOverLimitForward,
		} {
			if figure > 0 != dense {
				t.Errorf("dense %v: %s is %v, must be positive for dense populations only", dense, name, figure)
			}
		}
	}
}

// A cache line takes some time to another CPU core, if there is one, and the measurement ends.
func TestARoundTripTakesTime(t *testing.T) {
	for procs, possible := range map[int]bool{1: false, 2: true, 5: true} {
		got := 0.0
		_ = Confined(procs, func() error { got = roundTrip(); return nil }) // which can't fail
		if got > 0 != possible || math.IsInf(got, 0) {
			t.Errorf("%d CPU cores: %v ns, want more than 0 if there are others", procs, got)
		}
	}
}

func TestMedianByHand(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   float64
	}{
		{[]float64{7}, 7}, {[]float64{3, 1, 2}, 2}, {[]float64{2, 1}, 1.5}, {[]float64{8, 1, 7, 2, 6, 3, 5, 4}, 4.5},
	} {
		if got := median(test.values); got != test.want {
			t.Errorf("median of %v is %v, want %v", test.values, got, test.want)
		}
	}
}

// A bench needs the actors, whatever engine the settings name.
func TestABenchRefusesRulesThatActorsCannotRun(t *testing.T) {
	var config *settings.ConfigError
	if _, err := (Study{Rounds: 1, Samples: 1}).Run(t.Context(), settings.Defaults("yinyang", "bp")); !errors.As(err, &config) {
		t.Errorf("error %v, want a ConfigError", err)
	}
}
