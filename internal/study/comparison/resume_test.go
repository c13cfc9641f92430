package comparison

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"sfdfa-actors/internal/runs"
)

// A comparison that was cut short in any of its runs, and resumed, has what one has that never was.
func TestAComparisonGoesOnWhereItWasCutShort(t *testing.T) {
	whole, err := tiny("sfdfa", "dfa").Run(context.Background(), filepath.Join(t.TempDir(), "whole"))
	if err != nil {
		t.Fatal(err)
	}
	for cut := range 4 {
		ctx, cancel := context.WithCancel(context.Background())
		study, begun := tiny("sfdfa", "dfa"), -1
		study.Observer = func(string, uint64) runs.Observer {
			if begun++; begun == cut {
				return silent{stop: cancel}
			}
			return silent{}
		}
		directory := filepath.Join(t.TempDir(), "cut")
		if report, err := study.Run(ctx, directory); err != nil || !report.Interrupted {
			t.Fatalf("cut in run %d: interrupted %v, %v", cut, report.Interrupted, err)
		}
		cancel()
		trained := 0
		resumed, err := Study{Observer: func(string, uint64) runs.Observer { trained++; return silent{} }}.Resume(context.Background(), directory)
		if err != nil || resumed.Interrupted || trained != 4-cut {
			t.Fatalf("cut in run %d: interrupted %v, %d runs trained, want %d: %v", cut, resumed.Interrupted, trained, 4-cut, err)
		}
		for i := range whole.Rules {
			for k, want := range whole.Rules[i].Runs {
				if got := resumed.Rules[i].Runs[k]; got.Summary.Digest != want.Summary.Digest || got.Seed != want.Seed || len(got.Curve) != len(want.Curve) {
					t.Errorf("cut in run %d: %s, seed %d: digest %s and %d epochs, want %s and %d", cut, whole.Rules[i].Name, want.Seed,
						got.Summary.Digest, len(got.Curve), want.Summary.Digest, len(want.Curve))
				}
			}
			if got, want := resumed.Rules[i].TestAccuracy.String(), whole.Rules[i].TestAccuracy.String(); got != want {
				t.Errorf("cut in run %d: %s, want %s", cut, got, want)
			}
		}
		for _, name := range []string{JSONFile, CSVFile, Picture + ".svg"} {
			if _, err := os.Stat(filepath.Join(directory, name)); err != nil {
				t.Error(err)
			}
		}
	}
}
