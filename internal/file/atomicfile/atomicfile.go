// Package atomicfile replaces files whole or not at all: what is written goes to a
// temporary file beside the one to be replaced, which is synced and then takes its
// name. A process that is killed leaves the old file, and at most a temporary one,
// which Clean removes.
package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// permissions are those of the files, before the process's umask.
const permissions = 0o644

// File is a file being written. Nothing is seen of it under its name until Commit.
type File struct {
	*os.File
	path string
	done bool
}

// Create starts a file that is going to replace path. The caller ends it with
// Commit, or with Abandon.
func Create(path string) (*File, error) {
	for n := range mostTemporary {
		file, err := os.OpenFile(temporary(path)+strconv.Itoa(n), os.O_CREATE|os.O_EXCL|os.O_WRONLY, permissions)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return &File{File: file, path: path}, nil
	}
	return nil, fmt.Errorf("%s: there are %d temporary files %s* already", path, mostTemporary, temporary(path))
}

// mostTemporary bounds the temporary files that a file may have at a time.
const mostTemporary = 10_000

// infix stands in the names of temporary files between that of the file to be
// replaced and a number.
const infix = ".part-"

// temporary is how the names of a file's temporary files start.
func temporary(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+infix)
}

// Commit makes what was written durable, and only then gives it its name. If it
// fails, the file that was there is as it was and the temporary one is gone.
func (f *File) Commit() error {
	if err := f.Sync(); err != nil {
		return errors.Join(err, f.Abandon())
	}
	if err := f.Close(); err != nil {
		return errors.Join(err, f.Abandon())
	}
	if err := os.Rename(f.Name(), f.path); err != nil {
		return errors.Join(err, f.Abandon())
	}
	f.done = true
	return syncDirectory(filepath.Dir(f.path))
}

// Abandon removes what was written; after Commit it does nothing.
func (f *File) Abandon() error {
	if f.done {
		return nil
	}
	f.done = true
	_ = f.Close() // it may be closed, and what it holds is not wanted
	return os.Remove(f.Name())
}

// Write replaces a file by one with this content.
func Write(path string, content []byte) error {
	f, err := Create(path)
	if err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return errors.Join(err, f.Abandon())
	}
	return f.Commit()
}

// Files are files of a directory that are to be written: what each is going to hold,
// by its name.
type Files map[string]func() ([]byte, error)

// Write encodes the files in order of their names, and replaces each as a whole.
func (f Files) Write(directory string) error {
	for _, name := range slices.Sorted(maps.Keys(f)) {
		content, err := f[name]()
		if err == nil {
			err = Write(filepath.Join(directory, name), content)
		}
		if err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	return nil
}

// Clean removes the temporary files in a directory that processes which were killed
// have left. Nobody may be writing one.
func Clean(directory string) error {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return err
	}
	var failures []error
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") && strings.Contains(entry.Name(), infix) && entry.Type().IsRegular() {
			failures = append(failures, os.Remove(filepath.Join(directory, entry.Name())))
		}
	}
	return errors.Join(failures...)
}
