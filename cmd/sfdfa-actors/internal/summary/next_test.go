package summary

import (
	"os"
	"path/filepath"
	"testing"

	"sfdfa-actors/internal/runs/record"
)

func TestTheNextStepIsShortForTheNewestRun(t *testing.T) {
	t.Chdir(t.TempDir())
	newest, other := filepath.Join("runs", "a-20260301-120000"), filepath.Join("runs", "a-20260301-110000")
	for _, directory := range []string{newest, other} {
		if err := os.MkdirAll(directory, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{record.ConfigFile, record.MetricsFile} {
			if err := os.WriteFile(filepath.Join(directory, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, test := range []struct {
		directory   string
		interrupted bool
		want        string
	}{
		{newest, false, "sfdfa-actors report --open"},
		{other, false, "sfdfa-actors report --open " + other},
		{newest, true, "sfdfa-actors run --resume " + newest},
		{"it's here", false, `sfdfa-actors report --open 'it'\''s here'`},
	} {
		s := &record.Summary{Directory: test.directory, Interrupted: test.interrupted}
		if got := NextStep(s); got != test.want {
			t.Errorf("%s: %s, want %s", test.directory, got, test.want)
		}
	}
}
