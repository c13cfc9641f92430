package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

// A resumed run keeps its settings: flags that say otherwise are errors that name
// them, flags that say the same are not.
func TestFlagsThatContradictAResumedRunAreErrors(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "run")
	want := summaryOf(t, small(directory)...)
	for _, test := range []struct {
		flags  []string
		stderr []string
	}{
		{[]string{"--seed", "9"}, []string{"seed is 9", "allowed: 1", directory}},
		{[]string{"--layers", "20,20"}, []string{"layers is [20 20]", "allowed: [20]"}},
		{[]string{"--out", "elsewhere"}, []string{"--out", "--resume"}},
		{[]string{"--network", networkFile(t)}, []string{"network is another one", directory}},
		{[]string{"--config", "file"}, []string{"--config", "--resume"}},
		{[]string{"--checkpoint-every", "-1"}, []string{"checkpoint-every is -1"}},
		{[]string{"--checkpoint-keep", "0"}, []string{"checkpoint-keep is 0"}},
		{[]string{"--checkpoint-minutes", "nan"}, []string{"checkpoint-minutes is NaN"}},
	} {
		code, _, stderr := invoke(context.Background(), append([]string{"run", "--resume", directory}, test.flags...)...)
		if code != exitUsage {
			t.Errorf("%v: exit code %d, want %d", test.flags, code, exitUsage)
		}
		for _, part := range test.stderr {
			if !strings.Contains(stderr, part) {
				t.Errorf("%v: error %q does not mention %q", test.flags, stderr, part)
			}
		}
	}
	got := summaryOf(t, "run", "--resume", directory, "--epochs", "2", "--checkpoint-every", "3")
	if got["digest"] != want["digest"] {
		t.Errorf("digest %v, want %v", got["digest"], want["digest"])
	}
	if code, _, stderr := invoke(context.Background(), "run", "--resume", t.TempDir()); code != exitUsage || !strings.Contains(stderr, "holds no run") {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if code, _, _ := invoke(context.Background(), "run", "--resume", ""); code != exitUsage {
		t.Errorf("an empty directory: exit code %d, want %d", code, exitUsage)
	}
}
