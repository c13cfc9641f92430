//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"sfdfa-actors/cmd/sfdfa-actors/internal/interrupt"
	"sfdfa-actors/internal/runs/record"
)

// soakTime names a variable which, where it is set, makes tests take all the time they need.
const soakTime = "SFDFA_SOAK"

// programVariable makes the test's binary the program.
const programVariable = "SFDFA_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programVariable) != "" {
		main()
	}
	// What the tests run is so short that most of its time would go into collections of a small heap.
	debug.SetGCPercent(1000)
	if err := os.Setenv("GOGC", "400"); err != nil { // of the program
		panic(err)
	}
	os.Exit(m.Run())
}

// program returns the path of what runs as the program in processes that the test starts.
func program(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the program many times: not with -short")
	}
	if err := os.Setenv(programVariable, "yes"); err != nil {
		t.Fatal(err)
	}
	return os.Args[0]
}

// subject are the flags of a run with many checkpoints.
func subject(directory string) []string {
	return []string{
		"run", "--epochs", "3", "--train-limit", "600", "--test-limit", "100", "--layers", "60", "--batch", "20", "--rate-average", "300", "--seed", "5",
		"--json", "--log-level", "debug", "--checkpoint-every", "3", "--out", directory,
	}
}

// finished runs the program to its end.
func finished(t testing.TB, path string, arguments ...string) *record.Summary {
	t.Helper()
	command := exec.Command(path, arguments...)
	var errors bytes.Buffer
	command.Stderr = &errors
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v: %s", arguments, err, errors.String())
	}
	var summary struct {
		record.Summary
		Config map[string]any `json:"config"`
	}
	if err := json.Unmarshal(out, &summary); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	return &summary.Summary
}

// signalled starts the program, and sends it a signal a while after it has printed
// so many lines. It returns whether the program ended before that, and its state.
func signalled(t *testing.T, signal syscall.Signal, lines int, delay time.Duration, path string, arguments ...string) (early bool, state *os.ProcessState) {
	t.Helper()
	printed, state := watched(t, lines, func(program *os.Process) {
		<-time.After(delay)
		early = program.Signal(signal) != nil
	}, path, arguments...)
	return early || !printed, state
}

// watched starts the program, and calls then once it has printed so many lines, or has
// ended with fewer. It returns whether they were printed, and the program's state.
func watched(t *testing.T, lines int, then func(*os.Process), path string, arguments ...string) (printed bool, state *os.ProcessState) {
	t.Helper()
	command := exec.Command(path, arguments...)
	progress, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(progress)
	read := 0
	for read < lines && scanner.Scan() {
		read++
	}
	then(command.Process)
	for scanner.Scan() {
	}
	_ = command.Wait() // its state says how it ended
	return read == lines, command.ProcessState
}

// kill -9 at any point, and again while it goes on, costs nothing but time.
func TestKilledRunsGoOn(t *testing.T) {
	t.Parallel()
	path, directory := program(t), t.TempDir()
	want := finished(t, path, subject(filepath.Join(directory, "whole"))...)
	killed, kills := 0, 4
	if os.Getenv(soakTime) != "" {
		kills = 100
	}
	for seed := range uint64(kills) {
		random := rand.New(rand.NewPCG(seed, 9))
		run := filepath.Join(directory, fmt.Sprint(seed))
		// Some 35 lines behind the first, before which there is no run yet: one at the start, one a checkpoint and one an epoch.
		lines, delay := 2+random.IntN(35), time.Duration(random.IntN(8000))*time.Microsecond
		t.Logf("seed %d: killed %v after line %d", seed, delay, lines)
		early, _ := signalled(t, syscall.SIGKILL, lines, delay, path, subject(run)...)
		resume := []string{"run", "--resume", run, "--json", "--log-level", "debug", "--checkpoint-every", "3"}
		again, _ := signalled(t, syscall.SIGKILL, 1+random.IntN(10), delay/2, path, resume...)
		if !early && !again {
			killed++
		}
		got := finished(t, path, resume...)
		if got.Digest != want.Digest || *got.BestTestAccuracy != *want.BestTestAccuracy || got.Presented != want.Presented || got.Epochs != want.Epochs {
			t.Errorf("seed %d: digest %s, best %v %%, %d samples, %d epochs; want %s, %v %%, %d and %d", seed,
				got.Digest, *got.BestTestAccuracy, got.Presented, got.Epochs, want.Digest, *want.BestTestAccuracy, want.Presented, want.Epochs)
		}
		if got, want := metricsOf(t, got.Directory), metricsOf(t, want.Directory); !reflect.DeepEqual(got, want) {
			t.Errorf("seed %d: metrics %v, want %v", seed, got, want)
		}
		expectNothingLeft(t, run)
	}
	if killed < kills/2 {
		t.Errorf("%d of %d runs were killed twice before their end: that proves little", killed, kills)
	}
}

// metricsOf reads a run's metrics without what depends on the clock and on how
// the work was cut.
func metricsOf(t *testing.T, run string) (lines []map[string]any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(run, record.MetricsFile))
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(text) {
		var m map[string]any
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"train_seconds", "test_seconds", "samples_per_second", "envelopes_per_sample"} {
			delete(m, key)
		}
		delete(m["traffic"].(map[string]any), "envelopes")
		lines = append(lines, m)
	}
	if len(lines) != 3 {
		t.Errorf("%d lines of metrics, want 3", len(lines))
	}
	return lines
}

// expectNothingLeft fails the test if a run that has ended has more than the two
// newest checkpoints.
func expectNothingLeft(t *testing.T, run string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(run, "checkpoints", "*"))
	hidden, hiddenErr := filepath.Glob(filepath.Join(run, "checkpoints", ".*"))
	if err != nil || hiddenErr != nil || len(files) != 2 || len(hidden) != 0 {
		t.Errorf("checkpoints %v and %v, want 2 and none hidden", files, hidden)
	}
}

// Ctrl-C ends with a checkpoint, a summary and the exit code 130.
func TestInterruptedRunsGoOn(t *testing.T) {
	t.Parallel()
	path, directory := program(t), t.TempDir()
	want := finished(t, path, subject(filepath.Join(directory, "whole"))...)
	run := filepath.Join(directory, "run")
	early, state := signalled(t, syscall.SIGINT, 6, 0, path, subject(run)...)
	if early || state.ExitCode() != exitInterrupted {
		t.Fatalf("exit code %d, want %d", state.ExitCode(), exitInterrupted)
	}
	text, err := os.ReadFile(filepath.Join(run, record.SummaryFile))
	if err != nil || !strings.Contains(string(text), `"interrupted": true`) {
		t.Errorf("summary %s, error %v", text, err)
	}
	if got := finished(t, path, "run", "--resume", run, "--json"); got.Digest != want.Digest {
		t.Errorf("digest %s, want %s", got.Digest, want.Digest)
	}
}

// needsSignals skips a test whose program would ignore the signals that are to end it, as behind nohup.
func needsSignals(t *testing.T, signals ...os.Signal) {
	t.Helper()
	if slices.ContainsFunc(signals, signal.Ignored) {
		t.Skipf("needs signals, and one of %v is ignored here", signals)
	}
}

// A second Ctrl-C does not wait for the batch.
func TestASecondInterruptLeavesAtOnce(t *testing.T) {
	t.Parallel()
	path := program(t)
	needsSignals(t, syscall.SIGINT)
	// A batch takes seconds, so that it is under way at the second signal.
	command := exec.Command(path, "run", "--batch", "500", "--layers", "2000,2000,2000", "--out", filepath.Join(t.TempDir(), "run"))
	progress, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(progress)
	lines.Scan() // the run has begun
	for range 2 {
		if err := command.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal("the run ended before the signal:", err)
		}
		for lines.Scan() && !strings.Contains(lines.Text(), interrupt.Stopping) { // until the first has been seen
		}
	}
	_ = command.Wait() // that it failed is what is wanted
	if status, ok := command.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGINT {
		t.Errorf("it ended with %v, want by the signal", command.ProcessState)
	}
}

// What trains nothing yet has nothing to save: it leaves before it is done.
func TestASignalEndsWhatHasNothingToSave(t *testing.T) {
	t.Parallel()
	path := program(t)
	needsSignals(t, syscall.SIGINT, syscall.SIGHUP)
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			expectNothingToSave(t, path, signal)
		})
	}
}

// expectNothingToSave fails the test unless a signal ends the program while it builds, with nothing saved.
func expectNothingToSave(t *testing.T, path string, signal os.Signal) {
	run := filepath.Join(t.TempDir(), "run")
	// Building takes far longer than the test may.
	command := exec.Command(path, "run", "--dataset", "patterns", "--layers", "300000", "--in-degree", "100", "--log-level", "debug", "--out", run)
	stderr, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(stderr)
	if line, err := reader.ReadString('\n'); err != nil || !strings.Contains(line, "building") {
		t.Fatalf("it begins with %q, error %v", line, err)
	}
	if err := command.Process.Signal(signal); err != nil {
		t.Fatal("it ended before the signal:", err)
	}
	log, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // its state says how it ended
	if code := command.ProcessState.ExitCode(); code != exitInterrupted || !bytes.Contains(log, []byte("nothing to save")) {
		t.Errorf("%v: exit code %d, want %d; it says %s", signal, code, exitInterrupted, log)
	}
	if _, err := os.Stat(filepath.Join(run, "checkpoints")); err == nil {
		t.Errorf("%v: there is a checkpoint of an untrained network", signal)
	}
}

// A reader of the progress that goes away is no reason to stop.
func TestARunOutlivesItsReader(t *testing.T) {
	t.Parallel()
	path, directory := program(t), filepath.Join(t.TempDir(), "run")
	command := exec.Command(path, subject(directory)...)
	progress, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	bufio.NewScanner(progress).Scan()
	if err := progress.Close(); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(directory, record.SummaryFile)); err != nil {
		t.Error(err)
	}
}
