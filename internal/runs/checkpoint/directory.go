package checkpoint

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	prefix  = "batch-"
	suffix  = ".checkpoint"
	damaged = ".damaged" // follows the name of a file that was set aside
)

// Directory holds the checkpoints of one run.
type Directory string

// Entry is a file by a checkpoint's name; nothing is known of its content.
type Entry struct {
	Path  string
	Batch uint64 // batches that the run had learned from
}

// Path is the path of the checkpoint after a number of batches.
func (d Directory) Path(batch uint64) string {
	return filepath.Join(string(d), fmt.Sprintf("%s%010d%s", prefix, batch, suffix))
}

// List returns the checkpoints, newest first. A directory that is not there has none.
func (d Directory) List() ([]Entry, error) {
	files, err := os.ReadDir(string(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for _, file := range files {
		digits, isPrefixed := strings.CutPrefix(file.Name(), prefix)
		digits, isSuffixed := strings.CutSuffix(digits, suffix)
		batch, err := strconv.ParseUint(digits, 10, 64)
		if isPrefixed && isSuffixed && err == nil {
			entries = append(entries, Entry{Path: filepath.Join(string(d), file.Name()), Batch: batch})
		}
	}
	slices.SortFunc(entries, func(x, y Entry) int { return cmp.Compare(y.Batch, x.Batch) })
	return entries, nil
}

// Newest opens the newest checkpoint that can be used, nil if there is none at
// all, and returns why newer ones were refused. If every one was, that is an error.
func (d Directory) Newest() (*File, []*Refusal, error) {
	entries, err := d.List()
	if err != nil {
		return nil, nil, err
	}
	var refusals []*Refusal
	for _, entry := range entries {
		file, err := Open(entry.Path)
		if err == nil {
			return file, refusals, nil
		}
		var refusal *Refusal
		if !errors.As(err, &refusal) {
			return nil, refusals, err
		}
		refusals = append(refusals, refusal)
	}
	if len(refusals) == 0 {
		return nil, nil, nil
	}
	reasons := make([]string, len(refusals))
	for i, refusal := range refusals {
		reasons[i] = refusal.Error()
	}
	return nil, refusals, fmt.Errorf("no checkpoint in %s can be used: %s", d, strings.Join(reasons, "; "))
}

// Keep removes all but the newest count checkpoints, and what writers that were
// killed have left.
func (d Directory) Keep(count int) error {
	entries, err := d.List()
	if err != nil {
		return err
	}
	var failures []error
	for _, entry := range entries[min(count, len(entries)):] {
		failures = append(failures, os.Remove(entry.Path))
	}
	return errors.Join(append(failures, d.removeTemporary())...)
}

// removeTemporary removes the files that became no checkpoint. Nobody may be
// writing one.
func (d Directory) removeTemporary() error {
	files, err := os.ReadDir(string(d))
	if err != nil {
		return err
	}
	var failures []error
	for _, file := range files {
		if strings.HasPrefix(file.Name(), "."+prefix) {
			failures = append(failures, os.Remove(filepath.Join(string(d), file.Name())))
		}
	}
	return errors.Join(failures...)
}

// SetAside renames a checkpoint that was refused, so that it counts as none any more.
func SetAside(path string) error { return os.Rename(path, path+damaged) }
