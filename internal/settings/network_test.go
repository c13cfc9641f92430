package settings

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const smallNetwork = `network:
  populations:
    input: {source: dataset}
    hidden: {size: 7} # few
    output: {}
  projections:
    - {from: input, to: hidden, connect: dense}
    - {from: hidden, to: output, connect: dense}
`

func resolveText(t *testing.T, text string) (Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Resolve(path, func(*Config) error { return nil })
}

// A config file may have the section of a network anywhere. The config that is written replays it,
// word for word, and so does JSON.
func TestConfigsKeepTheirNetwork(t *testing.T) {
	c, err := resolveText(t, "dataset: mnist\n"+smallNetwork+"seed: 5\n")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c.Layers, []int{7}) || c.Seed != 5 || c.NetworkSection() != smallNetwork {
		t.Errorf("layers %v, seed %d, network %q", c.Layers, c.Seed, c.NetworkSection())
	}
	text, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "layers:") || !strings.HasSuffix(string(text), smallNetwork) {
		t.Errorf("the config file is\n%s", text)
	}
	again, err := resolveText(t, string(text))
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var read Config
	if err := json.Unmarshal(written, &read); err != nil {
		t.Fatal(err)
	}
	for name, other := range map[string]Config{"config file": again, "JSON": read} {
		if other.NetworkSection() != smallNetwork {
			t.Errorf("%s: network %q", name, other.NetworkSection())
		}
		other.Network = c.Network // which may be on other lines
		if !reflect.DeepEqual(other, c) {
			t.Errorf("%s: %+v, want %+v", name, other, c)
		}
	}
}

func TestNetworksAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		smallNetwork + "layers: [5]\n":                           "layers is given together with network, allowed: one of them",
		smallNetwork + "in-degree: 5\n":                          "in-degree is given together with network",
		smallNetwork + "density: 0.5\n":                          "density is given together with network",
		smallNetwork + "hidden-threshold: [1, 2]\n":              "hidden-threshold has 2 values, allowed: 1 with a network",
		smallNetwork + "calibrate: shape\n":                      "calibrate is shape, allowed: off with a network",
		smallNetwork + "learning-rate: auto\n":                   "learning-rate is auto, allowed: numbers with a network",
		"network: [1]\n":                                         "network is [1], allowed: a mapping",
		"network: net.yaml\n":                                    "line 1: the network file is \"net.yaml\", must be a mapping",
		"seed: 1\n" + strings.Replace(smallNetwork, "7", "x", 1): "network: line 5: population hidden: size is \"x\"",
	} {
		if _, err := resolveText(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
}
