//go:build unix

package untrusted

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe that nobody writes to would block whoever opens it as usual.
func TestAPipeThatNobodyWritesToIsRefused(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skipf("no named pipes here: %v", err)
	}
	if _, err := Read(pipe, 10); err == nil || !strings.Contains(err.Error(), "it is a pipe, allowed: a file") {
		t.Errorf("error %v, want a refusal", err)
	}
	if _, err := ReadGiven(pipe, 10); err == nil || !strings.Contains(err.Error(), "nobody writes to") {
		t.Errorf("error %v, want one that says that nobody writes", err)
	}
}

// A pipe that the user names, as shells do for <(command), is read.
func TestAPipeThatTheUserNamesIsRead(t *testing.T) {
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if _, err := writer.WriteString("content"); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	path := fmt.Sprintf("/dev/fd/%d", reader.Fd())
	if _, err := os.Stat(path); err != nil {
		t.Skipf("open files have no names here: %v", err)
	}
	if _, err := Read(path, 10); err == nil || !strings.Contains(err.Error(), "it is a pipe, allowed: a file") {
		t.Errorf("error %v, want a refusal", err)
	}
	if content, err := ReadGiven(path, 10); err != nil || string(content) != "content" {
		t.Errorf("%q, error %v, want the content", content, err)
	}
}
