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

// withBare gives repeats what the bare loop got beside each of them.
func withBare(repeats []Repeat, speedUps ...float64) []Repeat {
	for i := range repeats {
		others := float64(i)
		repeats[i].BareSpeedUp, repeats[i].CPUSeconds, repeats[i].Others = speedUps[i], 2*repeats[i].Seconds, &others
	}
	return repeats
}

// A point whose bare loop, by the median, got less than 85 % of its CPU cores says so.
func TestPointsThatTheMachineDidNotGiveAreMarked(t *testing.T) {
	s := Series{Kind: Weak, Points: []Point{
		{CPUCores: 1, Synapses: 50, Repeats: withBare(seconds(8, 10, 9), 1, 1, 1)},
		{CPUCores: 2, Synapses: 50, Repeats: withBare(seconds(6, 4, 5), 1.2, 1.71, 2)},
		{CPUCores: 4, Synapses: 50, Repeats: withBare(seconds(3, 2, 3), 1.9, 3.39, 4)},
	}}
	s.derive()
	for i, want := range []struct {
		bare, cpu float64
		notGiven  bool
	}{{1, 18, false}, {1.71, 10, false}, {3.39, 6, true}} {
		p := s.Points[i]
		if p.BareSpeedUp != want.bare || p.CPUSeconds != want.cpu || p.NotGiven != want.notGiven || p.Others == nil || *p.Others != 1 {
			t.Errorf("%d CPU cores: bare loop %v, %v s of CPU time, not given %t, others %v; want %v, %v, %t and 1",
				p.CPUCores, p.BareSpeedUp, p.CPUSeconds, p.NotGiven, p.Others, want.bare, want.cpu, want.notGiven)
		}
	}
	s.Points[1].Repeats[0].Others = nil
	s.Points[1].Others = nil
	s.derive()
	if s.Points[1].Others != nil {
		t.Errorf("others %v of a repeat in which they were not measured", *s.Points[1].Others)
	}
}

// 10 s of work on 1 CPU core. On 2, one waits 0.5 s for the other, and work takes 10.38 s: σ = 0.5/10, and the other 9.5 s
// have become 9.88, which is 1 + γ/2 times as much: γ = 0.08. On 4 CPU cores that is 1/(0.05 + 0.95·1.06/4).
func TestMoreCPUCoresOnPaperByHand(t *testing.T) {
	s := Series{Kind: Strong, Points: []Point{
		{CPUCores: 1, Profile: Breakdown{Workers: 1, Integrate: 6, Learn: 2, Route: 1, Mailbox: 1}, SpeedUp: Spread{Median: 1}},
		{CPUCores: 2, Profile: Breakdown{Workers: 2, Integrate: 6.28, Learn: 2.1, Route: 1, Mailbox: 1, Idle: 0.5}, SpeedUp: Spread{Median: 1.8}},
		{CPUCores: 3, NotGiven: true, SpeedUp: Spread{Median: 1.9}},
		{CPUCores: 8, Oversubscribed: true},
	}}
	s.project()
	p := s.Projection
	if p.FromCPUCores != 2 || !near(p.Serial, 0.05) || math.Abs(p.Remote-0.08) > 1e-12 {
		t.Fatalf("projection %+v, want σ 0.05 and γ 0.08", p)
	}
	want := []Projected{
		{1, 1, 1}, {2, 1 / (0.05 + 0.95*1.04/2), 1.8}, {3, 1 / (0.05 + 0.95*(1+0.16/3)/3), 1.9}, {4, 1 / (0.05 + 0.95*1.06/4), 0},
		{8, 1 / (0.05 + 0.95*1.07/8), 0}, {16, 1 / (0.05 + 0.95*1.075/16), 0}, {32, 1 / (0.05 + 0.95*1.0775/32), 0}, {64, 1 / (0.05 + 0.95*1.07875/64), 0},
	}
	if len(p.Points) != len(want) {
		t.Fatalf("points %+v, want %+v", p.Points, want)
	}
	for i, got := range p.Points {
		if got.CPUCores != want[i].CPUCores || math.Abs(got.SpeedUp-want[i].SpeedUp) > 1e-9 || got.Measured != want[i].Measured {
			t.Errorf("%+v, want %+v", got, want[i])
		}
	}
}

// Without waiting and with steps as long as before the speed-up is the number of CPU cores; without two numbers of CPU cores that the
// machine has given, nothing is said.
func TestWhatCannotBeProjectedIsNot(t *testing.T) {
	profile := func(cores, work float64) Point {
		return Point{CPUCores: int(cores), Profile: Breakdown{Workers: int(cores), Integrate: work}}
	}
	ideal := Series{Kind: Strong, Points: []Point{profile(1, 10), profile(2, 9.9)}}
	ideal.project()
	if p := ideal.Projection; p == nil || p.Points[len(p.Points)-1] != (Projected{CPUCores: 64, SpeedUp: 64}) {
		t.Errorf("projection %+v, want as many times as CPU cores", p)
	}
	few := profile(2, 10)
	few.NotGiven = true
	for name, s := range map[string]Series{
		"weak":           {Kind: Weak, Points: []Point{profile(1, 10), profile(2, 10)}},
		"from 2":         {Kind: Strong, Points: []Point{profile(2, 10), profile(4, 10)}},
		"1 only":         {Kind: Strong, Points: []Point{profile(1, 10)}},
		"none was given": {Kind: Strong, Points: []Point{profile(1, 10), few}},
	} {
		if s.project(); s.Projection != nil {
			t.Errorf("%s: projection %+v, want none", name, s.Projection)
		}
	}
}

// The picture has a line for the estimate up to the most CPU cores that were asked for, and none without an estimate.
func TestThePictureShowsTheEstimate(t *testing.T) {
	s := Series{Kind: Strong, Points: []Point{
		{CPUCores: 1, SpeedUp: Spread{1, 1, 1}, Profile: Breakdown{Workers: 1, Integrate: 10}},
		{CPUCores: 2, SpeedUp: Spread{1.8, 1.7, 1.9}, Profile: Breakdown{Workers: 2, Integrate: 10.5, Idle: 0.5}},
	}}
	for _, want := range []bool{false, true} {
		picture, err := svgOf(&Report{Procs: []int{1, 2}, Studies: []Series{s}})
		if got := strings.Contains(string(picture), "estimated by profiles"); err != nil || got != want {
			t.Errorf("the estimate is in the picture: %t, error %v; want %t", got, err, want)
		}
		s.project()
	}
}
