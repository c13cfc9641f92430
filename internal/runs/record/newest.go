package record

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"

	"sfdfa-actors/internal/settings"
)

// Root is the directory below which runs stand that nobody gave another.
const Root = "runs"

// IsRun reports whether a directory holds the settings and the metrics of a run, whatever stands in them.
func IsRun(directory string) bool {
	for _, name := range []string{ConfigFile, MetricsFile} {
		if info, err := os.Stat(filepath.Join(directory, name)); err != nil || !info.Mode().IsRegular() {
			return false
		}
	}
	return true
}

// stamp is the end of a directory's name that NewDirectory chose: a time, and a number where two runs began within
// one second.
var stamp = regexp.MustCompile(`-(\d{8}-\d{6})(?:-(\d{1,9}))?$`)

// stampLayout is the form of the time in a stamp.
const stampLayout = "20060102-150405"

// Began is when the run in a directory began: the time in the directory's name, which copies keep, or else that of
// its settings' file. Of two runs within one second the later one has the larger number, from 1.
func Began(directory string) (at time.Time, number int) {
	if found := stamp.FindStringSubmatch(filepath.Base(directory)); found != nil {
		if at, err := time.ParseInLocation(stampLayout, found[1], time.Local); err == nil {
			number, _ = strconv.Atoi(found[2]) // none is 0
			return at, max(1, number)
		}
	}
	if info, err := os.Stat(filepath.Join(directory, ConfigFile)); err == nil {
		return info.ModTime(), 1
	}
	return time.Time{}, 1
}

// Below returns the directories of the runs directly below a directory, the newest first. A directory that is not
// there has none; what is no run is passed over.
func Below(root string) (directories []string, err error) {
	entries, err := os.ReadDir(root)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, settings.Errorf("runs: %w", err)
	}
	for _, entry := range entries {
		if directory := filepath.Join(root, entry.Name()); IsRun(directory) {
			directories = append(directories, directory)
		}
	}
	slices.SortStableFunc(directories, newerFirst)
	return directories, nil
}

func newerFirst(a, b string) int {
	atA, numberA := Began(a)
	atB, numberB := Began(b)
	return cmp.Or(atB.Compare(atA), cmp.Compare(numberB, numberA))
}

// Newest returns the directory of the newest run directly below a directory. It is a ConfigError if there is none.
func Newest(root string) (directory string, err error) {
	directories, err := Below(root)
	if err != nil {
		return "", err
	}
	if len(directories) == 0 {
		return "", settings.Errorf("there is no run below %s, allowed: the directory of a run; \"sfdfa-actors run\" makes one", root)
	}
	return directories[0], nil
}
