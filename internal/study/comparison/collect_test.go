package comparison

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sfdfa-actors/internal/figure"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// The runs of a comparison, collected from its directory, come to the same again.
func TestRunsThatAreThereAreSetSideBySide(t *testing.T) {
	trained := filepath.Join(t.TempDir(), "trained")
	want, err := tiny("sfdfa", "dfa").Run(context.Background(), trained)
	if err != nil {
		t.Fatal(err)
	}
	directory := filepath.Join(t.TempDir(), "collected")
	got, err := Collect([]string{filepath.Join(trained, "sfdfa-1"), filepath.Join(trained, "sfdfa-2"), filepath.Join(trained, "dfa-2")}, directory, figure.Form{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Rules) != 2 || got.Seeds != 2 || got.Dataset != "yinyang" {
		t.Fatalf("%d variants, %d seeds, data set %s; want 2, 2, yinyang", len(got.Rules), got.Seeds, got.Dataset)
	}
	sfdfa, dfa := &got.Rules[0], &got.Rules[1]
	if sfdfa.TestAccuracy.Mean != want.Rules[0].TestAccuracy.Mean || !reflect.DeepEqual(sfdfa.Runs[1].Curve, want.Rules[0].Runs[1].Curve) {
		t.Errorf("sfdfa has %v, want %v", sfdfa.TestAccuracy, want.Rules[0].TestAccuracy)
	}
	if len(dfa.Runs) != 1 || dfa.Runs[0].Summary.Digest != want.Rules[1].Runs[1].Summary.Digest || dfa.TestAccuracy.Deviation != nil {
		t.Errorf("dfa has the runs %+v, want that with the seed 2", dfa.Runs)
	}
	// Their default initial weights differ too, which a name says.
	if sfdfa.Name != "sfdfa, hidden-weights -1,2.5" || dfa.Name != "dfa, hidden-weights -1.7,2.5" {
		t.Errorf("names %q and %q", sfdfa.Name, dfa.Name)
	}
	for _, name := range []string{JSONFile, CSVFile, Picture + ".svg"} {
		if _, err := os.Stat(filepath.Join(directory, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := Read(directory); err != nil {
		t.Error(err)
	}
	if _, err := (Study{}).Resume(context.Background(), directory); err == nil || !strings.Contains(err.Error(), "were there before") {
		t.Errorf("going on with it: error %v", err)
	}
}

func TestRunsThatCannotBeCompared(t *testing.T) {
	trained := filepath.Join(t.TempDir(), "trained")
	if _, err := tiny("dfa").Run(context.Background(), trained); err != nil {
		t.Fatal(err)
	}
	one, two := filepath.Join(trained, "dfa-1"), filepath.Join(trained, "dfa-2")
	if err := os.Remove(filepath.Join(two, record.SummaryFile)); err != nil {
		t.Fatal(err)
	}
	directory := filepath.Join(t.TempDir(), "collected")
	_, err := Collect([]string{one, trained, t.TempDir()}, directory, figure.Form{})
	var setting *settings.ConfigError
	if !errors.As(err, &setting) || len(settings.Faults(err)) != 3 {
		t.Fatalf("error %v, want a ConfigError of 3 faults", err)
	}
	for _, want := range []string{"the settings and the seed of " + one, two + ": the run has not finished", "holds no run"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in %v", want, err)
		}
	}
	if _, err := os.Stat(directory); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the directory is there: %v", err)
	}
}
