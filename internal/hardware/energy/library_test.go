package energy

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// The published constants, typed in a second time, in joules and watts.
func TestConstantsOfTheBuiltInProfiles(t *testing.T) {
	for name, want := range map[string]map[string]float64{
		"loihi-davies2018": {
			"synaptic-operation-binary": 23.6e-12, "neuron-update-active": 81e-12, "neuron-update-idle": 52e-12,
			"local-message": 1.7e-12, "hop-x": 3e-12, "hop-y": 4e-12, "weight-update": 120e-12, "static-power": 0.104,
		},
		"loihi-sanafe": {
			"synaptic-operation-binary": 35.5e-12, "neuron-update-active": (51.2 + 21.6) * 1e-12, "neuron-update-idle": 51.2e-12,
			"neuron-update-decaying": 72.8e-12, "spike-out": 69.3e-12, "packet-out": 111e-12, "packet-in": 0, "hop-x": 3e-12, "hop-y": 4.2e-12,
		},
		"horowitz45-fp32":        {"synaptic-operation-binary": 0.9e-12, "synaptic-operation-graded": 4.6e-12, "weight-read": 5e-12},
		"horowitz45-int8":        {"synaptic-operation-binary": 0.03e-12, "synaptic-operation-graded": 0.23e-12, "weight-read": 1.25e-12},
		"spinnaker2-hoppner2019": {"synaptic-operation-binary": 450e-12, "neuron-update-active": 2.19e-9},
	} {
		p := open(t, name)
		if p.Name != name || p.Title == "" {
			t.Errorf("%s calls itself %q, %q", name, p.Name, p.Title)
		}
		valued := 0
		for _, c := range p.Constants {
			if c.Within != "" {
				continue
			}
			valued++
			value, listed := want[c.Name]
			if !listed {
				t.Errorf("%s has %s, which is not listed here", name, c.Name)
			}
			approximately(t, name+" "+c.Name, c.SI(), value)
		}
		if valued != len(want) {
			t.Errorf("%s has %d values, want %d", name, valued, len(want))
		}
	}
}

// The published latencies, typed in a second time, in ns; of barriers that of 11 cores.
func TestLatenciesOfTheBuiltInProfiles(t *testing.T) {
	for name, want := range map[string]map[string]float64{
		"loihi-davies2018": {
			"synaptic-operation-binary": 3.5, "neuron-update-active": 8.4, "neuron-update-idle": 5.3, "hop-x": 4.1, "hop-y": 6.5, "weight-update": 6.1, Barrier: 465,
		},
		"loihi-sanafe": {
			"synaptic-operation-binary": 3.8, "neuron-update-active": 6 + 3.7, "neuron-update-idle": 6, "spike-out": 30, "packet-out": 5.1, "packet-in": 16,
			"hop-x": 4.1, "hop-y": 6.5, Barrier: 1400,
		},
		"horowitz45-fp32": {}, "horowitz45-int8": {}, "spinnaker2-hoppner2019": {},
	} {
		p := open(t, name)
		for _, latency := range LatencyNames() {
			got, known := p.Latency(latency)
			if latency == Barrier {
				got, known = p.BarrierOf(11)
			}
			value, listed := want[latency]
			if known != listed || math.Abs(got-1e-9*value) > 1e-20 {
				t.Errorf("%s: %s is %g s, %v; want %g ns, %v", name, latency, got, known, value, listed)
			}
		}
	}
}

// A step holds from its number of cores on; below the first the first does.
func TestStepsOfABarrier(t *testing.T) {
	p, err := Parse([]byte(minimal + "latencies: {barrier: {steps: {2: 5, 4: 7}, unit: us, source: a, evidence: measured}}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for cores, want := range map[int64]float64{1: 5e-6, 2: 5e-6, 3: 5e-6, 4: 7e-6, 1000: 7e-6} {
		got, _ := p.BarrierOf(cores)
		approximately(t, fmt.Sprint("the barrier of ", cores, " cores"), got, want)
	}
}

func TestNamesAreThoseOfTheFiles(t *testing.T) {
	files, err := library.ReadDir("profiles")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(Names()) {
		t.Errorf("there are %d files for %d names", len(files), len(Names()))
	}
	for _, name := range Names() {
		if text, err := Text(name); err != nil || !strings.Contains(string(text), "name: "+name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Text("nothing"); err == nil {
		t.Error("a profile that there is not has a text")
	}
	if Default() != Names()[0] {
		t.Errorf("the default is %s", Default())
	}
}
