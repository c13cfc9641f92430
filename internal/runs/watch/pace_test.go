package watch

import (
	"testing"
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// A sample of training takes 10 ms here, one of a test 1 ms. The rate and the time left are those, and none is
// told before there is time enough to measure it.
func TestThePaceByHand(t *testing.T) {
	now := time.Unix(0, 0)
	p := Pace{Now: func() time.Time { return now }}
	split := func(n int) datasets.Split { return &networktest.Split{Labels: make([]int, n)} }
	p.Start(3, &datasets.Dataset{Train: split(1000), Test: split(500)})
	present := func(n int, each time.Duration) {
		now = now.Add(time.Duration(n) * each)
		p.Presented(make([]messages.Outcome, n))
	}
	p.Phase(1, messages.Train, 1000)
	present(50, 10*time.Millisecond)
	if got := p.Text(); got != "" {
		t.Errorf("after half a second it says %q, want nothing", got)
	}
	present(450, 10*time.Millisecond)
	// 500 and 2 epochs of 1000 training samples, and 3 tests of 500 samples at the rate of training.
	if got, want := p.Text(), ", 100 samples/s, about 40s left"; got != want {
		t.Errorf("half way through the first epoch: %q, want %q", got, want)
	}
	present(500, 10*time.Millisecond)
	p.Phase(1, messages.Test, 500)
	present(500, time.Millisecond)
	p.Phase(2, messages.Train, 1000)
	present(900, 10*time.Millisecond)
	// 100 and 1000 training samples, 2 tests of half a second.
	if got, want := p.Text(), ", 100 samples/s, about 12s left"; got != want {
		t.Errorf("near the end of the second epoch: %q, want %q", got, want)
	}
}

// The accuracy is that of the last samples of a phase, 500 to 1,000 of them once there are so many: by hand, the first 600 are
// wrong and all others right.
func TestTheAccuracyIsOfTheLastSamples(t *testing.T) {
	p := Pace{Now: time.Now}
	p.Phase(1, messages.Train, 3000)
	if got := p.Accuracy(); got != "" {
		t.Errorf("before the first sample it says %q, want nothing", got)
	}
	done := 0
	for _, test := range []struct {
		until int
		want  string
	}{{600, "0.0 % right"}, {1000, "40.0 % right"}, {1001, "80.0 % right"}, {1500, "90.0 % right"}, {1501, "100.0 % right"}} {
		for ; done < test.until; done++ {
			outcome := messages.Outcome{Prediction: 1}
			if done >= 600 {
				outcome.Label = 1
			}
			p.Presented([]messages.Outcome{outcome})
		}
		if got := p.Accuracy(); got != test.want {
			t.Errorf("after %d samples: %q, want %q", done, got, test.want)
		}
	}
	p.Phase(2, messages.Train, 3000)
	if got := p.Accuracy(); got != "" {
		t.Errorf("in the next phase it says %q, want nothing", got)
	}
}
