package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"sfdfa-actors/cmd/sfdfa-actors/internal/output"
)

func TestEveryListIsOneObjectWithItsSchema(t *testing.T) {
	for line, want := range map[string]string{
		"data list":                "sfdfa-actors/data-sets/1",
		"data verify yinyang":      "sfdfa-actors/data-files/1",
		"energy list":              "sfdfa-actors/energy-profiles/1",
		"energy show loihi-sanafe": "sfdfa-actors/energy-profile/1",
		"explain spike":            "sfdfa-actors/explanation/1",
		"explain":                  "sfdfa-actors/explanation/1",
		"figure list":              "sfdfa-actors/figures/1",
		"runs":                     "sfdfa-actors/runs/1",
		"version":                  "sfdfa-actors/version/1",
		"config --dataset mnist":   "sfdfa-actors/settings/1",
		"fit --chip loihi2":        "sfdfa-actors/fit/1",
		"check ../../internal/study/selfcheck/testdata/by_hand.json": "sfdfa-actors/check/1",
	} {
		code, stdout, stderr := invoke(context.Background(), append(strings.Fields(line), "--json")...)
		var object map[string]any
		if err := json.Unmarshal([]byte(stdout), &object); code != 0 || err != nil || strings.Count(stdout, "\n") != 1 {
			t.Errorf("%s: exit code %d, %v in %q (%s)", line, code, err, stdout, stderr)
		}
		if object["schema"] != want || len(object) < 2 {
			t.Errorf("%s: schema %v and %d keys, want %s and more", line, object["schema"], len(object), want)
		}
	}
}

func TestTablesFitATerminal(t *testing.T) {
	run := filepath.Join(t.TempDir(), "run")
	if code, _, stderr := invoke(context.Background(), small(run, "--energy-profile", "loihi-sanafe")...); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, line := range []string{
		"data list", "energy list", "energy show loihi-sanafe", "figure list", "fit", "fit --layers 400,400", "explain", "config --help",
		"traffic RUN", "energy estimate RUN", "fit RUN", "inspect RUN", "inspect RUN --neuron 1:0", "neuron RUN 1:0", "runs RUN",
	} {
		code, stdout, stderr := invoke(context.Background(), strings.Fields(strings.Replace(line, "RUN", run, 1))...)
		if code != 0 {
			t.Errorf("%s: exit code %d: %s", line, code, stderr)
		}
		for text := range strings.Lines(stdout) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(text, "\n")); n > output.Width {
				t.Errorf("%s: a line of %d columns, want up to %d: %s", line, n, output.Width, text)
			}
		}
	}
}

// --quiet leaves results and errors.
func TestQuietCommandsShowNoProgress(t *testing.T) {
	code, stdout, stderr := invoke(context.Background(), small(filepath.Join(t.TempDir(), "run"), "--quiet")...)
	if code != 0 || stderr != "" || !strings.Contains(stdout, "test accuracy") {
		t.Errorf("exit code %d, %q, and %q on standard error", code, stdout, stderr)
	}
	if code, _, stderr = invoke(context.Background(), "run", "--epochs", "0", "-q"); code != exitUsage || !strings.Contains(stderr, "epochs is 0") {
		t.Errorf("exit code %d, %q on standard error", code, stderr)
	}
}
