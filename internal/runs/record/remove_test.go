package record

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOnlyRunsAreRemoved(t *testing.T) {
	root := t.TempDir()
	in := func(name string) string { return filepath.Join(root, name) }
	now := time.Now()
	for _, name := range []string{"run", "held", "outer", "outer/inner", "damaged"} {
		plant(t, in(name), now)
	}
	for name, text := range map[string]string{"damaged/" + ConfigFile: "a key of others: 1\n", "file": "", "run/notes": "", "run/.lock": ""} {
		if err := os.WriteFile(in(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(in("foreign/deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(in("run"), in("link")); err != nil {
		t.Skip("there are no links here:", err)
	}
	lock, err := LockDirectory(in("held"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	for name, want := range map[string]string{
		"held": "in use by a run", "outer": "holds another run", "damaged": "a key of others", "file": "is no run",
		"foreign": "is no run", "link": "is no run", "none": "none", ".": "is no run",
	} {
		if err := Remove(in(name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", name, err, want)
		}
		if _, err := os.Lstat(in(name)); err != nil && name != "none" {
			t.Errorf("%s is damaged: %v", name, err)
		}
	}
	if !IsUnderWay(in("held")) || IsUnderWay(in("run")) || IsUnderWay(in("none")) {
		t.Error("a lock is taken for what it is not")
	}
	if !IsRun(in("run")) || !IsRun(in("held")) {
		t.Fatal("what was refused is gone")
	}
	if err := Remove(in("run")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(in("run")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the run is still there: %v", err)
	}
}
