package main

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/internal/hardware/energy"
)

// mustInvoke runs a command line that has to succeed.
func mustInvoke(t *testing.T, arguments ...string) string {
	t.Helper()
	code, stdout, stderr := invoke(context.Background(), arguments...)
	if code != 0 {
		t.Fatalf("%v: exit code %d: %s", arguments, code, stderr)
	}
	return stdout
}

func mention(t *testing.T, what, text string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%s does not mention %q:\n%s", what, word, text)
		}
	}
}

// A built-in profile, printed as a file, is that profile.
func TestAProfileOfOnesOwnStartsFromABuiltInOne(t *testing.T) {
	mention(t, "the list", mustInvoke(t, "energy", "list"), append(energy.Names(), "simulated, derived")...)
	for _, name := range energy.Names() {
		file := filepath.Join(t.TempDir(), "own.yaml")
		if err := os.WriteFile(file, []byte(mustInvoke(t, "energy", "show", name, "--yaml")), 0o600); err != nil {
			t.Fatal(err)
		}
		mention(t, "check", mustInvoke(t, "energy", "check", file), file+": "+name, "missing: ")
		if built, own := mustInvoke(t, "energy", "show", name, "--json"), mustInvoke(t, "energy", "show", file, "--json"); built != own {
			t.Errorf("%s is %s, its file %s", name, built, own)
		}
	}
	mention(t, "a profile", mustInvoke(t, "energy", "show", "loihi-davies2018"), "23.6 pJ", "simulated, quoted", "0.75 V", "missing: synaptic-operation-graded")
}

// The table of a run, its energy.json and what "energy estimate" makes of its
// traffic say the same; another profile has other constants for the same counts.
func TestEnergyOfARun(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "run")
	mention(t, "the run", mustInvoke(t, small(directory)...), "energy", "estimate: ", "loihi-davies2018, without ")
	text, err := os.ReadFile(filepath.Join(directory, "energy.json"))
	if err != nil {
		t.Fatal(err)
	}
	var written, again, other energy.Estimate
	for estimate, text := range map[*energy.Estimate]string{
		&written: string(text),
		&again:   mustInvoke(t, "energy", "estimate", directory, "--json"),
		&other:   mustInvoke(t, "energy", "estimate", directory, "--json", "--energy-profile", "horowitz45-int8", "--timestep", "0.01"),
	} {
		if err := json.Unmarshal([]byte(text), estimate); err != nil {
			t.Fatal(err)
		}
	}
	if written.Run != again.Run || written.Assumed != again.Assumed || written.Run.Dynamic == 0 || !written.IsEstimate {
		t.Errorf("energy.json has %+v, estimated again it is %+v", written.Run, again.Run)
	}
	acs := written.Forward.Products[0].Count
	if got, want := other.Forward.Dynamic, acs*(0.03+1.25)*1e-12; math.Abs(got-want) > 1e-9*want || other.Assumed.Timestep != 0.01 {
		t.Errorf("%g J by other constants, want %g", got, want)
	}
	mention(t, "the estimate", mustInvoke(t, "energy", "estimate", directory), "ESTIMATE, A SAMPLE", "nothing was measured", "weight-update", "missing", "not counted")
	mention(t, "traffic", mustInvoke(t, "traffic", directory), "ESTIMATE, A SAMPLE")
}

func TestFitOfARunAndOfSettings(t *testing.T) {
	mention(t, "settings", mustInvoke(t, "fit"), "yinyang with sfdfa", "Intel Loihi 2", "bits of a grade", "--grade-bits 31", "--grade-bits 32")
	directory := filepath.Join(t.TempDir(), "run")
	mustInvoke(t, small(directory)...)
	text := mustInvoke(t, "fit", directory, "--chip", "loihi1", "--grade-bits", "8")
	mention(t, "a run", text, "20 hidden neurons", "fits as far as limits are known", "bits of a grade", "below 32")
	if strings.Contains(text, "Loihi 2") {
		t.Error("the other chip is there too")
	}
	var report struct {
		Chips []struct {
			Forward string `json:"forward"`
			Demand  struct {
				Synapses int `json:"synapses"`
			} `json:"demand"`
		} `json:"chips"`
	}
	if err := json.Unmarshal([]byte(mustInvoke(t, "fit", directory, "--json")), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Chips) != 2 || report.Chips[0].Forward != "fits" || report.Chips[0].Demand.Synapses != 20*(5+3) {
		t.Errorf("report %+v", report)
	}
}

func TestATraceByFlags(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "run")
	mustInvoke(t, small(directory, "--trace", "spikes,messages", "--trace-limit", "20kB", "--log-level", "error")...)
	for name, last := range map[string]string{"trace.jsonl": `"reason":"trace-limit of 20000 bytes is reached"}`, "messages.csv": ",,,"} {
		text, err := os.ReadFile(filepath.Join(directory, name))
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > 20000 || len(text) < 19000 || !strings.HasSuffix(string(text), last+"\n") {
			t.Errorf("%s has %d bytes and ends in %q", name, len(text), text[max(0, len(text)-80):])
		}
	}
	file := filepath.Join(t.TempDir(), "test.jsonl.gz")
	mustInvoke(t, "eval", directory, "--trace", "packets", "--trace-file", file)
	if info, err := os.Stat(file); err != nil || info.Size() < 1000 {
		t.Errorf("the trace of an evaluation: %v, %v", info, err)
	}
}
