package progress

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// The bar of a run says which epoch it is, that of a test by itself does not.
func TestTheBarNamesTheEpochOfARun(t *testing.T) {
	for _, isRun := range []bool{true, false} {
		var out bytes.Buffer
		d := &Display{begun: func() {}, out: &out, columns: 100, pace: pace{now: time.Now}}
		if isRun {
			split := &networktest.Split{}
			d.Started(&settings.Config{Epochs: 7}, &datasets.Dataset{Train: split, Test: split}, "runs/x")
			out.Reset()
		}
		d.Phase(3, messages.Test, 10)
		d.Presented(5)
		if text := out.String(); !strings.Contains(text, "test") || strings.Contains(text, "epoch 3/7") != isRun || strings.Contains(text, "epoch") != isRun {
			t.Errorf("a run %v: the bar is %q", isRun, text)
		}
	}
}

// A sample of training takes 10 ms here, one of a test 1 ms. The rate and the time left are those, and none is
// told before there is time enough to measure it.
func TestThePaceByHand(t *testing.T) {
	now := time.Unix(0, 0)
	p := pace{now: func() time.Time { return now }}
	split := func(n int) datasets.Split { return &networktest.Split{Labels: make([]int, n)} }
	p.start(3, &datasets.Dataset{Train: split(1000), Test: split(500)})
	present := func(n int, each time.Duration) {
		now = now.Add(time.Duration(n) * each)
		p.presented(n)
	}
	p.phase(1, messages.Train, 1000)
	present(50, 10*time.Millisecond)
	if got := p.text(); got != "" {
		t.Errorf("after half a second it says %q, want nothing", got)
	}
	present(450, 10*time.Millisecond)
	// 500 and 2 epochs of 1000 training samples, and 3 tests of 500 samples at the rate of training.
	if got, want := p.text(), ", 100 samples/s, about 40s left"; got != want {
		t.Errorf("half way through the first epoch: %q, want %q", got, want)
	}
	present(500, 10*time.Millisecond)
	p.phase(1, messages.Test, 500)
	present(500, time.Millisecond)
	p.phase(2, messages.Train, 1000)
	present(900, 10*time.Millisecond)
	// 100 and 1000 training samples, 2 tests of half a second.
	if got, want := p.text(), ", 100 samples/s, about 12s left"; got != want {
		t.Errorf("near the end of the second epoch: %q, want %q", got, want)
	}
}

// Where there is no terminal a run that takes long says so now and then.
func TestWithoutATerminalLinesSayHowFarARunIs(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	d := &Display{begun: func() {}, out: &out, pace: pace{now: func() time.Time { return now }}}
	split := &networktest.Split{Labels: make([]int, 100)}
	d.Started(&settings.Config{Epochs: 2}, &datasets.Dataset{Train: split, Test: split}, "runs/x")
	out.Reset()
	d.Phase(1, messages.Train, 100)
	for range 24 {
		now = now.Add(time.Second)
		d.Presented(1)
	}
	want := "epoch 1/2 train: 10 of 100 samples, 1 samples/s, about 6m30s left\nepoch 1/2 train: 20 of 100 samples, 1 samples/s, about 6m20s left\n"
	if got := out.String(); got != want {
		t.Errorf("it prints\n%swant\n%s", got, want)
	}
}
