package settings

import (
	"strings"
	"testing"
)

func TestDelaysThatCannotBe(t *testing.T) {
	for text, want := range map[string]string{
		"delays: learned\ndelay-per: axon\n":               "delay-per is axon, allowed with delays learned: synapse",
		"delays: fixed\nrule: bp\n":                        "delays is fixed with delay-per synapse, allowed with the rule bp: delays none, or delay-per axon",
		"delays: fixed\ndelay-max: 0.25\nduration: 0.25\n": "delay-max is 0.25 s, allowed: below the duration of a sample (0.25 s)",
		"delays: fixed\ngradient-angles: 5\n":              "gradient-angles is 5 samples, allowed with delays fixed per synapse: 0",
		"delays: fixed\n" + smallNetwork:                   "delays is fixed, allowed with network: none",
		"delays: some\n":                                   `delays is "some", allowed: none, fixed, learned`,
	} {
		if _, err := resolveText(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
	if _, err := resolveText(t, "delays: fixed\ndelay-per: axon\nrule: bp\n"); err != nil {
		t.Errorf("delays per axon under back-propagation: %v", err)
	}
}
