package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var caseByHand = filepath.Join("..", "..", "internal", "study", "selfcheck", "testdata", "by_hand.json")

var graphByHand = filepath.Join("..", "..", "internal", "study", "selfcheck", "testdata", "graph_by_hand.json")

// runCheck runs the command in process.
func runCheck(t *testing.T, args ...string) (stdout string, err error) {
	t.Helper()
	var out bytes.Buffer
	command := newCheckCommand()
	command.SilenceErrors, command.SilenceUsage = true, true // as the main program does
	command.SetOut(&out)
	command.SetArgs(args)
	err = command.ExecuteContext(t.Context())
	return out.String(), err
}

// corruptCase writes the case with one of its texts replaced.
func corruptCase(t *testing.T, old, replacement string) string {
	t.Helper()
	text, err := os.ReadFile(caseByHand)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%q is not in the case", old)
	}
	path := filepath.Join(t.TempDir(), "corrupt.json")
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, replacement, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCheckCommand(t *testing.T) {
	wrongLoss := corruptCase(t, `"loss": 2.5`, `"loss": 2.75`)
	extraSpike := corruptCase(t,
		`"spikes": [[0.05753641449035618], []], "grades": [[0.5], []]`,
		`"spikes": [[0.05753641449035618], [0.1]], "grades": [[0.5], [0]]`)
	for _, test := range []struct {
		name   string
		args   []string
		stdout []string
		last   string // line of stdout
		err    string // "" if there is none
	}{
		{
			"a right case", []string{caseByHand},
			[]string{"by_hand (", "QUANTITY", "grades                            0        1e-09      ok  \n", "eligibilities, exact", "weights, modified", "1e-12", "  ok  "},
			"1 file, 12 quantities in 25 variants: all within tolerance", "",
		},
		{
			"a right and a wrong one", []string{caseByHand, wrongLoss},
			[]string{"9.1e-02", "FAIL", "at samples[0].loss[0]"},
			"2 files, 12 quantities in 25 variants: 1 beyond tolerance", "losses deviate by 9.1e-02 at samples[0].loss[0]",
		},
		{
			"a wrong number of spikes", []string{extraSpike},
			[]string{"spike times", "count", "FAIL"},
			"1 file, 12 quantities in 25 variants: 2 beyond tolerance", "samples[0].layers[0].spikes[1] has 0 values, not 1",
		},
		{
			"a network of any shape beside a chain", []string{caseByHand, graphByHand},
			[]string{"graph_by_hand (", "eligibilities of delays, exact", "delays, modified", "1e-11"},
			"2 files, 14 quantities in 25 variants: all within tolerance", "",
		},
		{"no files", nil, nil, "", "requires at least 1 arg"},
		{"not there", []string{caseByHand, "none.json"}, nil, "", "none.json"},
		{"malformed", []string{corruptCase(t, `"label": 1`, `"label": 3`)}, nil, "", "samples[1].label is 3, must be from 0 to 1"},
	} {
		stdout, err := runCheck(t, test.args...)
		switch {
		case test.err == "" && err != nil:
			t.Errorf("%s: error %q, want none", test.name, err)
		case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err) || strings.Contains(err.Error(), "\n")):
			t.Errorf("%s: error %v, want one line with %q", test.name, err, test.err)
		}
		for _, want := range test.stdout {
			if !strings.Contains(stdout, want) {
				t.Errorf("%s: output lacks %q:\n%s", test.name, want, stdout)
			}
		}
		lines := strings.Split(strings.TrimSuffix(stdout, "\n"), "\n")
		if last := lines[len(lines)-1]; last != test.last {
			t.Errorf("%s: last line %q, want %q", test.name, last, test.last)
		}
	}
}

func TestCheckCommandPrintsJSON(t *testing.T) {
	wrong := corruptCase(t, `"spikes": [[0.11507282898071236], []], "grades": [[0.5], []]`, `"spikes": [[], []], "grades": [[], []]`)
	for _, test := range []struct {
		file string
		ok   bool
	}{{caseByHand, true}, {wrong, false}} {
		stdout, err := runCheck(t, "--json", test.file)
		if (err == nil) != test.ok {
			t.Errorf("%s: error %v", test.file, err)
		}
		var report struct {
			Schema   string
			OK       bool
			Variants int
			Files    []struct {
				File, Name string
				Quantities []struct {
					Quantity, Variant, Where string
					Largest                  *float64
					Tolerance                float64
					OK                       bool
				}
			}
		}
		decoder := json.NewDecoder(strings.NewReader(stdout))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&report); err != nil {
			t.Fatalf("%v in %q", err, stdout)
		}
		if report.Schema != "sfdfa-actors/check/1" || report.OK != test.ok || report.Variants != 25 || len(report.Files) != 1 || report.Files[0].Name != "by_hand" {
			t.Fatalf("report %+v", report)
		}
		times := report.Files[0].Quantities[0]
		if times.Quantity != "spike times" || times.OK != test.ok || (times.Largest == nil) == test.ok || times.Tolerance != 1e-12 {
			t.Errorf("%s: %+v", test.file, times)
		}
	}
}
