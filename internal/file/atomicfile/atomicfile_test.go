package atomicfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"sfdfa-actors/internal/file/atomicfile"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// expect fails the test unless the directory holds one file, with a content.
func expect(t *testing.T, path, content string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || string(text) != content {
		t.Errorf("%s holds %q, error %v, want %q", path, text, err, content)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("%d files beside each other, want one: %v", len(entries), entries)
	}
}

// A file is there whole under its name, or as it was; nothing else stays.
func TestAFileIsReplacedWholeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	must(t, atomicfile.Write(path, []byte("first")))
	expect(t, path, "first")
	must(t, atomicfile.Write(path, []byte("2")))
	expect(t, path, "2")
	f, err := atomicfile.Create(path)
	must(t, err)
	_, err = f.Write([]byte("half"))
	must(t, err)
	if text, err := os.ReadFile(path); err != nil || string(text) != "2" {
		t.Errorf("while it is being written the file holds %q, error %v", text, err)
	}
	must(t, f.Abandon())
	must(t, f.Abandon())
	expect(t, path, "2")
	f, err = atomicfile.Create(path)
	must(t, err)
	must(t, f.Commit())
	must(t, f.Abandon()) // deferred by most
	expect(t, path, "")
}

// A commit that can't be leaves what was there, and nothing else.
func TestACommitThatFailsLeavesNothing(t *testing.T) {
	directory := t.TempDir()
	path := filepath.Join(directory, "taken")
	must(t, os.Mkdir(path, 0o755))
	must(t, os.WriteFile(filepath.Join(path, "inside"), []byte("kept"), 0o600))
	if err := atomicfile.Write(path, []byte("new")); err == nil {
		t.Error("a directory was replaced by a file")
	}
	if entries, _ := os.ReadDir(directory); len(entries) != 1 {
		t.Errorf("what stays: %v, want the directory only", entries)
	}
	expect(t, filepath.Join(path, "inside"), "kept")
	f, err := atomicfile.Create(filepath.Join(directory, "closed"))
	must(t, err)
	must(t, f.Close())
	if err := f.Commit(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("a commit of a closed file: error %v", err)
	}
	if entries, _ := os.ReadDir(directory); len(entries) != 1 {
		t.Errorf("what stays: %v, want the directory only", entries)
	}
	if err := atomicfile.Write(filepath.Join(directory, "none", "file"), nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("in a directory that there is not: error %v", err)
	}
}

// What a process that was killed has left is removed, and nothing else.
func TestClean(t *testing.T) {
	directory := t.TempDir()
	path := filepath.Join(directory, "file")
	must(t, atomicfile.Write(path, []byte("whole")))
	f, err := atomicfile.Create(path)
	must(t, err)
	must(t, f.Close()) // and no more
	must(t, atomicfile.Clean(directory))
	expect(t, path, "whole")
	for _, name := range []string{".hidden", "a.part-1", ".d"} {
		must(t, os.WriteFile(filepath.Join(directory, name), nil, 0o600))
	}
	must(t, atomicfile.Clean(directory))
	if entries, _ := os.ReadDir(directory); len(entries) != 4 {
		t.Errorf("left: %v, want all 4", entries)
	}
}
