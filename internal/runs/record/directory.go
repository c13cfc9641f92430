package record

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"sfdfa-actors/internal/settings"
)

// AcceptDirectory refuses a directory that holds anything, so that no run is ever
// lost to another. Looking early saves building a network for nothing; New
// decides.
func AcceptDirectory(directory string) error {
	entries, err := os.ReadDir(directory)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return settings.Errorf("out: %w", err)
	}
	if len(entries) > 0 {
		return settings.Errorf("out is %s: %w; choose another", directory, ErrExists)
	}
	return nil
}

// NewDirectory makes a directory, which may be there if it is empty, or one below
// runs that is named by name and time if there is none given. undo removes what was made,
// as far as it is empty.
func NewDirectory(directory, name string) (made string, undo func(), err error) {
	if directory == "" {
		made, undo, err = makeDirectory(name, time.Now())
	} else {
		if err := AcceptDirectory(directory); err != nil {
			return "", nil, err
		}
		made = directory
		undo, err = MakeDirectory(directory)
	}
	if err != nil {
		return "", nil, settings.Errorf("out: %w", err)
	}
	return made, undo, nil
}

// MakeDirectory makes a directory and those that it is in. undo removes those that were not
// there, as far as they are empty.
func MakeDirectory(directory string) (undo func(), err error) {
	var missing []string // from the inside out
	for path := filepath.Clean(directory); ; path = filepath.Dir(path) {
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		missing = append(missing, path)
	}
	undo = func() {
		for _, path := range missing {
			_ = os.Remove(path) // which fails if there is anything in it
		}
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		undo()
		return nil, err
	}
	return undo, nil
}

// makeDirectory makes a new directory below Root.
func makeDirectory(name string, now time.Time) (directory string, undo func(), err error) {
	undoAbove, err := MakeDirectory(Root)
	if err != nil {
		return "", nil, err
	}
	name = filepath.Join(Root, name+"-"+now.Format(stampLayout))
	directory = name
	for n := 2; ; n++ {
		err := os.Mkdir(directory, 0o755)
		if err == nil {
			return directory, func() { _ = os.Remove(directory); undoAbove() }, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			undoAbove()
			return "", nil, err
		}
		directory = fmt.Sprintf("%s-%d", name, n)
	}
}
