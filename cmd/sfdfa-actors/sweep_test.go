package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// tinySweep is the flags of a sweep of four runs.
func tinySweep(more ...string) []string {
	return append([]string{
		"sweep", "--epochs", "1", "--train-limit", "40", "--test-limit", "20", "--layers", "8,4:4", "--learning-rate", "0.003..0.013/0.01",
	}, more...)
}

func TestSweepPrintsATableWithFronts(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "sweep")
	code, stdout, stderr := invoke(context.Background(), tinySweep("--jobs", "2", "--out", directory)...)
	if code != exitOK || !strings.Contains(stderr, "4 runs, 0 of them finished before") {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, want := range []string{"layers  learning-rate  runs  test (%)", "4:4     0.013", " *", "Pareto front", directory} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	code, stdout, _ = invoke(context.Background(), "runs", directory)
	if n := strings.Count(stdout, "finished"); code != exitOK || n != 4 {
		t.Errorf("exit code %d, %d finished runs in\n%s", code, n, stdout)
	}
	code, stdout, stderr = invoke(context.Background(), "sweep", "--resume", directory, "--json")
	var report struct {
		Schema string
		Points []struct{ Runs []struct{ Digest string } }
	}
	if err := json.Unmarshal([]byte(stdout), &report); code != exitOK || err != nil || report.Schema != "sfdfa-actors/sweep/1" {
		t.Fatalf("exit code %d, %v: %s%s", code, err, stdout, stderr)
	}
	if n := strings.Count(stdout, `"digest"`); n != 4 || len(report.Points) != 4 || len(report.Points[3].Runs[0].Digest) != 64 {
		t.Errorf("%d digests in %s", n, stdout)
	}
}

func TestFaultsOfASweepAreOnesOfUsage(t *testing.T) {
	for _, test := range []struct{ flags, want []string }{
		{[]string{"--learning-rat", "1,2"}, []string{"did you mean --learning-rate?"}},
		{[]string{"--learning-rate", "1..0/1", "--batch", "0"}, []string{"learning-rate is the empty range", "batch is 0"}},
		{[]string{"--learning-rate", "0.1,0.2", "--jobs", "0"}, []string{"jobs is 0"}},
		{[]string{"--resume", t.TempDir()}, []string{"holds no sweep"}},
		{[]string{"--resume", "x", "--seeds", "3"}, []string{"--seeds is given with --resume"}},
	} {
		code, _, stderr := invoke(context.Background(), append([]string{"sweep"}, test.flags...)...)
		for _, want := range test.want {
			if code != exitUsage || !strings.Contains(stderr, want) {
				t.Errorf("%v: exit code %d, no %q in %s", test.flags, code, want, stderr)
			}
		}
	}
}

func TestAnInterruptedSweepSaysHowItGoesOn(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	directory := filepath.Join(t.TempDir(), "sweep")
	code, _, stderr := invoke(ctx, tinySweep("--out", directory)...)
	if code != exitInterrupted || !strings.Contains(stderr, "sweep --resume "+directory) {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	if code, _, stderr := invoke(context.Background(), "sweep", "--resume", directory); code != exitOK {
		t.Errorf("going on: exit code %d: %s", code, stderr)
	}
}
