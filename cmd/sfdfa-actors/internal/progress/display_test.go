package progress

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/internal/runs/watch"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// The bar of a run says which epoch it is, that of a test by itself does not.
func TestTheBarNamesTheEpochOfARun(t *testing.T) {
	for _, isRun := range []bool{true, false} {
		var out bytes.Buffer
		d := &Display{begun: func() {}, out: &out, columns: 100, pace: watch.Pace{Now: time.Now}}
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

// Where there is no terminal a run that takes long says so now and then.
func TestWithoutATerminalLinesSayHowFarARunIs(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	d := &Display{begun: func() {}, out: &out, pace: watch.Pace{Now: func() time.Time { return now }}}
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
