package comparison

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/calibration"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

func TestSpreadByHand(t *testing.T) {
	s := NewSpread([]float64{97, 98, 99})
	if s.Mean != 98 || s.Deviation == nil || math.Abs(*s.Deviation-1) > 1e-12 || s.String() != "98.00 ± 1.00" {
		t.Errorf("97, 98, 99: %v, want 98 ± 1", s)
	}
	if s := NewSpread([]float64{97}); s.Mean != 97 || s.Deviation != nil || s.String() != "97.00" {
		t.Errorf("one value: %v, want 97 without a deviation", s)
	}
}

// silent is an observer that looks away, or stops the comparison at an epoch.
type silent struct{ stop func() }

func (silent) Chosen(*settings.Config, *calibration.Report)        {}
func (silent) Started(*settings.Config, *datasets.Dataset, string) {}
func (silent) Phase(int, messages.Part, int)                       {}
func (silent) Presented([]messages.Outcome)                        {}
func (s silent) Epoch(*record.Metrics) {
	if s.stop != nil {
		s.stop()
	}
}

// tiny compares rules on a small piece of the Yin-Yang task.
func tiny(rules ...string) Study {
	s := Study{Seeds: 2, Observer: func(string, uint64) runs.Observer { return silent{} }}
	for _, rule := range rules {
		c := settings.Defaults("yinyang", rule)
		c.Layers, c.Epochs, c.TrainLimit, c.TestLimit = []int{10}, 2, 40, 20
		s.Variants = append(s.Variants, Variant{rule, c})
	}
	return s
}

func TestAComparisonLeavesItsFiles(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "cmp")
	report, err := tiny("sfdfa", "dfa").Run(context.Background(), directory)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{JSONFile, CSVFile, Picture + ".svg", "sfdfa-1/summary.json", "sfdfa-2/summary.json", "dfa-1/config.yaml", "dfa-2/network.npz"} {
		if info, err := os.Stat(filepath.Join(directory, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	file, err := os.Open(filepath.Join(directory, CSVFile))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil || len(lines) != 1+2*2*2 || lines[1][0] != "sfdfa" || lines[8][1] != "2" || lines[8][2] != "2" {
		t.Errorf("%d lines, want a head and 8 epochs in order of rule, seed and epoch: %v, %v", len(lines), lines, err)
	}
	content, err := os.ReadFile(filepath.Join(directory, JSONFile))
	if err != nil {
		t.Fatal(err)
	}
	var read Report
	if err := json.Unmarshal(content, &read); err != nil {
		t.Fatal(err)
	}
	for i, rule := range report.Rules {
		a, b := rule.Runs[0].Summary, rule.Runs[1].Summary
		if a.Config.Seed != 1 || b.Config.Seed != 2 || a.Digest == b.Digest {
			t.Errorf("%s: seeds %d and %d with digests %s and %s", rule.Rule, a.Config.Seed, b.Config.Seed, a.Digest, b.Digest)
		}
		if want := (*a.TestAccuracy + *b.TestAccuracy) / 2; math.Abs(rule.TestAccuracy.Mean-want) > 1e-12 || read.Rules[i].TestAccuracy.Mean != rule.TestAccuracy.Mean {
			t.Errorf("%s: mean %v, in the file %v, want %v", rule.Rule, rule.TestAccuracy.Mean, read.Rules[i].TestAccuracy.Mean, want)
		}
	}
}

// A comparison that is cut short keeps the runs that have finished.
func TestAnInterruptedComparisonKeepsWhatItHas(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	study := tiny("sfdfa", "dfa")
	study.Observer = func(rule string, seed uint64) runs.Observer {
		if rule == "dfa" {
			return silent{stop: cancel}
		}
		return silent{}
	}
	directory := filepath.Join(t.TempDir(), "cmp")
	report, err := study.Run(ctx, directory)
	if err != nil {
		t.Fatal(err)
	}
	if !report.Interrupted || len(report.Rules[0].Runs) != 1 || len(report.Rules[1].Runs) != 0 {
		t.Errorf("interrupted %v with %d and %d runs, want true, 1 and 0", report.Interrupted, len(report.Rules[0].Runs), len(report.Rules[1].Runs))
	}
	if _, err := os.Stat(filepath.Join(directory, JSONFile)); err != nil {
		t.Error(err)
	}
}

// The generated temporal task is learned, and not by the output neurons alone:
// with hidden neurons that learn nothing about it, accuracy stays low.
func TestRandmanIsLearnedByItsHiddenNeurons(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes seconds: not with -short")
	}
	s := Study{Seeds: 1, Observer: func(string, uint64) runs.Observer { return silent{} }}
	for _, rule := range []string{"sfdfa", "frozen"} {
		c := settings.Defaults("randman", rule)
		c.Epochs, c.TrainLimit, c.TestLimit, c.Engine = 2, 3000, 200, "reference"
		s.Variants = append(s.Variants, Variant{rule, c})
	}
	report, err := s.Run(t.Context(), filepath.Join(t.TempDir(), "randman"))
	if err != nil {
		t.Fatal(err)
	}
	if learned, floor := report.Rules[0].TestAccuracy.Mean, report.Rules[1].TestAccuracy.Mean; learned < 70 || floor > learned-20 {
		t.Errorf("test accuracy %.1f %% with sfdfa and %.1f %% with frozen, want at least 70 %% and 20 less", learned, floor)
	}
}

// A picture says what was trained, and what was left out.
func TestTitlesByHand(t *testing.T) {
	sfdfa, dfa := settings.Defaults("mnist", "sfdfa"), settings.Defaults("mnist", "dfa")
	report := func(seeds int, configs ...settings.Config) *Report {
		s := Study{Seeds: seeds}
		for _, c := range configs {
			s.Variants = append(s.Variants, Variant{c.Rule, c})
		}
		return newReport(&s, "")
	}
	for want, r := range map[string]*Report{
		"mnist, 800 hidden neurons, means of 3 seeds, bars: standard deviation": report(3, sfdfa, dfa),
		"mnist with dfa, 800 hidden neurons, seed 1":                            report(1, dfa, dfa),
	} {
		if got := r.Title(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	dfa.TrainLimit, dfa.Layers, dfa.Seed = 100, []int{30, 20}, 7
	if got, want := report(1, dfa).Title(), "mnist with dfa, the first 100 training samples, 30-20 hidden neurons, seed 7"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A comparison is read as it was written, settings included.
func TestAReportIsReadAsItWasWritten(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "cmp")
	study := tiny("sfdfa", "dfa")
	study.Seeds, study.Variants[0].Name = 1, "ours"
	report, err := study.Run(context.Background(), directory)
	if err != nil {
		t.Fatal(err)
	}
	read, err := Read(directory)
	if err != nil {
		t.Fatal(err)
	}
	for i := range report.Rules {
		for k := range report.Rules[i].Runs { // these stand in files of their own
			report.Rules[i].Runs[k].Summary.Traffic, report.Rules[i].Runs[k].Summary.Energy, report.Rules[i].Runs[k].Summary.Time = nil, nil, nil
		}
	}
	if !reflect.DeepEqual(read, report) {
		t.Errorf("read %+v, want %+v", read, report)
	}
	if read.Rules[0].Name != "ours" || read.Rules[1].Config.TrainLimit != 40 {
		t.Errorf("results %+v, want the first by the name ours, and 40 training samples", read.Rules)
	}
	if err := os.WriteFile(filepath.Join(directory, JSONFile), []byte(`{"rules":[{"rule":"dfa"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if read, err = Read(directory); err != nil || read.Rules[0].Name != "dfa" {
		t.Errorf("a report without names: %+v, %v", read, err)
	}
	for _, text := range []string{"", "[]", `{"rules":[{"config":{"epoch":1}}]}`} {
		if err := os.WriteFile(filepath.Join(directory, JSONFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var setting *settings.ConfigError
		if _, err := Read(directory); !errors.As(err, &setting) || !strings.Contains(err.Error(), JSONFile) {
			t.Errorf("%q: error %v, want a ConfigError that names the file", text, err)
		}
	}
}

// Data that are missing are found out by the first run, when the study has its directory.
func TestAStudyThatCannotBeginLeavesNoDirectory(t *testing.T) {
	study := tiny("dfa")
	study.Variants[0].Config.Dataset, study.Variants[0].Config.DataDir = "mnist", t.TempDir()
	directory := filepath.Join(t.TempDir(), "study")
	if _, err := study.Run(context.Background(), directory); !errors.Is(err, datasets.ErrMissing) {
		t.Fatalf("error %v, want %v", err, datasets.ErrMissing)
	}
	if _, err := os.Stat(directory); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the directory is there (%v), with nothing in it", err)
	}
	there, link := t.TempDir(), filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(there, link); err != nil {
		t.Skip(err) // not everybody may
	}
	for _, directory := range []string{there, link} {
		if _, err := study.Run(context.Background(), directory); !errors.Is(err, datasets.ErrMissing) {
			t.Fatalf("error %v, want %v", err, datasets.ErrMissing)
		}
		if _, err := os.Lstat(directory); err != nil {
			t.Errorf("%s, which was there before the study, is gone: %v", directory, err)
		}
	}
}

func TestAStudyIsChecked(t *testing.T) {
	none, twice, seedless := tiny(), tiny("dfa", "dfa"), tiny("dfa")
	seedless.Seeds = 0
	for want, study := range map[string]Study{"rules is empty": none, "dfa twice": twice, "seeds is 0, allowed: 1 or more": seedless} {
		_, err := study.Run(context.Background(), t.TempDir())
		var setting *settings.ConfigError
		if !errors.As(err, &setting) || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want a ConfigError with %q", err, want)
		}
	}
}
