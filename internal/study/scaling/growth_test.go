package scaling

import (
	"slices"
	"testing"

	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/bench"
)

// oneHidden, fixedDegree and twoHidden are numbers of synapses by hand: 5 inputs,
// 3 outputs, dense but for an in-degree of 4.
func oneHidden(l []int) (float64, error)   { return float64(5*l[0] + l[0]*3), nil }
func fixedDegree(l []int) (float64, error) { return float64(4*l[0] + 4*l[1] + l[1]*3), nil }
func twoHidden(l []int) (float64, error)   { return float64(5*l[0] + l[0]*l[1] + l[1]*3), nil }

func TestPopulationsGrowWithTheNumberOfCPUCores(t *testing.T) {
	for _, test := range []struct {
		name     string
		layers   []int
		times    float64
		synapses func([]int) (float64, error)
		want     []int
	}{
		{"as it is", []int{300}, 1, oneHidden, []int{300}},
		{"one hidden population", []int{300}, 7, oneHidden, []int{2100}},
		{"a fixed in-degree", []int{40, 20}, 6, fixedDegree, []int{240, 120}},
		// 5·100 + 100·100 + 100·3 = 10800 synapses; 4·10800 ≤ n² + 8·n from n = 204 on.
		{"dense among each other", []int{100, 100}, 4, twoHidden, []int{204, 204}},
	} {
		got, err := grow(test.layers, test.times, test.synapses)
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: %v grow to %v for %v times the synapses (error %v), want %v", test.name, test.layers, got, test.times, err, test.want)
		}
	}
}

// Synapses of a real network: those of an output with a fixed in-degree do not
// grow, so its hidden population has to grow more; and a density's are a mean.
func TestGrownNetworksHaveTheSynapsesAskedFor(t *testing.T) {
	for name, change := range map[string]func(*settings.Config){
		"dense":                  func(*settings.Config) {},
		"two populations":        func(c *settings.Config) { c.Layers = []int{60, 90} },
		"output of fixed degree": func(c *settings.Config) { c.InDegree = []int{0, 10} },
		"density":                func(c *settings.Config) { c.Layers, c.Density = []int{50, 50}, []float64{0.3} },
	} {
		c := settings.Defaults("yinyang", "sfdfa")
		c.Layers = []int{30}
		change(&c)
		setup, err := bench.NewSetup(c)
		if err != nil {
			t.Fatal(err)
		}
		synapses := synapsesOf(setup)
		own, err := synapses(c.Layers)
		if err != nil {
			t.Fatal(err)
		}
		for _, times := range []float64{2, 5} {
			grown, err := grow(c.Layers, times, synapses)
			if err != nil {
				t.Fatal(err)
			}
			got, err := synapses(grown)
			if err != nil {
				t.Fatal(err)
			}
			fewer := slices.Clone(grown)
			for i := range fewer {
				fewer[i]--
			}
			below, err := synapses(fewer)
			if err != nil {
				t.Fatal(err)
			}
			if want := times * own; got < want*(1-1e-9) || below >= want*(1-1e-9) {
				t.Errorf("%s: %v grow to %v with %v synapses (%v with a neuron less in each), want just enough for %v", name, c.Layers, grown, got, below, want)
			}
		}
	}
}

// Networks take turns if all are small enough to be in memory at once.
func TestLargeNetworksComeOneAfterTheOther(t *testing.T) {
	of := func(synapses ...float64) (sizes []int) {
		var subjects []*subject
		for _, s := range synapses {
			subjects = append(subjects, &subject{point: Point{Synapses: s}})
		}
		for _, together := range turnsOf(subjects) {
			sizes = append(sizes, len(together))
		}
		return sizes
	}
	if got := of(mostAtOnce/4, mostAtOnce/4, mostAtOnce/2); !slices.Equal(got, []int{3}) {
		t.Errorf("small networks are in memory by %v, want all 3", got)
	}
	if got := of(1, 2, mostAtOnce); !slices.Equal(got, []int{1, 1, 1}) {
		t.Errorf("large networks are in memory by %v, want one by one", got)
	}
}
