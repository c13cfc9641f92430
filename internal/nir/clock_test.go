package nir

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sfdfa-actors/datasets"
)

// python runs a script with arguments, or skips the test where Python has no h5py.
func python(t *testing.T, arguments ...string) string {
	t.Helper()
	program := "python3"
	if _, err := os.Stat("/usr/bin/python3"); err == nil {
		program = "/usr/bin/python3"
	}
	if exec.Command(program, "-c", "import h5py, numpy").Run() != nil {
		t.Skip("no Python with h5py and numpy: apt-get install python3-h5py")
	}
	output, err := exec.Command(program, arguments...).Output()
	if err != nil {
		t.Fatalf("%v: %v: %s", arguments, err, err.(*exec.ExitError).Stderr)
	}
	return string(output)
}

// yinYangSpikes is the file of the first test samples of the Yin-Yang task.
func yinYangSpikes(t *testing.T, samples int) string {
	t.Helper()
	d, err := datasets.Open("yinyang", datasets.Options{EncodingWindow: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	d.Train, d.Test = datasets.Limit(d.Train, 1), datasets.Limit(d.Test, samples)
	path := filepath.Join(t.TempDir(), "spikes.npz")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := datasets.WriteNPZ(file, d); err != nil {
		t.Fatal(err)
	}
	return path
}

// testdata/yinyang.nir is the network of "run --seed 1". In it the neurons here fire 19,321 and 2,134 spikes in 100 test
// samples; a clock of 10 µs loses 3 and adds 2 (19,318 and 2,136), which takes a minute to see. The counts of a
// clock of 0.1 ms were measured with a program that shares nothing with the script.
func TestAClockFiresAsManySpikes(t *testing.T) {
	spikes := yinYangSpikes(t, 100)
	for arguments, want := range map[string]map[string]int{
		"--method exact --reset subtract": {"hidden-1": 19303, "output-neurons": 2128},
		"--method exact --reset zero":     {"hidden-1": 19275, "output-neurons": 2085},
		"--method euler --reset zero":     {"hidden-1": 19669, "output-neurons": 2231},
	} {
		output := python(t, append([]string{"testdata/clock.py", "testdata/yinyang.nir", spikes}, strings.Fields(arguments)...)...)
		var got map[string]int
		if err := json.Unmarshal([]byte(output), &got); err != nil || !maps.Equal(got, want) {
			t.Errorf("%s: %s, error %v, want %v", arguments, strings.TrimSpace(output), err, fmt.Sprint(want))
		}
	}
}
