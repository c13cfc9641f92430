package dryrun

import (
	"context"
	"math"
	"os"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs"
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
	c, isWhole := f.small(512)
	want := []int{3, 512, 512, 0}
	for i, degree := range want {
		if c.InDegree[i] != degree {
			t.Errorf("in-degrees %v, want %v", c.InDegree, want)
		}
	}
	if isWhole || c.Layers[0] != 512 || c.Layers[2] != 300 || f.Config.Layers[0] != 100_000 {
		t.Errorf("layers %v, whole %v; of the forecast %v", c.Layers, isWhole, f.Config.Layers)
	}
	if same, isWhole := f.small(100_000); !isWhole || same.Layers[0] != 100_000 {
		t.Errorf("layers %v, whole %v", same.Layers, isWhole)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	large := forecast(t, func(c *settings.Config) { c.Layers, c.InDegree = []int{3000}, []int{4} })
	if large.Synapses != 4*3000+3*3000 || large.Seconds <= 0 {
		t.Errorf("forecast %+v", large)
	}
}

// A dense network is measured with few neurons, a sparse one with many: as many synapses as are built in a moment.
func TestAsManySynapsesAreMeasuredAsAreBuiltInAMoment(t *testing.T) {
	for _, test := range []struct {
		inputs    int
		layers    []int
		inDegree  []int
		most      int
		synapses  float64
		isSmaller bool
	}{
		{1000, []int{5000}, []int{50}, mostNeurons, 5000*50 + 5000*10, false},
		{1000, []int{5000}, nil, 512, 512*1000 + 512*10, true},
		{1000, []int{5000, 5000}, nil, 256, 256*1000 + 256*256 + 256*10, true},
		{10_000, []int{20_000}, nil, fewestNeurons, fewestNeurons * 10_010, true}, // fewer say nothing
	} {
		c := settings.Defaults("patterns", "sfdfa")
		c.Inputs, c.Layers, c.InDegree, c.TrainLimit, c.TestLimit = test.inputs, test.layers, test.inDegree, 20, 10
		dataset, err := runs.OpenData(&c)
		if err != nil {
			t.Fatal(err)
		}
		f := &Forecast{Config: c}
		most, err := f.moment(dataset)
		if err != nil {
			t.Fatal(err)
		}
		small, isWhole := f.small(most)
		net, err := runs.NewNetwork(&small, dataset, limits.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := synapses(net); most != test.most || got != test.synapses || isWhole == test.isSmaller {
			t.Errorf("%v: %d neurons with %v synapses, whole %v; want %d with %v", test.layers, most, got, isWhole, test.most, test.synapses)
		}
	}
}

// A sample that takes 2 ms with 100 events and 5 ms with 400 has 1 ms that does not grow with them.
func TestTimeGrowsWithEventsAlongALine(t *testing.T) {
	for _, test := range [][6]float64{ // fewer events, less time, more events, more time, events, what they take
		{100, 2, 400, 5, 1000, 11},
		{100, 1, 400, 4, 1000, 10},
		{100, 0.5, 400, 4, 1000, 10}, // nothing takes less than no time
		{100, 3.9, 400, 4, 1000, 7},  // at most half of it does not grow
		{400, 4, 400, 4, 800, 8},     // no line leads through one point
		{100, 2, 400, 5, 400, 5},
	} {
		if got := line(test[0], test[1], test[2], test[3], test[4]); math.Abs(got-test[5]) > 1e-12 {
			t.Errorf("%v: %v", test, got)
		}
	}
}
