package runs

import (
	"math"
	"path/filepath"
	"testing"

	"sfdfa-actors/internal/runs/pretrained"
	"sfdfa-actors/internal/settings"
)

// The network of "run --seed 1" on a mesh of 4 × 3 cores with up to 32 neurons each, in 100 test samples: SANA-FE, with its
// own neurons and a clock of 0.1 ms, counts 26,431 packets, 62,848 hops and 207,909 synaptic operations, and
// 18 + 6 spikes less than are fired here. Its energy at a clock of 1 ms is 4.54 µJ a sample, its time 0.34 ms.
func TestTrafficAndEnergyAreThoseOfSANAFE(t *testing.T) {
	defaults := settings.BaseDefaults
	defaults.Start = pretrained.Start
	c, err := defaults.Resolve("", func(c *settings.Config) error {
		c.Weights = filepath.Join("..", "nir", "testdata", "yinyang.nir")
		c.TestLimit, c.CoresGrid, c.NeuronsPerCore, c.EnergyProfile = 100, "4x3", 32, "loihi-sanafe"
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	e, err := EvaluateWeights(t.Context(), c, Trace{}, silent{})
	if err != nil {
		t.Fatal(err)
	}
	forward, silence := e.Traffic.Forward, e.Traffic.Purposes.Silence
	for _, count := range []struct {
		name      string
		got, want int64
	}{
		{"hidden spikes", e.Traffic.Purposes.HiddenSpikes.Spikes, 19321},
		{"output spikes", e.Traffic.Purposes.OutputSpikes.Spikes, 2134},
		{"packets", forward.Packets - silence.Packets, 26455},
		{"hops", forward.Hops() - silence.Hops(), 62906},
		{"synaptic operations", forward.SynapticOperations(), 207963},
		{"synaptic operations of the outputs' core", e.Traffic.PerCore["synaptic_operations"].Max, 57963},
	} {
		if count.got != count.want {
			t.Errorf("%d %s, want %d", count.got, count.name, count.want)
		}
	}
	energy := e.Energy.PerSample.Forward
	if got, sanaFE := energy.Ticking(), 4.54e-6; math.Abs(got/sanaFE-1) > 0.05 || !e.Energy.Clocked {
		t.Errorf("%.3g J a sample with a clock, want within 5 %% of %.3g", got, sanaFE)
	}
	// Its hardware time for a sample is 0.34 ms, 1.7 µs a time step, most of it the barrier's.
	if at := e.Time; at == nil || at.Samples != 100 || at.Steps != 200 || math.Abs(at.Forward.Seconds/0.34e-3-1) > 0.05 || at.Forward.Binds != "barrier" {
		t.Errorf("time %+v, want within 5 %% of 0.34 ms for 200 steps, bound by the barrier", at)
	}
	if got := energy.Dynamic; got < 0.25e-6 || got > 0.3e-6 {
		t.Errorf("%.3g J a sample without a clock, want 0.27 µJ", got)
	}
}
