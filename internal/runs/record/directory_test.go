package record

import (
	"os"
	"path/filepath"
	"testing"
)

// What was made of a directory goes again, as far as it is empty, and nothing else.
func TestDirectoriesThatWereMadeGoAgain(t *testing.T) {
	there := t.TempDir()
	undo, err := MakeDirectory(filepath.Join(there, "a", "b", "c"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(there, "a", "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	undo()
	if _, err := os.Stat(filepath.Join(there, "a", "b")); !os.IsNotExist(err) {
		t.Errorf("a/b is there: error %v", err)
	}
	if _, err := os.Stat(filepath.Join(there, "a", "file")); err != nil {
		t.Error(err)
	}
	if err := os.Remove(filepath.Join(there, "a", "file")); err != nil {
		t.Fatal(err)
	}
	_, undo, err = NewDirectory(filepath.Join(there, "a"), "")
	if err != nil {
		t.Fatal(err)
	}
	undo()
	if _, err := os.Stat(filepath.Join(there, "a")); err != nil {
		t.Error("a directory that was there is gone:", err)
	}
}

// A place where no directory can be leaves nothing.
func TestDirectoriesThatCannotBeMade(t *testing.T) {
	there := t.TempDir()
	if err := os.WriteFile(filepath.Join(there, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := MakeDirectory(filepath.Join(there, "file", "a")); err == nil {
		t.Error("no error of a directory in a file")
	}
}
