//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"
)

// startWorker starts the program as a worker that ends with the test, and returns its
// address.
func startWorker(t testing.TB, path, listen string) (string, *exec.Cmd) {
	t.Helper()
	command := exec.Command(path, "worker", "--listen", listen, "--procs", "1")
	said, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait() // killed
	})
	reader := bufio.NewReader(said)
	line, err := reader.ReadString('\n')
	_, address, found := strings.Cut(strings.TrimSpace(line), "address=")
	if err != nil || !found {
		t.Fatalf("a worker said %q, %v", line, err)
	}
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	return address, command
}

// onWorkers are the flags of a shorter run of the killed tests on two workers, with cores
// small enough for both.
func onWorkers(directory string, addresses ...string) []string {
	flags := append(subject(directory), "--neurons-per-core", "20", "--train-limit", "300")
	if len(addresses) > 0 {
		flags = append(flags, "--workers", strings.Join(addresses, ","), "--worker-timeout", "5s")
	}
	return flags
}

// A run on workers leaves the digest and the metrics of one without, also if it is killed
// and goes on, and if a worker is killed and comes back.
func TestRunsOnWorkersAreThoseOfOneProcess(t *testing.T) {
	t.Parallel()
	path, directory := program(t), t.TempDir()
	want := finished(t, path, onWorkers(filepath.Join(directory, "local"))...)
	first, _ := startWorker(t, path, "127.0.0.1:0")
	second, mortal := startWorker(t, path, "127.0.0.1:0")
	check := func(name, run string, digest string) {
		t.Helper()
		if digest != want.Digest {
			t.Errorf("%s: digest %s, want %s", name, digest, want.Digest)
		}
		got, want := metricsOf(t, run), metricsOf(t, want.Directory)
		for _, m := range got {
			if m["wire_bytes_per_sample"] == nil {
				t.Errorf("%s: no bytes on the wire", name)
			}
			delete(m, "wire_bytes_per_sample")
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: metrics %v, want %v", name, got, want)
		}
	}

	whole := finished(t, path, onWorkers(filepath.Join(directory, "whole"), first, second)...)
	check("never stopped", whole.Directory, whole.Digest)

	start := func(name string, addresses ...string) string {
		weights := filepath.Join(want.Directory, "network.npz")
		return finished(t, path, append(onWorkers(filepath.Join(directory, name), addresses...), "--epochs", "1", "--train-limit", "60", "--weights", weights)...).Digest
	}
	if here, there := start("from weights here"), start("from weights there", first, second); here != there || here == want.Digest {
		t.Errorf("from weights: digest %s on workers, want %s", there, here)
	}

	killed := filepath.Join(directory, "killed")
	if early, _ := signalled(t, syscall.SIGKILL, 12, 0, path, onWorkers(killed, first, second)...); early {
		t.Error("the run was over before it was killed")
	}
	again := finished(t, path, "run", "--resume", killed, "--json", "--workers", first+","+second, "--worker-timeout", "5s")
	check("killed", killed, again.Digest)

	lost := filepath.Join(directory, "lost")
	printed, state := watched(t, 12, func(*os.Process) {
		if err := mortal.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = mortal.Wait() // killed
		startWorker(t, path, second)
	}, path, onWorkers(lost, first, second)...)
	if !printed || !state.Success() {
		t.Errorf("the run ended with %v, after the worker was lost: %v", state, printed)
	}
	check("a worker lost", lost, finished(t, path, "run", "--resume", lost, "--json").Digest)
}

// What a run on workers counts and writes down is what one in one process does, byte for
// byte, whether it has a trace, for which all spikes cross, or not.
func TestFilesOfRunsOnWorkersAreThoseOfOneProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("three runs on workers: not with -short")
	}
	t.Parallel()
	path, directory := program(t), t.TempDir()
	first, _ := startWorker(t, path, "127.0.0.1:0")
	second, _ := startWorker(t, path, "127.0.0.1:0")
	run := func(name string, more ...string) string {
		out := filepath.Join(directory, name)
		finished(t, path, append([]string{
			"run", "--epochs", "1", "--train-limit", "60", "--test-limit", "40", "--layers", "60", "--batch", "20", "--rate-average", "50", "--neurons-per-core", "20", "--json", "--out", out,
		}, more...)...)
		return out
	}
	trace, workers := []string{"--trace", "spikes,packets,messages"}, []string{"--workers", first + "," + second}
	want := run("local", trace...)
	counted := []string{"traffic.json", "cores.csv", "links.csv", "neurobench.json", "network.npz"}
	for out, files := range map[string][]string{
		run("traced", append(trace, workers...)...): append(counted, "trace.jsonl", "messages.csv"),
		run("counted", workers...):                  counted,
	} {
		for _, name := range files {
			if !bytes.Equal(contents(t, filepath.Join(out, name)), contents(t, filepath.Join(want, name))) {
				t.Errorf("%s: %s differs from that of one process", filepath.Base(out), name)
			}
		}
	}
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What can't be asked of workers is refused with what is allowed, at once.
func TestFlagsOfWorkersAreChecked(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	for _, c := range []struct {
		flags []string
		says  string
	}{
		{[]string{"run", "--listen", "127.0.0.1:0"}, "--listen is given without --workers or --cluster"},
		{[]string{"run", "--workers", "localhost"}, `worker is "localhost", allowed: HOST:PORT`},
		{[]string{"run", "--workers", "localhost:1,localhost:1"}, "named twice"},
		{[]string{"run", "--workers", "192.0.2.1:7607", "--listen", "192.0.2.2:0"}, "or with insecure"},
		{[]string{"run", "--workers", "localhost:1", "--token-file", "/none"}, "token-file"},
		{[]string{"run", "--workers", "localhost:1", "--max-restarts", "-1"}, "max-restarts is -1"},
		{[]string{"worker", "--listen", ":7607"}, "allowed with advertise only"},
		{[]string{"run", "--cluster", "a", "--cluster-hosts", "localhost:1"}, "min-workers is 0 with a cluster"},
		{[]string{"run", "--cluster", "a", "--min-workers", "1"}, "cluster-hosts is empty"},
		{[]string{"worker", "--cluster", "a b"}, "without blanks"},
		{[]string{"worker", "--procs", "-1"}, "procs is -1"},
		{[]string{"worker", "--tls-cert", "x"}, "1 of tls-cert, tls-key and tls-ca"},
	} {
		code, _, stderr := invoke(ctx, c.flags...)
		if code != exitUsage || !strings.Contains(stderr, c.says) || strings.Count(stderr, "\n") > 1 {
			t.Errorf("%v: exit code %d, %q; want %d and one line that says %q", c.flags, code, stderr, exitUsage, c.says)
		}
	}
}
