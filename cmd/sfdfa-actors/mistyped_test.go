package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"sfdfa-actors/cmd/sfdfa-actors/internal/settingflags"
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
	root := newRootCommand() // one for all: the library never lets go of those that complete
	settingflags.RegisterCompletions(root)
	run, _, err := root.Find([]string{"run"})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, s := range settings.All(&settings.Config{}) {
		words := s.Words()
		if len(words) == 0 {
			continue
		}
		seen++
		complete, found := run.GetFlagCompletionFunc(s.Name)
		if !found {
			t.Errorf("--%s is not completed, want %v", s.Name, words)
			continue
		}
		if got, _ := complete(run, nil, ""); len(got) < len(words) || !slices.Equal(got[:len(words)], words) {
			t.Errorf("--%s: %q, want %v", s.Name, got, words)
		}
	}
	if seen < 10 {
		t.Errorf("%d settings are words, want 10 at least", seen)
	}
	for line, want := range map[string]string{
		"run --out ":             "",
		"run --engine ":          "actors\nreference\n",
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
