package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What looks into a run takes the newest one below runs where none is given, says so, and shows the same.
func TestCommandsTakeTheNewestRun(t *testing.T) {
	copied := victim(t)
	t.Chdir(t.TempDir())
	commands := []string{"eval", "inspect", "report", "traffic", "energy estimate"}
	for _, command := range commands {
		code, _, stderr := invoke(context.Background(), strings.Fields(command)...)
		if code != exitUsage || !strings.Contains(stderr, `no run below runs`) || !strings.Contains(stderr, `"sfdfa-actors run"`) {
			t.Errorf("%s without runs: exit code %d, %s", command, code, stderr)
		}
	}
	newest := filepath.Join("runs", "b-20260301-120000")
	moved(t, copied(), newest)
	moved(t, copied(), filepath.Join("runs", "c-20260301-110000"))
	for _, command := range commands {
		code, stdout, stderr := invoke(context.Background(), strings.Fields(command)...)
		if code != exitOK || !strings.Contains(stderr, "newest run") || !strings.Contains(stderr, newest) {
			t.Errorf("%s: exit code %d, %s", command, code, stderr)
		}
		_, want, quiet := invoke(context.Background(), append(strings.Fields(command), newest)...)
		if stdout != want || strings.Contains(quiet, "newest run") {
			t.Errorf("%s: %s, with DIR %s and %s", command, stdout, want, quiet)
		}
	}
	_, offered, _ := invoke(context.Background(), "__complete", "eval", "run")
	if !strings.HasPrefix(offered, newest+"\n"+filepath.Join("runs", "c-20260301-110000")+"\n") {
		t.Errorf("the shell is offered %s", offered)
	}
}

func moved(t *testing.T, from, to string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(to), 0o755))
	must(t, os.Rename(from, to))
}
