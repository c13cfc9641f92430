package runs

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"sfdfa-actors/internal/distributed/terms"
	"sfdfa-actors/internal/runs/record"
	"sfdfa-actors/internal/settings"
)

// A run whose worker is lost while building keeps the directory to go on from. One that is
// refused leaves none, and nothing in one that was there before.
func TestARunThatLosesAWorkerWhileBuildingKeepsItsDirectory(t *testing.T) {
	c := settings.Defaults("yinyang", "sfdfa")
	for name, run := range map[string]struct {
		reason error
		there  bool // before
		kept   bool
	}{
		"a lost worker":                   {&terms.Lost{Machine: "a:1", Reason: errors.New("gone")}, false, true},
		"a refusal":                       {errors.New("refused"), false, false},
		"a refusal in a directory before": {errors.New("refused"), true, false},
	} {
		o := &startingPoint{directory: filepath.Join(t.TempDir(), "run")}
		if run.there {
			must(t, os.Mkdir(o.directory, 0o755))
		}
		must(t, o.claim(&c))
		if err := o.abandon(run.reason); !errors.Is(err, run.reason) {
			t.Errorf("%s: error %v, want %v", name, err, run.reason)
		}
		_, err := record.ReadConfig(o.directory)
		if kept := err == nil && o.left == o.directory; kept != run.kept {
			t.Errorf("%s: settings %v, left %q; want kept: %v", name, err, o.left, run.kept)
		}
		entries, err := os.ReadDir(o.directory)
		if !run.kept && (len(entries) > 0 || (err == nil) != run.there) {
			t.Errorf("%s: %d files, error %v are left of the directory", name, len(entries), err)
		}
	}
}
