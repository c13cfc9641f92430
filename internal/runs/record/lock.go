package record

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"sfdfa-actors/internal/settings"
)

// ErrLocked tells that another process has a lock.
var ErrLocked = errors.New("in use by a run that is still going on")

// A process that was killed holds its lock until the system has written what it
// was writing.
const (
	lockPatience = 20 * time.Second
	lockInterval = 20 * time.Millisecond
)

// LockDirectory makes sure that no other process writes to a run directory. The
// lock ends when the file is closed, or with the process however it ends.
func LockDirectory(directory string) (*os.File, error) {
	file, err := openLock(directory)
	if err != nil {
		return nil, settings.Errorf("run directory: %w", err)
	}
	if err := tryLock(file); err != nil {
		return nil, errors.Join(settings.Errorf("%s is %w", directory, err), file.Close())
	}
	return file, nil
}

// AwaitDirectory is as LockDirectory, but gives a process that was killed the time
// to end.
func AwaitDirectory(ctx context.Context, directory string) (*os.File, error) {
	file, err := LockDirectory(directory)
	if !errors.Is(err, ErrLocked) {
		return file, err
	}
	slog.Info("the directory is in use; waiting for the process to end", "directory", directory, "at most", lockPatience)
	patience := time.NewTimer(lockPatience)
	defer patience.Stop()
	again := time.NewTicker(lockInterval)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-patience.C:
			return nil, err
		case <-again.C:
		}
		if file, err = LockDirectory(directory); !errors.Is(err, ErrLocked) {
			return file, err
		}
	}
}
