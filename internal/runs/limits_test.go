package runs

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// A run whose time is over stops at the border of a batch, says why, and goes on
// to the digest of one that was never stopped.
func TestTheTimeLimitStopsARunThatGoesOn(t *testing.T) {
	want := mustRun(t, few())
	directory := filepath.Join(t.TempDir(), "run")
	stopped, err := Schedule{Keep: 1, Limits: limits.Limits{Time: time.Nanosecond}}.Run(context.Background(), few(), directory, silent{})
	must(t, err)
	if !stopped.Interrupted || stopped.Stopped != limits.StoppedByTime || stopped.Presented != 0 {
		t.Errorf("interrupted %v by %q after %d samples, want by the time limit before the first", stopped.Interrupted, stopped.Stopped, stopped.Presented)
	}
	got, err := Schedule{Keep: 1, Limits: limits.Limits{Time: time.Hour}}.Resume(context.Background(), directory, silent{})
	must(t, err)
	if got.Digest != want.Digest || got.Interrupted || got.Stopped != "" {
		t.Errorf("digest %s, interrupted %v by %q, want %s and nothing", got.Digest, got.Interrupted, got.Stopped, want.Digest)
	}
}

// ballast is an observer that takes memory after the first epoch.
type ballast struct {
	silent
	weight []byte
	size   limits.Size
}

// Epoch implements Observer.
func (b *ballast) Epoch(*record.Metrics) { b.weight = make([]byte, b.size) }

// A run that exceeds its memory, which the estimate did not see, stops at the
// border of a batch, and can go on.
func TestTheMemoryLimitStopsARunThatGoesOn(t *testing.T) {
	want := mustRun(t, few())
	directory := filepath.Join(t.TempDir(), "run")
	limit := limits.LiveMemory() + 64<<20
	weight := &ballast{size: 2 * limit}
	stopped, err := Schedule{Keep: 1, Limits: limits.Limits{Memory: limit}}.Run(context.Background(), few(), directory, weight)
	must(t, err)
	if !stopped.Interrupted || stopped.Stopped != limits.StoppedByMemory || stopped.Epochs != 1 {
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
	_, err := Schedule{Keep: 1, Limits: limits.Limits{Memory: 1 << 30}}.Run(context.Background(), c, directory, silent{})
	var config *settings.ConfigError
	if !errors.As(err, &config) {
		t.Fatalf("error %v, want a ConfigError", err)
	}
	for _, part := range []string{"the run needs about ", " TiB (synapses ", "max-memory, 1 GiB"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q, want %q in it", err, part)
		}
	}
	if err := record.AcceptDirectory(directory); err != nil {
		t.Error(err)
	}
}

// An interrupted run says that it was a signal.
func TestASignalIsNoLimit(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	ctx, guard := limits.Limits{Time: time.Hour, Memory: 1 << 40}.Begin(ctx)
	defer guard.Release()
	guard.Look()
	if ctx.Err() != nil {
		t.Fatalf("stopped by %s", limits.StoppedBy(ctx))
	}
	cancel()
	if got := limits.StoppedBy(ctx); got != limits.StoppedBySignal {
		t.Errorf("stopped by %q, want a signal", got)
	}
}

// stammering are samples of a part in which every spike comes many times.
type stammering struct{ datasets.Split }

func (s stammering) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	for _, spike := range s.Split.AppendSpikes(nil, i) {
		dst = append(dst, slices.Repeat([]messages.Spike{spike}, 40)...)
	}
	return dst
}

// A network becomes far louder than it was when its memory was estimated: a batch of it takes more than there may be.
// It is given up, on both engines, and what was saved before stays.
func TestABatchThatTakesTooMuchMemoryIsGivenUp(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some hundred megabytes")
	}
	for _, engine := range []string{"actors", "reference"} {
		c := settings.Defaults("patterns", "sfdfa")
		c.Engine, c.Layers, c.HiddenWeights, c.Batch, c.Epochs, c.TrainLimit, c.TestLimit = engine, []int{1500}, []float64{0, 0.03}, 100, 1, 200, 10
		inUse()
		limit := limits.LiveMemory() + 80<<20
		_, err := Schedule{Keep: 1, Limits: limits.Limits{Memory: limit}, prepare: func(s *testbed) {
			s.parts[messages.Train] = stammering{s.parts[messages.Train]}
		}}.Run(t.Context(), c, filepath.Join(t.TempDir(), "run"), silent{})
		var tooMuch *limits.ExcessError
		if !errors.As(err, &tooMuch) || tooMuch.Limit != limit || !strings.Contains(err.Error(), "there is no checkpoint yet") {
			t.Errorf("%s: error %v, want one that names the limit and says what is safe", engine, err)
		}
	}
}

// A number of inputs with which nothing fits is refused before the data are made.
func TestTooManyInputsAreRefusedAtOnce(t *testing.T) {
	c := settings.Defaults("patterns", "sfdfa")
	c.Inputs, c.Layers, c.InDegree = 1_000_000_000, []int{10}, []int{10}
	before := new(runtime.MemStats)
	runtime.ReadMemStats(before)
	_, err := Schedule{Keep: 1, Limits: limits.Limits{Memory: 1 << 30}}.Run(t.Context(), c, filepath.Join(t.TempDir(), "run"), silent{})
	after := new(runtime.MemStats)
	runtime.ReadMemStats(after)
	var config *settings.ConfigError
	if !errors.As(err, &config) || !strings.Contains(err.Error(), "allowed: up to max-memory") {
		t.Errorf("error %v, want one that names the limit", err)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 16<<20 {
		t.Errorf("%v were taken before the refusal", limits.Size(took))
	}
}
