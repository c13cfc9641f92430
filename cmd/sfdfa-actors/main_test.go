package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// invoke runs a command line in this process.
func invoke(ctx context.Context, arguments ...string) (code int, stdout, stderr string) {
	var out, errors bytes.Buffer
	root := newRootCommand()
	root.SetArgs(arguments)
	root.SetOut(&out)
	root.SetErr(&errors)
	code = execute(ctx, root)
	return code, out.String(), errors.String()
}

// small are the flags of a run that takes a moment.
func small(directory string, more ...string) []string {
	return append([]string{
		"run", "--epochs", "2", "--train-limit", "100", "--test-limit", "50", "--layers", "20", "--out", directory,
	}, more...)
}

func TestExitCodesAndMessages(t *testing.T) {
	directory := t.TempDir()
	used := filepath.Join(directory, "used")
	if err := os.MkdirAll(filepath.Join(used, "something"), 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(directory, "file")
	if err := os.WriteFile(file, []byte("learning-rat: 1"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		arguments []string
		code      int
		stderr    []string
	}{
		"unknown command":     {[]string{"walk"}, 2, []string{`unknown command "walk"`}},
		"unknown flag":        {[]string{"run", "--speed", "1"}, 2, []string{"--speed"}},
		"argument":            {[]string{"run", "mnist"}, 2, []string{"mnist"}},
		"no number":           {[]string{"run", "--epochs", "many"}, 2, []string{"--epochs", "many"}},
		"bad list":            {[]string{"run", "--layers", "3,x"}, 2, []string{"--layers", `"x"`, "integers"}},
		"NaN":                 {[]string{"run", "--learning-rate", "nan"}, 2, []string{"learning-rate", "NaN", "from 0 to 1000"}},
		"not a time":          {[]string{"run", "--tau-syn", "nan"}, 2, []string{"tau-syn", "nan", "a number of seconds", "ms"}},
		"time below":          {[]string{"run", "--tau-syn", "-1ms"}, 2, []string{"tau-syn", "-0.001 s", "above 0"}},
		"overflow":            {[]string{"run", "--duration", "1000"}, 2, []string{"duration", "600"}},
		"unknown data set":    {[]string{"run", "--dataset", "cifar"}, 2, []string{`"cifar"`, "yinyang", "mnist"}},
		"missing data":        {[]string{"run", "--dataset", "mnist", "--data-dir", directory}, 3, []string{"train-images-idx3-ubyte.gz", "data fetch mnist"}},
		"directory in use":    {[]string{"run", "--out", used}, 2, []string{used, "not empty"}},
		"directory is a file": {[]string{"run", "--out", file}, 2, []string{file}},
		"no config file":      {[]string{"run", "--config", filepath.Join(directory, "none")}, 2, []string{"none"}},
		"bad config file":     {[]string{"run", "--config", file}, 2, []string{file, "learning-rat", "learning-rate"}},
		"no size":             {[]string{"run", "--max-memory", "4g"}, 2, []string{"--max-memory", `"4g" is no size`, "4GiB"}},
		"no time":             {[]string{"run", "--time-limit", "90"}, 2, []string{"--time-limit", `"90" is no time`, "90m"}},
		"too large":           {[]string{"run", "--layers", "1000000000", "--max-memory", "1GiB"}, 2, []string{"the run needs about", "TiB", "max-memory, 1 GiB"}},
		"no energy profile":   {[]string{"run", "--energy-profile", "loihi7"}, 2, []string{`"loihi7"`, "loihi-sanafe"}},
		"bad energy profile":  {[]string{"energy", "check", file}, 2, []string{file, "learning-rat", "constants"}},
		"profile to show":     {[]string{"energy", "show", "loihi7"}, 2, []string{`"loihi7"`, "loihi-sanafe"}},
		"no file of profile":  {[]string{"energy", "show", "--yaml", file}, 2, []string{file, "loihi-sanafe"}},
		"time step":           {[]string{"run", "--timestep", "0"}, 2, []string{"timestep", "0 s", "from 1e-6 to 1"}},
		"grade of one bit":    {[]string{"run", "--grade-bits", "1"}, 2, []string{"grade-bits", "1 bits", "0, or from 2 to 32"}},
		"grade without range": {[]string{"run", "--grade-range", "0"}, 2, []string{"grade-range", "1e-9"}},
		"unknown trace":       {[]string{"run", "--trace", "voltages"}, 2, []string{`"voltages"`, "spikes, packets, messages"}},
		"trace without kinds": {[]string{"run", "--trace-limit", "5MB"}, 2, []string{"--trace-limit", "--trace"}},
		"trace without bytes": {[]string{"run", "--trace", "spikes", "--trace-limit", "10B"}, 2, []string{"trace-limit", "10 bytes", "4096 or more"}},
		"no size of a trace":  {[]string{"run", "--trace", "spikes", "--trace-limit", "big"}, 2, []string{"trace-limit", `"big"`, "500MB"}},
		"trace over a file":   {[]string{"run", "--trace", "spikes", "--trace-file", file}, 2, []string{file, "exists", "allowed"}},
		"trace of eval":       {[]string{"eval", used, "--trace", "spikes"}, 2, []string{"--trace-file", "allowed"}},
		"unknown chip":        {[]string{"fit", "--chip", "loihi3"}, 2, []string{`"loihi3"`, "loihi1, loihi2"}},
		"weight bits":         {[]string{"fit", "--weight-bits", "65"}, 2, []string{"weight-bits", "65", "from 1 to 64"}},
		"fit of nothing":      {[]string{"fit", used}, 2, []string{used, "config.yaml"}},
		"estimate of nothing": {[]string{"energy", "estimate", used}, 2, []string{used, "config.yaml"}},
		"unknown set to list": {[]string{"data", "fetch", "cifar"}, 2, []string{"cifar"}},
	} {
		code, stdout, stderr := invoke(context.Background(), test.arguments...)
		if code != test.code {
			t.Errorf("%s: exit code %d, want %d (%s)", name, code, test.code, stderr)
		}
		if stdout != "" {
			t.Errorf("%s: prints %q, want nothing on standard output", name, stdout)
		}
		for _, part := range test.stderr {
			if !strings.Contains(stderr, part) {
				t.Errorf("%s: error %q does not mention %q", name, stderr, part)
			}
		}
		if strings.Contains(stderr, "goroutine") || strings.Count(stderr, "\n") > 2 {
			t.Errorf("%s: error %q is more than a line and a hint", name, stderr)
		}
	}
}

func TestRunPrintsATableAndLeavesItsRecord(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "run")
	code, stdout, stderr := invoke(context.Background(), small(directory)...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, part := range []string{"yinyang with sfdfa", "test accuracy", "loss", "spikes per neuron", "silent neurons", "weight alignment", "messages", "synaptic events", "time", "digest", directory} {
		if !strings.Contains(stdout, part) {
			t.Errorf("table lacks %q:\n%s", part, stdout)
		}
	}
	if strings.Count(stderr, "epoch ") != 2 {
		t.Errorf("progress %q, want a line for each of 2 epochs", stderr)
	}
	for _, name := range []string{record.ConfigFile, record.MetricsFile, record.SummaryFile, record.NetworkFile} {
		if _, err := os.Stat(filepath.Join(directory, name)); err != nil {
			t.Error(err)
		}
	}
}

// summaryOf runs with --json and returns the object printed.
func summaryOf(t *testing.T, arguments ...string) map[string]any {
	t.Helper()
	code, stdout, stderr := invoke(context.Background(), append(arguments, "--json")...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	var summary map[string]any
	if err := json.Unmarshal([]byte(stdout), &summary); err != nil {
		t.Fatalf("%v in %s", err, stdout)
	}
	return summary
}

func TestJSONHasTheKeysThatScriptsRelyOn(t *testing.T) {
	summary := summaryOf(t, small(filepath.Join(t.TempDir(), "run"))...)
	for _, key := range []string{"test_accuracy", "train_accuracy", "digest", "samples_per_second"} {
		if summary[key] == nil {
			t.Errorf("no %s in %v", key, summary)
		}
	}
}

func TestEveryWayToRunGivesOneDigest(t *testing.T) {
	want := ""
	for i, more := range [][]string{
		{}, {"--procs", "1"}, {"--coalesce", "1"}, {"--coalesce", "7", "--procs", "2"},
		{"--engine", "reference"}, {"--transport", "spike", "--coalesce", "3"}, {"--neurons-per-core", "7"},
	} {
		digest := summaryOf(t, small(filepath.Join(t.TempDir(), "run"), more...)...)["digest"].(string)
		if i == 0 {
			want = digest
		}
		if digest != want {
			t.Errorf("%v: digest %s, want %s", more, digest, want)
		}
	}
	if other := summaryOf(t, small(filepath.Join(t.TempDir(), "run"), "--seed", "2")...)["digest"]; other == want {
		t.Error("another seed gives the same digest")
	}
}

func TestTheWrittenConfigReplaysTheRun(t *testing.T) {
	first := filepath.Join(t.TempDir(), "first")
	want := summaryOf(t, small(first, "--density", "0.4", "--rule", "dfa", "--seed", "77", "--learning-rate", "0.0123456789")...)
	got := summaryOf(t, "run", "--config", filepath.Join(first, record.ConfigFile), "--out", filepath.Join(t.TempDir(), "again"))
	if got["digest"] != want["digest"] {
		t.Errorf("replayed digest %v, want %v", got["digest"], want["digest"])
	}
}

func TestInterruptedRunSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	directory := filepath.Join(t.TempDir(), "run")
	code, stdout, _ := invoke(ctx, small(directory)...)
	if code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
	if !strings.Contains(stdout, "interrupted after 0 of 2 epochs") {
		t.Errorf("table does not say so:\n%s", stdout)
	}
	// Nothing was learned: there is nothing to save, and the run starts anew.
	for _, name := range []string{record.SummaryFile, record.NetworkFile, runs.CheckpointDirectory} {
		if _, err := os.Stat(filepath.Join(directory, name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: error %v, want none of it", name, err)
		}
	}
	got, want := summaryOf(t, "run", "--resume", directory), summaryOf(t, small(filepath.Join(t.TempDir(), "run"))...)
	if got["digest"] != want["digest"] {
		t.Errorf("digest %v, want %v", got["digest"], want["digest"])
	}
}

func TestConfigPrintsWhatRunWouldUse(t *testing.T) {
	code, stdout, _ := invoke(context.Background(), "config", "--dataset", "mnist", "--rule", "dfa", "--epochs", "4")
	if code != 0 {
		t.Fatal("exit code", code)
	}
	for _, line := range []string{"dataset: mnist", "layers: [800]", "epochs: 4", "regularisation: 1\n"} {
		if !strings.Contains(stdout, line) {
			t.Errorf("no %q in\n%s", line, stdout)
		}
	}
}

func TestHelpNamesEverySetting(t *testing.T) {
	code, stdout, _ := invoke(context.Background(), "run", "--help-settings")
	if code != 0 {
		t.Fatal("exit code", code)
	}
	for _, s := range settings.All(&settings.Config{}) {
		if !strings.Contains(stdout, "--"+s.Name+" ") {
			t.Errorf("help lacks --%s", s.Name)
		}
	}
}
