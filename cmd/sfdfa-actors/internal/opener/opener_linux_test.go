package opener

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The opener gets the whole path. Reading the pipe waits for it.
func TestOpenHandsOnTheWholePath(t *testing.T) {
	directory := t.TempDir()
	pipe := filepath.Join(directory, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("there are no pipes with names here:", err)
	}
	script := "#!/bin/sh\necho \"$1\" > '" + pipe + "'\n"
	if err := os.WriteFile(filepath.Join(directory, "xdg-open"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", directory)
	t.Chdir(directory)
	if err := Open("-a page.html"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(pipe)
	if want := filepath.Join(directory, "-a page.html"); err != nil || strings.TrimSpace(string(got)) != want {
		t.Errorf("%q, error %v, want %q", got, err, want)
	}
}
