package main

import (
	"context"
	"strings"
	"testing"

	"sfdfa-actors/internal/settings"
)

func TestAMistypedWordIsGuessed(t *testing.T) {
	for line, guess := range map[string]string{
		"runn":                                "run",
		"data lst":                            "list",
		"figure lst":                          "list",
		"run --epoch 3":                       "--epochs",
		"run --dataset MNIST":                 "mnist",
		"run --preset MNIST":                  "mnist",
		"run --rule SFDFA":                    "sfdfa",
		"run --engine actor":                  "actors",
		"run --energy-profile loihi-sanefe":   "loihi-sanafe",
		"run --trace spike":                   "spikes",
		"compare --rules sdfa":                "sfdfa",
		"figure 4 --gradients exakt":          "exact",
		"fit --chip Loihi2":                   "loihi2",
		"scale --study weka":                  "weak",
		"report DIR --part tset":              "test",
		"energy show horowitz45-int-8":        "horowitz45-int8",
		"data fetch emnist47_derived":         "emnist47-derived",
		"run --cochlea-unit leeky --dataset=": "", // no word is near
	} {
		code, _, stderr := invoke(context.Background(), strings.Fields(line)...)
		want := "did you mean " + guess + "?\n"
		if code != exitUsage || (guess != "") != strings.Contains(stderr, want) {
			t.Errorf("%s: exit code %d, error %q, want %q", line, code, stderr, want)
		}
	}
}

func TestEverySettingOfWordsIsCompleted(t *testing.T) {
	seen := 0
	for _, s := range settings.All(&settings.Config{}) {
		words := s.Words()
		if len(words) == 0 {
			continue
		}
		seen++
		if _, got, _ := invoke(context.Background(), "__complete", "run", "--"+s.Name, ""); !strings.HasPrefix(got, strings.Join(words, "\n")+"\n") {
			t.Errorf("--%s: %q, want %v", s.Name, got, words)
		}
	}
	if seen < 10 {
		t.Errorf("%d settings are words, want 10 at least", seen)
	}
	for line, want := range map[string]string{
		"run --out ":             "",
		"run --trace spikes,":    "spikes,packets\nspikes,messages\nspikes,potentials=\n",
		"compare --rules sfdfa,": "sfdfa,dfa\nsfdfa,bp\nsfdfa,frozen\n",
		"fit --chip ":            "loihi1\nloihi2\n",
		"figure 4 --gradients ":  "exact\nmodified\n",
		"data fetch mn":          "mnist\n",
		"energy show spin":       "spinnaker2-hoppner2019\n",
		"report DIR --part ":     "train\nvalidation\ntest\n",
		"scale --study ":         "strong\nweak\nboth\n",
		"run --log-level ":       "debug\ninfo\nwarn\nerror\n",
	} {
		_, got, _ := invoke(context.Background(), append([]string{"__complete"}, strings.Split(line, " ")...)...)
		if !strings.HasPrefix(got, want+":") {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}
