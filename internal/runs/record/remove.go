package record

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"sfdfa-actors/internal/settings"
)

// IsUnderWay reports whether another process writes to a run directory, or another part of this one.
func IsUnderWay(directory string) bool {
	lock, err := LockDirectory(directory)
	if err != nil {
		return errors.Is(err, ErrLocked)
	}
	_ = lock.Close() // nothing was written
	return false
}

// CheckRemovable refuses what Remove does: anything but the directory of a run with readable settings, and one that
// other runs stand in.
func CheckRemovable(directory string) error {
	info, err := os.Lstat(directory)
	if err != nil {
		return settings.Errorf("run directory: %w", err)
	}
	if !info.IsDir() || !IsRun(directory) {
		return settings.Errorf("%s is no run, allowed: a directory with %s and %s", directory, ConfigFile, MetricsFile)
	}
	if _, err := ReadConfig(directory); err != nil {
		return err
	}
	if within, err := Below(directory); err != nil {
		return err
	} else if len(within) > 0 {
		return settings.Errorf("%s holds another run, %s, allowed: a run alone", directory, within[0])
	}
	return nil
}

// Remove removes the directory of a run that no process writes to, with all that is in it. What makes it a run goes
// last, so that a removal that was cut short can be done again. What it refuses is a ConfigError.
func Remove(directory string) error {
	if err := CheckRemovable(directory); err != nil {
		return err
	}
	lock, err := LockDirectory(directory)
	if err != nil {
		return err
	}
	if err := errors.Join(removeContent(directory), lock.Close()); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	if err := os.RemoveAll(directory); err != nil { // with the file of a lock, which could not go while it was held
		return fmt.Errorf("record: %w", err)
	}
	return nil
}

func removeContent(directory string) error {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return err
	}
	last := []string{MetricsFile, ConfigFile}
	for _, entry := range entries {
		if name := entry.Name(); name != ".lock" && !slices.Contains(last, name) {
			if err := os.RemoveAll(filepath.Join(directory, name)); err != nil {
				return err
			}
		}
	}
	for _, name := range last {
		if err := os.Remove(filepath.Join(directory, name)); err != nil {
			return err
		}
	}
	return nil
}
