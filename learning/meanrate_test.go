package learning_test

import (
	"math"
	"strings"
	"testing"

	"sfdfa-actors/learning"
)

// Samples one by one, with N = 4 and r* = 0.2 to start from:
//
//	0.2 + (1 − 0.2)/4 = 0.4,   0.4·3/4 = 0.3,   0.3·3/4 = 0.225,   0.225 + (2 − 0.225)/4 = 0.66875
//
// and a batch of two with 3 spikes: 0.2 + (1.5 − 0.2)·2/4 = 0.85. Reference: Appendix A.1.
func TestMeanRatesByHand(t *testing.T) {
	s := learning.Settings{Regularisation: 0.1, TargetRate: 0.2, RateAverage: 4}
	rate := s.TargetRate
	for sample, step := range []struct {
		spikes int
		want   float64
	}{{1, 0.4}, {0, 0.3}, {0, 0.225}, {2, 0.66875}} {
		if rate = s.MeanRate(rate, step.spikes, 1); math.Abs(rate-step.want) > 1e-15 {
			t.Errorf("mean rate %v after sample %d, want %v", rate, sample, step.want)
		}
	}
	if got := s.MeanRate(0.2, 3, 2); math.Abs(got-0.85) > 1e-15 {
		t.Errorf("mean rate %v after a batch of two, want 0.85", got)
	}
}

// A batch of N samples or more counts alone, and so does each without an average.
func TestMeanRatesOfLargeBatches(t *testing.T) {
	for average, batch := range map[int]int{0: 1, 4: 4, 6: 7} {
		s := learning.Settings{Regularisation: 0.1, RateAverage: average}
		if got, want := s.MeanRate(123, 3, batch), 3/float64(batch); got != want {
			t.Errorf("average over %d samples: mean rate %v after 3 spikes in %d samples, want %v", average, got, batch, want)
		}
	}
}

// Whatever neurons fire, the mean stays between the least and the most that they fired.
func TestMeanRatesStayInBounds(t *testing.T) {
	for _, average := range []int{1, 2, 500, 1 << 40} {
		s := learning.Settings{Regularisation: 1, TargetRate: 1, RateAverage: average}
		rate := s.TargetRate
		for k := range 1000 {
			if rate = s.MeanRate(rate, k*k%4, 1); !(rate >= 0 && rate <= 3) {
				t.Fatalf("average over %d samples: mean rate %v of 0 to 3 spikes", average, rate)
			}
		}
	}
}

func TestRatesAreAveragedForTheRegulariserOnly(t *testing.T) {
	for s, want := range map[learning.Settings]bool{
		{Regularisation: 0.1, RateAverage: 500}: true,
		{Regularisation: 0.1}:                   false,
		{RateAverage: 500}:                      false,
	} {
		if got := s.AveragesRates(); got != want {
			t.Errorf("λ %v and N %d: averages rates %v, want %v", s.Regularisation, s.RateAverage, got, want)
		}
	}
	s := learning.Settings{RateAverage: -1}
	if err := s.Validate(); err == nil || !strings.Contains(err.Error(), "average of rates is over -1 samples, must be at least 0") {
		t.Errorf("error %v, want one about the average of rates", err)
	}
}
