package energy

import (
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
