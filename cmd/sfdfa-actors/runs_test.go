package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"sfdfa-actors/cmd/sfdfa-actors/internal/rundirs/listing"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
)

// listed returns what "runs --json" says of each directory.
func listed(t *testing.T, arguments ...string) map[string]listing.Run {
	t.Helper()
	code, stdout, stderr := invoke(context.Background(), append([]string{"runs", "--json"}, arguments...)...)
	l := listing.Listing{}
	if err := json.Unmarshal([]byte(stdout), &l); err != nil || code != exitOK || l.Runs == nil {
		t.Fatalf("exit code %d, error %v, %s%s", code, err, stdout, stderr)
	}
	all := map[string]listing.Run{}
	for _, r := range l.Runs {
		all[filepath.Base(r.Directory)] = r
	}
	return all
}

// Whatever stands in runs, each gets a line of at most 100 columns, with its state.
func TestRunsAreListedInEveryState(t *testing.T) {
	copied := victim(t)
	t.Chdir(t.TempDir())
	if all := listed(t); len(all) != 0 {
		t.Errorf("%v, want none", all)
	}
	changes := map[string]struct {
		state  listing.State
		change func(directory string)
	}{
		"finished":    {listing.Finished, func(string) {}},
		"no-energy":   {listing.Finished, func(d string) { must(t, os.Remove(filepath.Join(d, runs.EnergyFile))) }},
		"interrupted": {listing.Interrupted, func(d string) { put(t, d, record.SummaryFile, `{"interrupted":true}`) }},
		"killed":      {listing.Stopped, func(d string) { must(t, os.Remove(filepath.Join(d, record.SummaryFile))) }},
		"begun": {listing.Stopped, func(d string) {
			must(t, os.Remove(filepath.Join(d, record.SummaryFile)))
			put(t, d, record.MetricsFile, "")
		}},
		"other-config": {listing.Unreadable, func(d string) { put(t, d, record.ConfigFile, "\x00\x1b[2J: 1") }},
		"bad-summary":  {listing.Unreadable, func(d string) { put(t, d, record.SummaryFile, `{"test_accuracy":1e300}`) }},
		"bad-metrics": {listing.Unreadable, func(d string) {
			must(t, os.Remove(filepath.Join(d, record.SummaryFile)))
			put(t, d, record.MetricsFile, "{]\n")
		}},
		"bad-energy": {listing.Unreadable, func(d string) {
			put(t, d, runs.EnergyFile, `{"per_sample":{"forward":{"dynamic_joules_estimate":-1}}}`)
		}},
		"many-layers":     {listing.Finished, func(d string) { put(t, d, record.ConfigFile, "layers: ["+strings.Repeat("7,", 63)+"7]\n") }},
		"under-way":       {listing.UnderWay, func(string) {}},
		"escape-\x1b[31m": {listing.Finished, func(string) {}},
	}
	for name, test := range changes {
		directory := filepath.Join("runs", name)
		moved(t, copied(), directory)
		test.change(directory)
	}
	must(t, os.Mkdir(filepath.Join("runs", "foreign"), 0o755))
	put(t, "runs", "file", "")
	lock, err := record.LockDirectory(filepath.Join("runs", "under-way"))
	must(t, err)
	defer lock.Close()
	all := listed(t)
	if len(all) != len(changes) {
		t.Errorf("%d runs, want %d", len(all), len(changes))
	}
	for name, test := range changes {
		if r := all[name]; r.State != test.state || (r.Fault != "") != (test.state == listing.Unreadable) {
			t.Errorf("%s is %q (%s), want %q", name, r.State, r.Fault, test.state)
		}
	}
	if r := all["finished"]; r.Dataset != "yinyang" || r.Rule != "sfdfa" || r.Epochs != 2 || r.TestAccuracy == nil || r.JoulesPerSample == nil || len(r.HiddenNeurons) != 1 {
		t.Errorf("finished: %+v", r)
	}
	if r := all["killed"]; r.Epochs != 2 || r.TestAccuracy == nil || r.JoulesPerSample != nil {
		t.Errorf("killed: %+v", r)
	}
	code, table, stderr := invoke(context.Background(), "runs")
	if code != exitOK || strings.ContainsRune(table, '\x1b') {
		t.Errorf("exit code %d, %s%q", code, stderr, table)
	}
	for line := range strings.Lines(table) {
		if utf8.RuneCountInString(line) > 101 {
			t.Errorf("%d columns: %s", utf8.RuneCountInString(line), line)
		}
	}
	if own := listed(t, filepath.Join("runs", "killed"), "runs"); len(own) != len(changes) {
		t.Errorf("%d runs, want %d, each once", len(own), len(changes))
	}
	expect(t, "no directory", exitUsage, "none", "runs", "none")
}

// All that is given is a run, and nobody writes to it; else nothing is removed.
func TestRunsAreRemovedTogetherOrNotAtAll(t *testing.T) {
	copied := victim(t)
	a, b, foreign := copied(), copied(), t.TempDir()
	expect(t, "nobody to ask", exitUsage, "without --yes", "runs", "rm", a)
	expect(t, "foreign", exitUsage, "is no run", "runs", "rm", "--yes", a, foreign)
	lock, err := record.LockDirectory(b)
	must(t, err)
	expect(t, "held", exitUsage, "in use by a run", "runs", "rm", "--yes", a, b)
	must(t, lock.Close())
	if !record.IsRun(a) || !record.IsRun(b) {
		t.Fatal("a run is gone")
	}
	code, stdout, stderr := invoke(context.Background(), "runs", "rm", "--yes", a, b, a+string(filepath.Separator))
	if code != exitOK || stdout != "removed "+a+"\nremoved "+b+"\n" {
		t.Errorf("exit code %d, %s%s", code, stdout, stderr)
	}
	for _, directory := range []string{a, b} {
		if _, err := os.Stat(directory); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", directory, err)
		}
	}
}
