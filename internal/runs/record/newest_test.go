package record

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// plant makes what looks like a run, with settings written at a time.
func plant(t *testing.T, directory string, at time.Time) {
	t.Helper()
	if err := os.MkdirAll(directory, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{ConfigFile, MetricsFile} {
		path := filepath.Join(directory, name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
}

// The time in a directory's name counts, then that of its settings; what is no run does not.
func TestTheNewestRunComesFirst(t *testing.T) {
	root := t.TempDir()
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.Local)
	for name, at := range map[string]time.Time{
		"a-20260301-110000":    noon.Add(time.Hour), // a copy, made later
		"a-20260301-110000-2":  noon,
		"a-20260301-110000-10": noon,
		"b-20260301-130000":    noon,
		"named":                noon,
		"a-20269999-999999":    noon.Add(-3 * time.Hour), // no time
	} {
		plant(t, filepath.Join(root, name), at)
	}
	if err := os.MkdirAll(filepath.Join(root, "z-20270101-000000", ConfigFile), 0o755); err != nil { // no run
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "file-20270101-000000"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	want := []string{"b-20260301-130000", "named", "a-20260301-110000-10", "a-20260301-110000-2", "a-20260301-110000", "a-20269999-999999"}
	directories, err := Below(root)
	if err != nil {
		t.Fatal(err)
	}
	for i := range directories {
		directories[i] = filepath.Base(directories[i])
	}
	if !slices.Equal(directories, want) {
		t.Errorf("%q, want %q", directories, want)
	}
	if newest, err := Newest(root); err != nil || newest != filepath.Join(root, want[0]) {
		t.Errorf("the newest is %q, error %v", newest, err)
	}
}

func TestWhereThereIsNoRunTheErrorNamesTheCommand(t *testing.T) {
	for _, root := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		if newest, err := Newest(root); err == nil || !strings.Contains(err.Error(), `"sfdfa-actors run" makes one`) {
			t.Errorf("%s: %q, error %v", root, newest, err)
		}
	}
}
