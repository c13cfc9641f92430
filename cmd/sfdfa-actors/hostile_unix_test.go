//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/internal/runs/record"
)

// pipeFor puts a pipe that nobody writes to in the place of a file, if there is one.
func pipeFor(t *testing.T, path string) {
	t.Helper()
	must(t, os.RemoveAll(path))
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
}

// Nothing waits for a pipe that stands where a file should.
func TestPipesForFiles(t *testing.T) {
	copied := victim(t)
	for name, codes := range map[string]map[string]int{
		record.ConfigFile:         {"eval": 2, "inspect": 2, "traffic": 2, "energy": 2, "fit": 2, "report": 2},
		record.TrafficFile:        {"traffic": 1, "energy": 1, "report": 1},
		runs.EnergyFile:           {"traffic": 1, "energy": 1, "report": 1},
		record.MetricsFile:        {"report": 1},
		checkpointOf(t, copied()): {"eval": 1, "inspect": 1, "report": 1},
	} {
		directory := copied()
		pipeFor(t, filepath.Join(directory, name))
		for reader, code := range codes {
			expect(t, name, code, "", readers(directory)[reader]...)
		}
	}

	directory := t.TempDir()
	pipe := filepath.Join(directory, "comparison.json")
	pipeFor(t, pipe)
	expect(t, "comparison", 2, "it is a pipe", "figure", "6", "--from", directory)
	expect(t, "config", 2, "nobody writes to", "run", "--config", pipe)
	expect(t, "profile", 2, "nobody writes to", "energy", "check", pipe)
	expect(t, "case", 1, "nobody writes to", "check", pipe)
	expect(t, "directory", 2, "", "run", "--resume", pipe)
	expect(t, "directory", 2, "", "run", "--out", pipe)
	expect(t, "conversion", 1, "there already", "data", "convert", "yinyang", "--out", pipe)

	for set, name := range map[string]string{"mnist": "mnist/train-images-idx3-ubyte.gz", "npz": "spikes.npz", "shd": "shd/shd_train.h5", "fsdd": "fsdd/fsdd-recordings.tar.gz", "emnist-balanced": "emnist/gzip.zip"} {
		data := t.TempDir()
		pipeFor(t, filepath.Join(data, name))
		expect(t, set, 3, set, "run", "--dataset", set, "--data-dir", data)
		expect(t, set, 3, set, "data", "convert", set, "--data-dir", data)
		expect(t, set, 0, "", "data", "list", "--data-dir", data)
	}
}

// checkpointOf is the path of a run's newest checkpoint below its directory.
func checkpointOf(t *testing.T, directory string) string {
	t.Helper()
	entries, err := checkpoint.Directory(filepath.Join(directory, runs.CheckpointDirectory)).List()
	must(t, err)
	path, err := filepath.Rel(directory, entries[0].Path)
	must(t, err)
	return path
}

// A conversion writes no file but its own, wherever a link in its place leads.
func TestConversionsWriteThroughNoLink(t *testing.T) {
	directory := t.TempDir()
	precious := filepath.Join(directory, "precious")
	must(t, os.WriteFile(precious, []byte("precious"), 0o600))
	out := filepath.Join(directory, "spikes.npz")
	must(t, os.Symlink(precious, out+".part"))
	expect(t, "conversion", 0, "", "data", "convert", "yinyang", "--out", out)
	if content(t, directory, "precious") != "precious" {
		t.Error("the file that the link led to was written to")
	}
}
