package runs

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/messages"
)

// procsWatcher notes how many CPU cores Go uses at each of its calls.
type procsWatcher struct{ seen map[string]int }

func (w procsWatcher) note(event string) { w.seen[event] = runtime.GOMAXPROCS(0) }

// Started implements Observer.
func (w procsWatcher) Started(*Config, *datasets.Dataset, string) { w.note("start") }

// Phase implements Observer.
func (w procsWatcher) Phase(_ int, part messages.Part, _ int) { w.note("phase " + part.String()) }

// Presented implements Observer.
func (w procsWatcher) Presented(int) { w.note("samples") }

// Epoch implements Observer.
func (w procsWatcher) Epoch(*Metrics) { w.note("epoch") }

// A run uses as many CPU cores as it is told, from its start to its end, and
// leaves the process with as many as it had.
func TestARunUsesTheProcsAskedFor(t *testing.T) {
	quiet(t)
	const before = 2
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(before))
	for procs, want := range map[int]int{1: 1, 3: 3} {
		c := few()
		c.Engine, c.Procs = "actors", procs
		watcher := procsWatcher{map[string]int{}}
		if _, err := Run(context.Background(), c, filepath.Join(t.TempDir(), "run"), watcher); err != nil {
			t.Fatal(err)
		}
		if len(watcher.seen) != 5 {
			t.Errorf("procs %d: seen %v, want 5 kinds of events", procs, watcher.seen)
		}
		for event, got := range watcher.seen {
			if got != want {
				t.Errorf("procs %d: %d at event %q, want %d", procs, got, event, want)
			}
		}
		if after := runtime.GOMAXPROCS(0); after != before {
			t.Errorf("procs %d: %d after the run, want the %d before it", procs, after, before)
		}
	}
}

// Engine and transport are those asked for: the reference sends no envelopes,
// the spike transport more than the packet transport; the results are the same.
func TestEngineAndTransportAreThoseAskedFor(t *testing.T) {
	quiet(t)
	envelopes := func(engine, transport string) (int64, string) {
		c := few()
		c.Engine, c.Transport = engine, transport
		summary := mustRun(t, c)
		return summary.Last.Traffic.Envelopes, summary.Digest
	}
	none, digest := envelopes("reference", "packet")
	packets, packetDigest := envelopes("actors", "packet")
	spikes, spikeDigest := envelopes("actors", "spike")
	if none != 0 || packets == 0 || spikes <= packets {
		t.Errorf("%d envelopes by the reference, %d with packets, %d with spikes; want 0, some and more", none, packets, spikes)
	}
	if packetDigest != digest || spikeDigest != digest {
		t.Errorf("digests %s, %s and %s, want one", digest, packetDigest, spikeDigest)
	}
}

// Data are looked for in the data directory.
func TestDataAreLookedForInTheDataDirectory(t *testing.T) {
	c := Defaults("mnist", "sfdfa")
	c.DataDir = filepath.Join(t.TempDir(), "an-empty-place")
	_, err := open(&c)
	if !errors.Is(err, datasets.ErrMissing) || !strings.Contains(err.Error(), "an-empty-place") {
		t.Errorf("error %v, want ErrMissing that names the directory", err)
	}
}
