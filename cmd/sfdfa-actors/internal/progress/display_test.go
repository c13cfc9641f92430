package progress

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

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
		now := time.Unix(0, 0)
		d := &Display{begun: func() {}, out: &out, columns: func() int { return 100 }, pace: watch.Pace{Now: func() time.Time { return now }}}
		if isRun {
			split := &networktest.Split{}
			d.Started(&settings.Config{Epochs: 7}, &datasets.Dataset{Train: split, Test: split}, "runs/x")
			out.Reset()
		}
		d.Phase(3, messages.Test, 10)
		now = now.Add(time.Second)
		d.Presented(make([]messages.Outcome, 5))
		if text := out.String(); !strings.Contains(text, "test") || strings.Contains(text, "epoch 3/7") != isRun || strings.Contains(text, "epoch") != isRun {
			t.Errorf("a run %v: the bar is %q", isRun, text)
		}
		out.Reset()
		d.Close()
		if text := out.String(); strings.Trim(text, " \r") != "" || len(text) < 30 {
			t.Errorf("a run %v: what clears the bar is %q", isRun, text)
		}
	}
}

// Two bars by hand, 10 of 100 training samples into the second of 2 epochs with 100 samples for tests: 210 of 400.
// 190 are left, at 10 in a second. No line is as wide as the terminal.
func TestBarsFitTheTerminal(t *testing.T) {
	now := time.Unix(0, 0)
	d := &Display{begun: func() {}, out: &bytes.Buffer{}, pace: watch.Pace{Now: func() time.Time { return now }}}
	split := &networktest.Split{Labels: make([]int, 100)}
	d.Started(&settings.Config{Epochs: 2}, &datasets.Dataset{Train: split, Test: split}, "runs/x")
	d.Phase(2, messages.Train, 100)
	now = now.Add(time.Second)
	d.Presented(make([]messages.Outcome, 10))
	for columns, want := range map[int]string{
		140: "run █████████████░░░░░░░░░░░  52 %  epoch 2/2 train ██░░░░░░░░░░░░░░░░░░░░░░  10 %  100.0 % right  10 samples/s  19s left",
		80:  "run █████░░░░░  52 %  epoch 2/2 train █░░░░░░░░░  10 %  100.0 % right  19s left",
		64:  "run █████░░░░  52 %  epoch 2/2 train █░░░░░░░░  10 %  19s left",
		40:  "███████░░░░░░░  2/2 █░░░░░░░░░░░░░  19s",
		20:  "█████░░░░ █░░░░░░░░",
	} {
		if got := d.bars(columns); got != want {
			t.Errorf("%d columns: %q, want %q", columns, got, want)
		}
	}
	for columns := 10; columns < 200; columns++ {
		if n := utf8.RuneCountInString(d.bars(columns)); n >= columns {
			t.Errorf("%d columns: a line of %d", columns, n)
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
	for n := range 64 {
		now = now.Add(time.Second)
		d.Presented([]messages.Outcome{{Prediction: max(0, 15-n)}}) // the first 15 are wrong
	}
	want := "epoch 1/2 train: 30 of 100 samples, 8 % of the run, of late 50.0 % right, 1 samples/s, about 6m10s left\n" +
		"epoch 1/2 train: 60 of 100 samples, 15 % of the run, of late 75.0 % right, 1 samples/s, about 5m40s left\n"
	if got := out.String(); got != want {
		t.Errorf("it prints\n%swant\n%s", got, want)
	}
}
