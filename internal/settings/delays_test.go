package settings

import (
	"strings"
	"testing"
)

func TestDelaysThatCannotBe(t *testing.T) {
	for text, want := range map[string]string{
		"delays: learned\ndelay-per: axon\n":               "delay-per is axon, allowed with delays learned: synapse",
		"delays: fixed\ndelay-max: 0.25\nduration: 0.25\n": "delay-max is 0.25 s, allowed: below the duration of a sample (0.25 s)",
		"delays: fixed\n" + smallNetwork:                   "delays is fixed, allowed with network: none",
		"delays: some\n":                                   `delays is "some", allowed: none, fixed, learned`,
	} {
		if _, err := resolveText(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
	if _, err := resolveText(t, "delays: learned\nrule: bp\ngradient-angles: 5\n"); err != nil {
		t.Errorf("delays under back-propagation: %v", err)
	}
}
