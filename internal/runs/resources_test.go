package runs

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/runs/networkspec"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
)

// A run's neurons are worked on by as many CPU cores as it is told, and it leaves
// the process with as many as it had.
func TestARunUsesTheCPUCoresAskedFor(t *testing.T) {
	const before = 2
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(before))
	for procs, want := range map[int]int{0: before, 1: 1, 3: 3} {
		c := few()
		c.Engine, c.Procs = "actors", procs
		testbed, err := newTestbed(context.Background(), &c, &startingPoint{}, limits.Limits{}, Machines{})
		if err != nil {
			t.Fatal(err)
		}
		profile, err := testbed.engine.(*system.Engine).Profile(func() time.Duration { return 0 }, func() error { return nil })
		if err != nil || profile.Workers != want {
			t.Errorf("procs %d: %d workers, want %d; error %v", procs, profile.Workers, want, err)
		}
		must(t, testbed.close())
		if after := runtime.GOMAXPROCS(0); after != before {
			t.Errorf("procs %d: %d CPU cores for Go after the run, want the %d before it", procs, after, before)
		}
	}
}

// Engine and transport are those asked for: the reference sends no envelopes,
// the spike transport more than the packet transport; the results are the same.
func TestEngineAndTransportAreThoseAskedFor(t *testing.T) {
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

// With goroutines there is one for each neuron while the network stands, in this process and on workers.
func TestTheSchedulerIsTheOneAskedFor(t *testing.T) {
	const neurons = 300
	goroutines := func(scheduler string) (most int, digest string) {
		c := few()
		c.Layers, c.InDegree, c.Density, c.HiddenThreshold = []int{neurons}, []int{}, []float64{}, []float64{0.02}
		c.Engine, c.Scheduler = "actors", scheduler
		s := Schedule{Keep: 1, prepare: func(*testbed) { most = runtime.NumGoroutine() }}
		summary, err := s.Run(t.Context(), c, filepath.Join(t.TempDir(), "run"), silent{})
		if err != nil {
			t.Fatal(err)
		}
		return most, summary.Digest
	}
	pool, poolDigest := goroutines("pool")
	own, ownDigest := goroutines("goroutine")
	if pool > neurons || own < neurons {
		t.Errorf("%d goroutines with the pool and %d with one for each neuron, want fewer than %d neurons, and more", pool, own, neurons)
	}
	if poolDigest != ownDigest {
		t.Errorf("digests %s and %s, want one", poolDigest, ownDigest)
	}
	for _, scheduler := range network.Schedulers() {
		c := few()
		c.Scheduler = string(scheduler)
		text, err := c.Encode()
		must(t, err)
		spec, err := json.Marshal(machineSpec{string(text), 5, 3, limits.Flow{Rates: make([]float64, 4)}})
		must(t, err)
		blueprint, err := NetworkBuilder(limits.Limits{}, 0)(spec)
		must(t, err)
		if blueprint.Scheduler != scheduler {
			t.Errorf("a worker has the scheduler %q, want %q", blueprint.Scheduler, scheduler)
		}
	}
}

// Data are looked for in the data directory.
func TestDataAreLookedForInTheDataDirectory(t *testing.T) {
	c := settings.Defaults("mnist", "sfdfa")
	c.DataDir = filepath.Join(t.TempDir(), "an-empty-place")
	_, err := OpenData(&c)
	if !errors.Is(err, datasets.ErrMissing) || !strings.Contains(err.Error(), "an-empty-place") {
		t.Errorf("error %v, want ErrMissing that names the directory", err)
	}
}

// What can only be told with the recordings at hand is a ConfigError as well.
func TestOptionsOfRecordingsAreConfigErrors(t *testing.T) {
	for want, change := range map[string]func(*settings.Config){
		"speaker:NAME with one of the names ann, bob": func(c *settings.Config) { c.FSDDSplit = "speaker:eve" },
		`split "half"`:                            func(c *settings.Config) { c.FSDDSplit = "half" },
		"leaves 0 for training":                   func(c *settings.Config) { c.FSDDValidation = 9 },
		"highest frequency 4000 Hz, want above 0": func(c *settings.Config) { c.CochleaHighest = 4000 },
	} {
		c := fewSpoken(t)
		change(&c)
		if err := c.Validate(); err != nil {
			t.Fatal(err)
		}
		_, err := OpenData(&c)
		var config *settings.ConfigError
		if !errors.As(err, &config) || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want a ConfigError with %q", err, want)
		}
	}
}

// Where the settings leave a choice that the rule does not have, the run refuses it.
func TestTheRunRefusesWhatBackPropagationLacks(t *testing.T) {
	var config *settings.ConfigError
	c := settings.Defaults("yinyang", "bp")
	c.Eligibility = "trace"
	if _, err := networkspec.Of(&c, 5, 3); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), c, t.TempDir(), silent{}); !errors.As(err, &config) || !strings.Contains(err.Error(), "allowed with the rule bp: fused") {
		t.Errorf("eligibility trace: error %v, want a ConfigError that allows fused", err)
	}
}

// The defaults of every data set and rule make a network.
func TestDefaultsMakeANetwork(t *testing.T) {
	for _, dataset := range datasets.Names() {
		for _, rule := range learning.RuleNames() {
			c := settings.Defaults(dataset, rule)
			if _, err := networkspec.Of(&c, 10, 3); err != nil {
				t.Errorf("%s with %s: %v", dataset, rule, err)
			}
		}
	}
}
