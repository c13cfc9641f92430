package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sfdfa-actors/internal/study/comparison"
)

func TestFigureListsItsNumbers(t *testing.T) {
	for _, arguments := range [][]string{{"figure", "list"}, {"figure", "--help"}, {"figure"}} {
		code, stdout, stderr := invoke(context.Background(), arguments...)
		if code != 0 || !strings.Contains(stdout, "   1  the factor of the local gradient") || !strings.Contains(stdout, "  10  angle between the output weights") {
			t.Errorf("%v: exit code %d, %q, %q", arguments, code, stdout, stderr)
		}
	}
}

// expectFigure fails the test unless the files of a figure are in the directory.
func expectFigure(t *testing.T, directory, name string) {
	t.Helper()
	for suffix, start := range map[string]string{".svg": "<?xml", ".png": "\x89PNG", ".csv": ""} {
		content, err := os.ReadFile(filepath.Join(directory, name+suffix))
		if err != nil || len(content) < 50 || !bytes.HasPrefix(content, []byte(start)) {
			t.Errorf("%s%s: %d bytes, %v", name, suffix, len(content), err)
		}
	}
}

func TestFiguresOfOneNeuron(t *testing.T) {
	for number, note := range map[string]string{"1": "stays below τ/c = 0.338", "2": "marked: (3.6, 3.333)", "3": "spike 5 of them"} {
		directory := filepath.Join(t.TempDir(), "figure")
		code, stdout, stderr := invoke(context.Background(), "figure", number, "--out", directory)
		if code != 0 || !strings.Contains(stdout, note) || !strings.Contains(stdout, directory) {
			t.Errorf("figure %s: exit code %d, %q, %q", number, code, stdout, stderr)
		}
		expectFigure(t, directory, "figure-"+number)
	}
}

// A trained figure takes the flags of a run, and can be drawn again from what it
// left, as from what compare leaves.
func TestFiguresOfTrainings(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "figure")
	arguments := []string{"figure", "10", "--dataset", "yinyang", "--layers", "20", "--epochs", "2", "--train-limit", "100", "--test-limit", "50", "--out", directory}
	code, stdout, stderr := invoke(context.Background(), arguments...)
	if code != 0 || !strings.Contains(stdout, "weight alignment, sfdfa") || strings.Count(stderr, "epoch ") != 4 || !strings.Contains(stderr, "rule sfdfa, seed 1") {
		t.Fatalf("exit code %d, %q, %q", code, stdout, stderr)
	}
	expectFigure(t, directory, "figure-10")
	for _, name := range []string{comparison.JSONFile, "dfa-1/config.yaml", "sfdfa-1/metrics.jsonl"} {
		if _, err := os.Stat(filepath.Join(directory, name)); err != nil {
			t.Error(err)
		}
	}
	again := filepath.Join(t.TempDir(), "again")
	code, _, stderr = invoke(context.Background(), "figure", "10", "--from", directory, "--out", again)
	if code != 0 {
		t.Fatalf("exit code %d, %q", code, stderr)
	}
	command := regexp.MustCompile("<desc>.*</desc>") // which is another one
	for _, suffix := range []string{".csv", ".svg"} {
		first, _ := os.ReadFile(filepath.Join(directory, "figure-10"+suffix))
		second, _ := os.ReadFile(filepath.Join(again, "figure-10"+suffix))
		first, second = command.ReplaceAll(first, nil), command.ReplaceAll(second, nil)
		if len(first) == 0 || !bytes.Equal(first, second) {
			t.Errorf("%s differs when it is drawn again", suffix)
		}
	}
	if code, _, stderr := invoke(context.Background(), "figure", "10", "--resume", directory, "--quiet", "--figures", "svg"); code != exitOK || strings.Contains(stderr, "seed") {
		t.Errorf("resumed: exit code %d, %q; want that nothing is trained again", code, stderr)
	}
	code, _, stderr = invoke(context.Background(), "figure", "5", "--from", directory, "--out", filepath.Join(t.TempDir(), "5"))
	if code != 0 {
		t.Errorf("figure 5 from the same trainings: exit code %d, %q", code, stderr)
	}
}

func TestFigureErrors(t *testing.T) {
	directory := t.TempDir()
	for name, test := range map[string]struct {
		arguments []string
		code      int
		stderr    []string
	}{
		"unknown figure":  {[]string{"figure", "11"}, 2, []string{`figure is "11", allowed: 1 to 10;`, `"figure list"`}},
		"unknown flag":    {[]string{"figure", "1", "--epochs", "3"}, 2, []string{"--epochs"}},
		"argument":        {[]string{"figure", "1", "2"}, 2, []string{`"2"`}},
		"threshold":       {[]string{"figure", "1", "--threshold", "-1"}, 2, []string{"threshold is -1"}},
		"weights":         {[]string{"figure", "2", "--weights", "1"}, 2, []string{"weights has 1 values", "LOW,HIGH"}},
		"at":              {[]string{"figure", "3", "--at", "1,2,3"}, 2, []string{"at has 3 weights"}},
		"no critical":     {[]string{"figure", "3", "--weights", "0,0.1"}, 2, []string{"no critical point", "--at"}},
		"rule":            {[]string{"figure", "9", "--rule", "dfa"}, 2, []string{"--rules"}},
		"gradient":        {[]string{"figure", "4", "--gradient", "exact"}, 2, []string{"--gradients"}},
		"rules":           {[]string{"figure", "10", "--rules", "bp"}, 2, []string{`"bp"`, "dfa, sfdfa"}},
		"seeds":           {[]string{"figure", "4", "--seeds", "0", "--dataset", "yinyang"}, 2, []string{"seeds is 0"}},
		"from nowhere":    {[]string{"figure", "5", "--from", directory}, 2, []string{directory, "no comparison"}},
		"missing data":    {[]string{"figure", "8", "--data-dir", directory, "--out", filepath.Join(directory, "8")}, 3, []string{"shd"}},
		"directory taken": {[]string{"figure", "1", "--out", ".."}, 2, []string{"not empty"}},
	} {
		code, stdout, stderr := invoke(context.Background(), test.arguments...)
		if code != test.code || stdout != "" {
			t.Errorf("%s: exit code %d, want %d, %q on standard output (%s)", name, code, test.code, stdout, stderr)
		}
		for _, part := range test.stderr {
			if !strings.Contains(stderr, part) {
				t.Errorf("%s: error %q does not mention %q", name, stderr, part)
			}
		}
	}
}
