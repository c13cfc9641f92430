package record

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestARunWithoutMetricsHasNone(t *testing.T) {
	if all, err := ReadMetrics(t.TempDir()); err != nil || len(all) != 0 {
		t.Errorf("%d epochs, error %v; want none of both", len(all), err)
	}
}

// A line that a run is writing just now is no error, and no epoch.
func TestALineBeingWrittenIsLeftOut(t *testing.T) {
	for text, want := range map[string]int{
		"":                                 0,
		`{"epoch":1`:                       0,
		`{"epoch":1}`:                      0,
		"{\"epoch\":1}\n":                  1,
		"{\"epoch\":1}\n{\"epoch\":2,\"te": 1,
	} {
		if all, err := parseMetrics([]byte(text)); err != nil || len(all) != want {
			t.Errorf("%q: %d epochs, error %v; want %d", text, len(all), err, want)
		}
	}
}

func TestMetricsThatCannotBeAreRefused(t *testing.T) {
	directory := t.TempDir()
	for line, want := range map[string]string{
		`{"epoch":2}`:                                    "line 1: epoch is 2, allowed: 1",
		`{"epoch":1,"test_accuracy":100.5}`:              "test_accuracy is 100.5, allowed: from 0 to 100",
		`{"epoch":1,"validation_accuracy":-1}`:           "validation_accuracy is -1, allowed: from 0 to 100",
		`{"epoch":1,"train_loss":1e300}`:                 "train_loss is 1e+300, allowed: from 0 to 1e+15",
		`{"epoch":1,"weight_alignment_degrees":181}`:     "weight_alignment_degrees is 181, allowed: from 0 to 180",
		`{"epoch":1,"spikes_per_neuron":"many"}`:         "line 1: ",
		`no JSON`:                                        "line 1: ",
		"{\"epoch\":1}\n{\"epoch\":2}\n{\"epoch\":\"3\"": "", // being written
	} {
		if want != "" {
			line += "\n"
		}
		path := filepath.Join(directory, MetricsFile)
		if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := ReadMetrics(directory)
		if want == "" {
			if err != nil {
				t.Errorf("%q: %v", line, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: error %v, want one with %q and the path", line, err, want)
		}
	}
}

// Whatever the text, reading it ends with an error or with figures that can be drawn.
func FuzzMetrics(f *testing.F) {
	f.Add([]byte("{\"epoch\":1,\"test_accuracy\":98.5,\"weight_alignment_degrees\":null}\n"))
	f.Add([]byte("{\"epoch\":1}\n{\"epoch\":2,\"train_loss\":3.5"))
	f.Add([]byte("{\"epoch\":1,\"validation_accuracy\":1e999}\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		all, err := parseMetrics(text)
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("an error of more than a line: %q", err)
		}
		for i, m := range all {
			if m.Epoch != i+1 || !(m.TestAccuracy >= 0 && m.TestAccuracy <= 100) || fmt.Sprint(m.TrainLoss) == "NaN" {
				t.Errorf("epoch %d is %+v", i+1, m)
			}
		}
	})
}
