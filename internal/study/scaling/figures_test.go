package scaling

import (
	"math"
	"strings"
	"testing"
)

// seconds are repeats of 10 samples each, with 100 messages, 20 envelopes and
// 1000 synaptic events, presented in half the time.
func seconds(values ...float64) []Repeat {
	var repeats []Repeat
	for _, s := range values {
		repeats = append(repeats, Repeat{Samples: 10, Seconds: s, Messages: 100, Envelopes: 20, SynapticEvents: 1000, PresentSeconds: s / 2})
	}
	return repeats
}

func near(x, y float64) bool { return math.Abs(x-y) < 1e-12*math.Abs(y) }

func TestStrongScalingByHand(t *testing.T) {
	s := Series{Kind: Strong, RelativeTo: 1, Points: []Point{
		{CPUCores: 1, Synapses: 50, Repeats: seconds(8, 10, 9)},
		{CPUCores: 2, Synapses: 50, Repeats: seconds(6, 4, 5)},
		{CPUCores: 4, Synapses: 50, Repeats: seconds(3, 2, 3, 4)},
	}}
	s.derive()
	for i, want := range []struct {
		time, speedUp Spread
		efficiency    float64
	}{
		{Spread{9, 8, 10}, Spread{1, 9. / 10, 9. / 8}, 1},
		{Spread{5, 4, 6}, Spread{9. / 5, 9. / 6, 9. / 4}, 0.9},
		{Spread{3, 2, 4}, Spread{3, 9. / 4, 9. / 2}, 0.75},
	} {
		p := s.Points[i]
		if p.Time != want.time || p.SpeedUp != want.speedUp || !near(p.Efficiency, want.efficiency) {
			t.Errorf("%d CPU cores: time %v, speed-up %v, efficiency %v, want %v, %v and %v",
				p.CPUCores, p.Time, p.SpeedUp, p.Efficiency, want.time, want.speedUp, want.efficiency)
		}
	}
	p := s.Points[1]
	got := []float64{p.SamplesPerSecond, p.MessagesPerSecond, p.EnvelopesPerSecond, p.SynapticEventsPerSecond, p.PresentSamplesPerSecond}
	for i, want := range []float64{10. / 5, 100. / 5, 20. / 5, 1000. / 5, 10 / 2.5} {
		if !near(got[i], want) {
			t.Errorf("rates %v, want the %d. to be %v", got, i+1, want)
		}
	}
}

// Weak scaling: the same time for the work of p CPU cores is ideal. And a list
// that starts at 2 CPU cores compares with those.
func TestWeakScalingByHand(t *testing.T) {
	s := Series{Kind: Weak, RelativeTo: 2, Points: []Point{
		{CPUCores: 2, Synapses: 200, Repeats: seconds(5, 5, 5)},
		{CPUCores: 4, Synapses: 400, Repeats: seconds(5, 5, 5)},
		{CPUCores: 8, Synapses: 800, Repeats: seconds(8, 10, 20)},
		{CPUCores: 16, Synapses: 1500, Repeats: seconds(5, 5, 5)}, // less than 16 ÷ 2 times the work
	}}
	s.derive()
	for i, want := range []struct{ speedUp, efficiency float64 }{{1, 1}, {2, 1}, {2, 0.5}, {7.5, 7.5 / 8}} {
		p := s.Points[i]
		if !near(p.SpeedUp.Median, want.speedUp) || !near(p.Efficiency, want.efficiency) {
			t.Errorf("%d CPU cores: scaled speed-up %v and efficiency %v, want %v and %v",
				p.CPUCores, p.SpeedUp.Median, p.Efficiency, want.speedUp, want.efficiency)
		}
	}
}

func TestMedianIsTheMiddle(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   Spread
	}{
		{[]float64{7}, Spread{7, 7, 7}},
		{[]float64{3, 1, 2}, Spread{2, 1, 3}},
		{[]float64{4, 1, 3, 10}, Spread{3.5, 1, 10}},
		{[]float64{5, 5, 1, 9, 8}, Spread{5, 1, 9}},
	} {
		if got := newSpread(test.values); got != test.want {
			t.Errorf("spread of %v: %v, want %v", test.values, got, test.want)
		}
	}
}

// A network that learned something else on more CPU cores is a failure, not a
// speed-up. Networks of weak scaling are different ones anyway.
func TestDigestsOfStrongScalingMustBeEqual(t *testing.T) {
	points := []Point{{CPUCores: 1, Digest: "aa"}, {CPUCores: 4, Digest: "bb"}}
	err := (&Series{Kind: Strong, Points: points}).check()
	if err == nil || !strings.Contains(err.Error(), "aa") || !strings.Contains(err.Error(), "on 4 bb") {
		t.Errorf("error %v, want one that names both digests", err)
	}
	if err := (&Series{Kind: Weak, Points: points}).check(); err != nil {
		t.Error(err)
	}
	points[1].Digest = "aa"
	if err := (&Series{Kind: Strong, Points: points}).check(); err != nil {
		t.Error(err)
	}
}
