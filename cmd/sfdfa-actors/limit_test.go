package main

import (
	"context"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"sfdfa-actors/internal/settings"
)

// At a limit a run stops with an exit code of its own and says how to go on, and
// then ends as one that was never stopped.
func TestARunStopsAtItsTimeLimit(t *testing.T) {
	want := summaryOf(t, small(filepath.Join(t.TempDir(), "whole"))...)["digest"]
	directory := filepath.Join(t.TempDir(), "run")
	code, stdout, stderr := invoke(context.Background(), small(directory, "--time-limit", "1ns")...)
	if code != exitLimit || !strings.Contains(stdout, "interrupted after 0 of 2 epochs") {
		t.Errorf("exit code %d, want %d, and a table of what there is: %s", code, exitLimit, stdout)
	}
	for _, part := range []string{`by="time limit"`, "run --resume " + directory} {
		if !strings.Contains(stderr, part) {
			t.Errorf("log %q, want %q in it", stderr, part)
		}
	}
	if strings.Contains(stderr, "sfdfa-actors:") {
		t.Errorf("a limit is no error: %q", stderr)
	}
	if got := summaryOf(t, "run", "--resume", directory, "--time-limit", "1h")["digest"]; got != want {
		t.Errorf("digest %v, want %v", got, want)
	}
}

// The time limit counts while workers are waited for, too.
func TestARunWithoutWorkersStopsAtItsTimeLimit(t *testing.T) {
	code, _, stderr := invoke(context.Background(), small(filepath.Join(t.TempDir(), "run"), "--time-limit", "1ns", "--workers", "127.0.0.1:1")...)
	if code != exitLimit || !strings.Contains(stderr, `by="time limit"`) || strings.Contains(stderr, "sfdfa-actors:") {
		t.Errorf("exit code %d, %q; want %d, and a log line that says by what", code, stderr, exitLimit)
	}
}

// That the system lacks something is no mistake in the command, wherever it shows.
func TestAnExhaustedSystemIsNoMistake(t *testing.T) {
	for _, lack := range []error{syscall.EMFILE, syscall.ENOSPC} {
		err := settings.Errorf("out: %w", &fs.PathError{Op: "open", Path: "metrics.jsonl", Err: lack})
		if code := exitCode(err, true); code != exitFailed {
			t.Errorf("%v: exit code %d, want %d", err, code, exitFailed)
		}
	}
}
