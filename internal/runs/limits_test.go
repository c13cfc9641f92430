package runs

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/internal/settings"
)

func TestSizes(t *testing.T) {
	for text, want := range map[string]Size{
		"1B": 1, "4GiB": 4 << 30, "500MB": 500e6, "1.5 GB": 1.5e9, "0.5KiB": 512, "10kB": 10e3, "2TiB": 2 << 40, "3TB": 3e12, "7MiB": 7 << 20,
	} {
		if got, err := ParseSize(text); err != nil || got != want {
			t.Errorf("%q: %d, error %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "4", "GiB", "4g", "4Gb", "4gib", "-1GiB", "+1GiB", "0GiB", "0.1B", "1e3MB", "0x4GiB", "InfGiB", "NaNB", "1_000B", "1..5GB", " 4GiB", "4GiB ", "4  GiB", "9999999TiB", "4GiBB",
	} {
		if got, err := ParseSize(text); err == nil || !strings.Contains(err.Error(), "allowed: ") {
			t.Errorf("%q: %d, error %v, want one that says what is allowed", text, got, err)
		}
	}
	for size, want := range map[Size]string{
		0: "0 B", 1023: "1023 B", 1024: "1 KiB", 1536: "1.5 KiB", 1 << 20: "1 MiB", 1<<20 - 1: "1 MiB", 1000 << 20: "1000 MiB", 123456789: "118 MiB", 4 << 30: "4 GiB", 5 << 40: "5 TiB",
	} {
		if got := size.String(); got != want {
			t.Errorf("%d is written %q, want %q", size, got, want)
		}
	}
}

func TestTimes(t *testing.T) {
	for text, want := range map[string]time.Duration{"90m": 90 * time.Minute, "1h30m": 90 * time.Minute, "45s": 45 * time.Second, "250ms": 250 * time.Millisecond} {
		if got, err := ParseTime(text); err != nil || got != want {
			t.Errorf("%q: %v, error %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "90", "0", "0s", "-5m", "m", "1d", "1h 30m", "9999999h"} {
		if got, err := ParseTime(text); err == nil || !strings.Contains(err.Error(), "allowed: ") {
			t.Errorf("%q: %v, error %v, want one that says what is allowed", text, got, err)
		}
	}
}

// What is read as a size is at least one byte, and reads as itself again, but for
// the digits that String leaves out.
func FuzzParseSize(f *testing.F) {
	for _, text := range []string{"4GiB", "500MB", "1.5 GB", "1B", "-1B", "NaNTiB"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		size, err := ParseSize(text)
		if err != nil {
			return
		}
		again, err := ParseSize(size.String())
		if ratio := float64(again) / float64(size); size < 1 || err != nil || ratio < 0.99 || ratio > 1.01 {
			t.Errorf("%q is %d, written %v, which is %d, error %v", text, size, size, again, err)
		}
	})
}

// A run whose time is over stops at the border of a batch, says why, and goes on
// to the digest of one that was never stopped.
func TestTheTimeLimitStopsARunThatGoesOn(t *testing.T) {
	quiet(t)
	want := mustRun(t, few())
	directory := filepath.Join(t.TempDir(), "run")
	stopped, err := Schedule{Keep: 1, Limits: Limits{Time: time.Nanosecond}}.Run(context.Background(), few(), directory, silent{})
	must(t, err)
	if !stopped.Interrupted || stopped.Stopped != StoppedByTime || stopped.Presented != 0 {
		t.Errorf("interrupted %v by %q after %d samples, want by the time limit before the first", stopped.Interrupted, stopped.Stopped, stopped.Presented)
	}
	got, err := Schedule{Keep: 1, Limits: Limits{Time: time.Hour}}.Resume(context.Background(), directory, silent{})
	must(t, err)
	if got.Digest != want.Digest || got.Interrupted || got.Stopped != "" {
		t.Errorf("digest %s, interrupted %v by %q, want %s and nothing", got.Digest, got.Interrupted, got.Stopped, want.Digest)
	}
}

// ballast is an observer that takes memory after the first epoch.
type ballast struct {
	silent
	weight []byte
	size   Size
}

// Epoch implements Observer.
func (b *ballast) Epoch(*Metrics) { b.weight = make([]byte, b.size) }

// A run that exceeds its memory, which the estimate did not see, stops at the
// border of a batch, and can go on.
func TestTheMemoryLimitStopsARunThatGoesOn(t *testing.T) {
	quiet(t)
	want := mustRun(t, few())
	directory := filepath.Join(t.TempDir(), "run")
	limit := liveMemory() + 64<<20
	weight := &ballast{size: 2 * limit}
	stopped, err := Schedule{Keep: 1, Limits: Limits{Memory: limit}}.Run(context.Background(), few(), directory, weight)
	must(t, err)
	if !stopped.Interrupted || stopped.Stopped != StoppedByMemory || stopped.Epochs != 1 {
		t.Errorf("interrupted %v by %q after %d epochs, want by the memory limit after one", stopped.Interrupted, stopped.Stopped, stopped.Epochs)
	}
	weight.weight = nil
	got, err := Schedule{Keep: 1}.Resume(context.Background(), directory, silent{})
	must(t, err)
	if got.Digest != want.Digest {
		t.Errorf("digest %s, want %s", got.Digest, want.Digest)
	}
}

// What would not fit is refused with the figure, before it is built and before its
// directory is made.
func TestWhatWouldNotFitIsRefused(t *testing.T) {
	c := few()
	c.Layers[0] = 2_000_000_000
	directory := filepath.Join(t.TempDir(), "run")
	_, err := Schedule{Keep: 1, Limits: Limits{Memory: 1 << 30}}.Run(context.Background(), c, directory, silent{})
	var config *settings.ConfigError
	if !errors.As(err, &config) {
		t.Fatalf("error %v, want a ConfigError", err)
	}
	for _, part := range []string{"the run needs about ", " TiB (synapses ", "max-memory, 1 GiB"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q, want %q in it", err, part)
		}
	}
	if err := checkDirectory(directory); err != nil {
		t.Error(err)
	}
}

// An interrupted run says that it was a signal.
func TestASignalIsNoLimit(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ctx, guard := Limits{Time: time.Hour, Memory: 1 << 40}.begin(ctx)
	defer guard.release()
	guard.check()
	if ctx.Err() != nil {
		t.Fatalf("stopped by %s", stoppedBy(ctx))
	}
	cancel()
	if got := stoppedBy(ctx); got != StoppedBySignal {
		t.Errorf("stopped by %q, want a signal", got)
	}
}
