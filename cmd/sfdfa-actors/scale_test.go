package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"sfdfa-actors/internal/settings"
	"sfdfa-actors/internal/study/scaling"
)

// smallScale are the flags of a study that takes a moment.
func smallScale(directory string, more ...string) []string {
	return append([]string{"scale", "--layers", "10", "--samples", "40", "--procs", "1,2", "--out", directory}, more...)
}

func TestScaleRefusesWhatCannotBe(t *testing.T) {
	used := t.TempDir()
	if err := os.WriteFile(filepath.Join(used, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		flags  []string
		stderr []string // what, value, allowed
	}{
		"no number":         {[]string{"--procs", "1,two"}, []string{"--procs", `"two"`, "integers"}},
		"no list":           {[]string{"--procs", ""}, []string{"--procs", `""`, "integers"}},
		"none":              {[]string{"--procs", "0,1"}, []string{"procs", "0,1 CPU cores", "from 1 to 1024"}},
		"too many":          {[]string{"--procs", "1,4096"}, []string{"procs", "1,4096", "from 1 to 1024"}},
		"descending":        {[]string{"--procs", "2,1"}, []string{"procs", "2,1", "ascending"}},
		"twice":             {[]string{"--procs", "1,2,2"}, []string{"procs", "1,2,2", "ascending", "once"}},
		"too few repeats":   {[]string{"--repeats", "2"}, []string{"repeats", "2", "3 or more"}},
		"no samples":        {[]string{"--samples", "0"}, []string{"samples", "0", "1 or more"}},
		"unknown study":     {[]string{"--study", "fast"}, []string{"study", `"fast"`, "strong, weak, both"}},
		"another engine":    {[]string{"--engine", "reference"}, []string{"engine", `"reference"`, "actors"}},
		"a bad setting":     {[]string{"--batch", "0"}, []string{"batch", "0 samples", "1 or more"}},
		"directory in use":  {[]string{"--out", used}, []string{"out", used, "not empty"}},
		"too many neurons":  {[]string{"--layers", "2000000000"}, []string{"scaling, layers", "procs", "2000000000"}},
		"argument":          {[]string{"mnist"}, []string{"mnist"}},
		"in-degree too big": {[]string{"--in-degree", "9"}, []string{"in-degree", "9 synapses", "up to the 5 inputs"}},
	} {
		code, stdout, stderr := invoke(context.Background(), smallScale(filepath.Join(t.TempDir(), "study"), test.flags...)...)
		if code != exitUsage || stdout != "" {
			t.Errorf("%s: exit code %d, want %d, and prints %q, want nothing", name, code, exitUsage, stdout)
		}
		for _, part := range test.stderr {
			if !strings.Contains(stderr, part) {
				t.Errorf("%s: error %q does not mention %q", name, stderr, part)
			}
		}
		if strings.Count(stderr, "\n") > 2 {
			t.Errorf("%s: error %q is more than a line and a hint", name, stderr)
		}
	}
}

func TestScalePrintsTablesAndLeavesItsFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("measures for seconds: not with -short")
	}
	directory := filepath.Join(t.TempDir(), "study")
	code, stdout, stderr := invoke(context.Background(), smallScale(directory)...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	for _, part := range []string{
		"yinyang with sfdfa, 10 hidden neurons, seed 1", "40 samples", "3 repeats", "strong scaling, relative to 1 CPU core\n", "weak scaling, relative to 1 CPU core\n",
		"hidden neurons", "speed-up", "efficiency", "messages/s", "synaptic events/s", "build", "warm-up", "integrate", "learn", "route", "mailbox", "idle", directory,
	} {
		if !strings.Contains(stdout, part) {
			t.Errorf("table lacks %q:\n%s", part, stdout)
		}
	}
	for _, part := range []string{"strong, 1 CPU core, build", "weak, 2 CPU cores, warm-up", "weak, 2 CPU cores, repeat 3/3", "strong, 1 CPU core, profile"} {
		if !strings.Contains(stderr, part) {
			t.Errorf("progress lacks %q:\n%s", part, stderr)
		}
	}
	entries, err := os.ReadDir(directory)
	if err != nil || len(entries) != 4 {
		t.Errorf("%d files (error %v), want 4", len(entries), err)
	}
	for _, name := range []string{scaling.CSVFile, scaling.JSONFile, scaling.Picture + ".svg", scaling.Picture + ".png"} {
		if info, err := os.Stat(filepath.Join(directory, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing or empty: %v", name, err)
		}
	}
}

// More CPU cores than the machine has are measured, but marked in every place.
// The list of a config file's run is one number, which means nothing here.
func TestScaleSaysWhenTheMachineHasTooFewCPUCores(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, "config.yaml")
	if err := os.WriteFile(file, []byte("procs: 5\nseed: 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	more := []string{"--config", file, "--procs", fmt.Sprintf("1,%d", runtime.NumCPU()+1), "--study", "strong"}
	code, stdout, stderr := invoke(context.Background(), smallScale(filepath.Join(directory, "one"), more...)...)
	warning := fmt.Sprintf("the machine has %d CPU cores", runtime.NumCPU())
	star := fmt.Sprintf(" %d* ", runtime.NumCPU()+1)
	if code != 0 || !strings.Contains(stderr, warning) || !strings.Contains(stdout, warning) || !strings.Contains(stdout, star) || strings.Contains(stdout, "weak") {
		t.Errorf("exit code %d; want %q twice and %q in\n%s\n%s", code, warning, star, stderr, stdout)
	}
	code, stdout, stderr = invoke(context.Background(), smallScale(filepath.Join(directory, "two"), append(more, "--json")...)...)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	var report struct {
		Warning string
		Seed    uint64
		Studies []scaling.Series
		Config  map[string]any
	}
	if err := json.Unmarshal([]byte(stdout), &report); err != nil {
		t.Fatal(err)
	}
	points := report.Studies[0].Points
	if !strings.Contains(report.Warning, warning) || points[0].Oversubscribed || !points[1].Oversubscribed {
		t.Errorf("warning %q, oversubscribed %t and %t", report.Warning, points[0].Oversubscribed, points[1].Oversubscribed)
	}
	if report.Seed != 3 || report.Config["procs"] != 0.0 {
		t.Errorf("seed %d and procs %v of the config, want 3 and 0", report.Seed, report.Config["procs"])
	}
}

func TestHelpOfScaleNamesEverySettingOnce(t *testing.T) {
	code, stdout, _ := invoke(context.Background(), "scale", "--help-settings")
	if code != 0 {
		t.Fatal("exit code", code)
	}
	for _, s := range settings.All(&settings.Config{}) {
		if strings.Count(stdout, "\n      --"+s.Name+" ") != 1 {
			t.Errorf("help does not have --%s once", s.Name)
		}
	}
	for _, part := range []string{"--procs integers", "--study", "--repeats", "--samples", "--out", "hidden population grow"} {
		if !strings.Contains(stdout, part) {
			t.Errorf("help lacks %q", part)
		}
	}
}
