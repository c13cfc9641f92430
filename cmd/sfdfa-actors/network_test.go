package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// networkFile writes the network that the settings of small describe, as the program writes it.
func networkFile(t *testing.T) string {
	t.Helper()
	directory := t.TempDir()
	flags := []string{"config", "--network-file"}
	for _, flag := range small(directory)[1:] {
		if flag == "--out" || flag == directory || flag == "--json" {
			continue
		}
		flags = append(flags, flag)
	}
	code, text, stderr := invoke(context.Background(), flags...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	path := filepath.Join(directory, "network.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What is wrong with a network is said on the line of its file, and no run begins.
func TestNetworksWithFaultsAreRefused(t *testing.T) {
	path := networkFile(t)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.NewReplacer("spike-cap", "spikecap", "to: output", "to: outputs").Replace(string(text))), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ flags, want []string }{
		{[]string{"--network", path}, []string{"line 4", "did you mean spike-cap?", "did you mean output?"}},
		{[]string{"--network", path + ".none"}, []string{"no such file", "network.yaml.none"}},
		{[]string{"--network", path, "--layers", "20"}, []string{"layers is given together with network"}},
	} {
		out := filepath.Join(t.TempDir(), "run")
		code, _, stderr := invoke(context.Background(), append([]string{"run", "--out", out}, test.flags...)...)
		if code != exitUsage {
			t.Errorf("%v: exit code %d, want %d", test.flags, code, exitUsage)
		}
		for _, part := range test.want {
			if !strings.Contains(stderr, part) {
				t.Errorf("%v: error %q does not mention %q", test.flags, stderr, part)
			}
		}
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%v: a run has begun", test.flags)
		}
	}
}
