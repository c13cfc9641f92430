package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/study/comparison"
)

// The placement and the grid change the traffic and nothing of the result; the
// command shows what the run wrote.
func TestTrafficOfARun(t *testing.T) {
	digests, hops := map[any]bool{}, map[any]bool{}
	for _, placement := range []string{"layer", "round-robin", "greedy"} {
		directory := filepath.Join(t.TempDir(), placement)
		summary := summaryOf(t, small(directory, "--neurons-per-core", "4", "--cores-grid", "3x4", "--placement", placement)...)
		digests[summary["digest"]] = true
		traffic := object(t, "traffic", directory)
		if traffic["placement"] != placement || traffic["cores_grid"] != "3x4" || traffic["cores"] != 6. || traffic["samples"] != 200. {
			t.Errorf("%s: %v", placement, traffic)
		}
		if epochs := traffic["epochs"].([]any); len(epochs) != 2 {
			t.Errorf("%s: %d epochs, want 2", placement, len(epochs))
		}
		forward := traffic["forward"].(map[string]any)
		hops[forward["hops_x"].(float64)+forward["hops_y"].(float64)] = true
		code, stdout, _ := invoke(context.Background(), "traffic", directory)
		for _, part := range []string{"6 cores on 3x4, " + placement, "input spikes", "grade payload", "error broadcast", "max/mean", "packets over a link"} {
			if code != 0 || !strings.Contains(stdout, part) {
				t.Errorf("exit code %d, no %q in\n%s", code, part, stdout)
			}
		}
		for _, name := range []string{record.CoresFile, record.LinksFile, "mesh.svg", "mesh_phases.svg", "purposes.svg"} {
			if info, err := os.Stat(filepath.Join(directory, name)); err != nil || info.Size() == 0 {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if len(digests) != 1 || len(hops) != 3 {
		t.Errorf("%d digests and %d numbers of hops, want 1 and 3", len(digests), len(hops))
	}
}

// Rules are compared side by side; only back-propagation sends errors backwards,
// and only SFDFA grades.
func TestTrafficOfRulesCompared(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "cmp")
	arguments := append([]string{"traffic", "compare"}, small(directory)[1:]...)
	code, stdout, stderr := invoke(context.Background(), arguments...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for name, want := range map[string]string{"bits × links, grade payload": "number - - -", "packets, backward errors": "- - - number"} {
		_, after, _ := strings.Cut(stdout, name)
		line, _, _ := strings.Cut(after, "\n")
		var kinds []string
		for _, figure := range strings.Fields(strings.NewReplacer(" k ", " ", " M ", " ").Replace(line)) {
			if figure != "-" {
				figure = "number"
			}
			kinds = append(kinds, figure)
		}
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("%s: %q, want %q in\n%s", name, line, want, stdout)
		}
	}
	mention(t, "the comparison", stdout, "estimated energy, learning", "both, clocked", "joules are estimates by loihi-davies2018", "that of bp is too low")
	for _, name := range []string{comparison.TrafficJSONFile, comparison.TrafficPicture + ".svg", comparison.TrafficPicture + ".png", "bp-1/traffic.json"} {
		if info, err := os.Stat(filepath.Join(directory, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	table, err := os.ReadFile(filepath.Join(directory, comparison.TrafficCSVFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(directory, comparison.TrafficCSVFile)); err != nil { // as if it was cut short before
		t.Fatal(err)
	}
	code, _, stderr = invoke(context.Background(), "traffic", "compare", "--resume", directory)
	if again, err := os.ReadFile(filepath.Join(directory, comparison.TrafficCSVFile)); code != exitOK || err != nil || !bytes.Equal(again, table) {
		t.Errorf("resumed: exit code %d, %s, %v; the table is the same: %v", code, stderr, err, bytes.Equal(again, table))
	}
	if got, want := strings.Count(string(table), "\n"), 1+4*2*10; got != want || !strings.HasPrefix(string(table), "rule,seed,epoch,phase,purpose,samples,batches,spikes,packets,") {
		t.Errorf("%d lines, want %d, a head and one for each of 4 rules, 2 epochs and 10 purposes:\n%.200s", got, want, table)
	}
}

// What can't be placed or read is said in a line.
func TestTrafficRefusals(t *testing.T) {
	empty := t.TempDir()
	started := t.TempDir()
	if err := os.WriteFile(filepath.Join(started, record.ConfigFile), []byte("dataset: yinyang\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken")
	if code, _, stderr := invoke(context.Background(), small(broken)...); code != 0 {
		t.Fatal(stderr)
	}
	if err := os.WriteFile(filepath.Join(broken, record.TrafficFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, arguments := range map[string][]string{
		"holds no run":           {"traffic", empty},
		"holds no traffic.json":  {"traffic", started},
		"traffic.json: unexpect": {"traffic", broken},
		"cores-grid is 2x2, allowed: 6 cores or more, which is what 23 neurons take": small(filepath.Join(empty, "a"), "--neurons-per-core", "4", "--cores-grid", "2x2"),
		`cores-grid is "2*2", allowed: WIDTHxHEIGHT`:                                 small(filepath.Join(empty, "b"), "--cores-grid", "2*2"),
		`placement is "best", allowed: layer, round-robin, greedy`:                   small(filepath.Join(empty, "c"), "--placement", "best"),
	} {
		code, stdout, stderr := invoke(context.Background(), arguments...)
		if code == 0 || stdout != "" || !strings.Contains(stderr, want) || strings.Contains(stderr, "goroutine") {
			t.Errorf("%v: exit code %d, error %q, want %q", arguments, code, stderr, want)
		}
	}
}
