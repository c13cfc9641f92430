package dryrun

import (
	"context"
	"math"
	"os"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
)

// forecast of a network of the Yin-Yang task, whose every sample has a spike of each of 5 inputs.
func forecast(t *testing.T, change func(*settings.Config)) *Forecast {
	t.Helper()
	t.Chdir(t.TempDir())
	c := settings.Defaults("yinyang", "sfdfa")
	c.Epochs, c.TrainLimit, c.TestLimit = 7, 60, 40
	change(&c)
	f, err := Of(context.Background(), c, limits.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v, error %v", left, err)
	}
	return f
}

func TestAForecastByHand(t *testing.T) {
	f := forecast(t, func(c *settings.Config) { c.Layers = []int{20} })
	if f.Neurons != 23 || f.Synapses != 5*20+20*3 || f.Epochs != 7 || f.TrainingSamples != 60 || f.TestSamples < 40 {
		t.Errorf("forecast %+v", f)
	}
	hidden, output := f.Populations[1].Spikes, f.Populations[2].Spikes
	if want := 5*20 + 3*20*hidden; math.Abs(f.SynapticEvents-want) > 1e-9 {
		t.Errorf("%v synaptic events, want %v", f.SynapticEvents, want)
	}
	if want := 5 + 20*hidden + 3*output; math.Abs(f.Spikes-want) > 1e-9 {
		t.Errorf("%v spikes, want %v", f.Spikes, want)
	}
	if m := f.Memory; m.Total != m.Base+m.Synapses+m.Neurons+m.Spikes || m.Synapses < 160*4 || m.Spikes <= 0 {
		t.Errorf("memory %+v", m)
	}
	if f.Seconds <= 0 || f.SamplesPerSecond <= 0 {
		t.Errorf("%v s at %v samples a second, want some", f.Seconds, f.SamplesPerSecond)
	}
	var text strings.Builder
	if err := Print(&text, f); err != nil || !strings.Contains(text.String(), "nothing was built") {
		t.Errorf("%s: error %v", text.String(), err)
	}
}

// What is measured is no larger than what is built in a moment, in-degrees included.
func TestALargeNetworkIsMeasuredOnASmallOne(t *testing.T) {
	f := &Forecast{Config: settings.Defaults("yinyang", "sfdfa")}
	f.Config.Layers, f.Config.InDegree = []int{100_000, 20_000, 300}, []int{3, 2000, 700, 0}
	c, share := f.small()
	want := []int{3, mostNeurons, mostNeurons, 0}
	for i, degree := range want {
		if c.InDegree[i] != degree {
			t.Errorf("in-degrees %v, want %v", c.InDegree, want)
		}
	}
	if share >= 1 || c.Layers[0] != mostNeurons || c.Layers[2] != 300 || f.Config.Layers[0] != 100_000 {
		t.Errorf("layers %v, share %v; of the forecast %v", c.Layers, share, f.Config.Layers)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	large := forecast(t, func(c *settings.Config) { c.Layers, c.InDegree = []int{3000}, []int{4} })
	if large.Synapses != 4*3000+3*3000 || large.Seconds <= 0 {
		t.Errorf("forecast %+v", large)
	}
}
