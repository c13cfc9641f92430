// Package opener shows files with the program that the system has for them.
package opener

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
)

// commands are the system's openers of files, by operating system; other systems have that of Linux.
var commands = map[string][]string{
	"darwin":  {"open"},
	"linux":   {"xdg-open"},
	"windows": {"rundll32", "url.dll,FileProtocolHandler"},
}

// command is what opens a file on an operating system.
func command(system, path string) []string {
	opener, known := commands[system]
	if !known {
		opener = commands["linux"]
	}
	return append(opener[:len(opener):len(opener)], path)
}

// Open has the system open a file, and does not wait for the program that shows it. It is an error if the system has
// no opener.
func Open(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("opening %s: %w", path, err)
	}
	words := command(runtime.GOOS, path)
	process := exec.Command(words[0], words[1:]...)
	if err := process.Start(); err != nil {
		return fmt.Errorf("opening %s: %w", path, err)
	}
	return process.Process.Release()
}
