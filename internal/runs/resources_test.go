package runs

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/actors/system"
	"sfdfa-actors/datasets"
)

// A run's neurons are worked on by as many CPU cores as it is told, and it leaves
// the process with as many as it had.
func TestARunUsesTheCPUCoresAskedFor(t *testing.T) {
	const before = 2
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(before))
	for procs, want := range map[int]int{0: before, 1: 1, 3: 3} {
		c := few()
		c.Engine, c.Procs = "actors", procs
		stage, err := newStage(context.Background(), &c, &origin{}, Limits{}, Machines{})
		if err != nil {
			t.Fatal(err)
		}
		profile, err := stage.engine.(*system.Engine).Profile(func() time.Duration { return 0 }, func() error { return nil })
		if err != nil || profile.Workers != want {
			t.Errorf("procs %d: %d workers, want %d; error %v", procs, profile.Workers, want, err)
		}
		must(t, stage.close())
		if after := runtime.GOMAXPROCS(0); after != before {
			t.Errorf("procs %d: %d CPU cores for Go after the run, want the %d before it", procs, after, before)
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
