package runs

import (
	"context"
	"path/filepath"
	"testing"

	"sfdfa-actors/internal/settings"
)

// cyclic is a network with a cycle, a skip, parallel projections, delays of each kind and a drive.
const cyclic = `
network:
  populations:
    input: {source: dataset}
    left: {size: 6, refractory: 2ms}
    right: {size: 5, tau-mem: 20ms, poisson: {rate: 100Hz, weight: 0.02}}
    output: {}
  projections:
    - {from: input, to: left, connect: {fixed-in-degree: 3}, weights: {uniform: [0, 3]}}
    - {from: left, to: right, connect: {fixed-out-degree: 2}, delays: {uniform: [5ms, 9ms], per: axon}, weights: {uniform: [0, 3]}}
    - {from: left, to: right, connect: {bernoulli: 0.4}, delays: {uniform: [5ms, 9ms]}, learn: [weights, delays]}
    - {from: right, to: left, connect: dense, delays: 8ms, weights: {normal: {mean: 0, sd: 0.1, low: -1, high: 1}}, learn: false}
    - {from: left, to: left, connect: {rule: all-to-all, self: false}, delays: 10ms, weights: -0.05}
    - {from: right, to: output, connect: dense}
    - {from: input, to: output, connect: dense, weights: {uniform: [0, 1]}}
`

// withCycles is a short run of that network.
func withCycles(t *testing.T) settings.Config {
	t.Helper()
	c := few()
	c.Engine, c.HiddenThreshold, c.Calibrate, c.Network = "actors", []float64{0.02}, settings.CalibrateNone, cyclic
	c.Delays = settings.NoDelays // but for those of the network
	c.FollowNetwork()
	if err := c.Validate(); err != nil {
		t.Fatal(err)
	}
	return c
}

// A network with cycles that is stopped at every batch ends as one that was never stopped.
func TestANetworkWithCyclesGoesOn(t *testing.T) {
	c := withCycles(t)
	want := mustRun(t, c)
	directory := filepath.Join(t.TempDir(), "run")
	got := stoppedAfter(t, 1, DefaultSchedule(), &c, directory)
	for stops := 0; got.Interrupted; stops++ {
		if stops > 3*6 {
			t.Fatal("the run does not get on")
		}
		got = stoppedAfter(t, 1, DefaultSchedule(), nil, directory)
	}
	if got.Resumed < 2 {
		t.Errorf("resumed %d times, want at least 2", got.Resumed)
	}
	got.Config.Network = want.Config.Network // in config.yaml it stands further below
	expectSameRun(t, "stopped at every batch", got, want)
}

// A network from a file runs on both engines with the same bits, whatever the transport and the cores, and its
// record has what is needed to evaluate and to go on.
func TestANetworkFromAFileRunsOnAllEngines(t *testing.T) {
	c := withCycles(t)
	want := mustRun(t, c)
	for name, change := range map[string]func(*settings.Config){
		"reference":     func(c *settings.Config) { c.Engine = "reference" },
		"single spikes": func(c *settings.Config) { c.Transport = "spike" },
		"small cores":   func(c *settings.Config) { c.NeuronsPerCore = 2 },
	} {
		changed := c
		change(&changed)
		if got := mustRun(t, changed); got.Digest != want.Digest {
			t.Errorf("%s: digest %s, want %s", name, got.Digest, want.Digest)
		}
	}
	chain := c
	chain.Network = ""
	chain.Layers = []int{11}
	if other := mustRun(t, chain); other.Digest == want.Digest {
		t.Error("a chain has the digest of the network")
	}
	trained, err := OpenTrained(want.Directory)
	if err != nil {
		t.Fatal(err)
	}
	evaluation, err := trained.Evaluate(context.Background(), Trace{}, silent{})
	if err != nil {
		t.Fatal(err)
	}
	if evaluation.Digest != want.Digest {
		t.Errorf("digest %s of the record, want %s", evaluation.Digest, want.Digest)
	}
}
