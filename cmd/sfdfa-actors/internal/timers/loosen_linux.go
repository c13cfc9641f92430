package timers

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Loosen lets timers be late by up to slack from now on, where they were less before.
// It starts the program anew in this process, with the same arguments, environment and
// open files, and then does not return: a thread has the slack of the one that made it,
// and most were made before the program's first line. Call it before anything is done,
// and in a process that runs nothing else. An error says why timers stay as they are.
func Loosen(slack time.Duration) error {
	before, err := current()
	if err != nil || before >= slack {
		return err
	}
	path, err := os.Executable()
	if err != nil {
		return fmt.Errorf("timers: %w", err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := set(slack); err != nil {
		return err
	}
	// Realtime threads keep theirs; a program started anew would come here again.
	after, err := current()
	if err != nil {
		return err
	}
	if after < slack {
		return fmt.Errorf("timers: the slack is still %s, not %s", after, slack)
	}
	err = syscall.Exec(path, os.Args, os.Environ())
	_ = set(before)
	return fmt.Errorf("timers: starting %s anew: %w", path, err)
}

// current returns the timer slack of this thread.
func current() (time.Duration, error) {
	slack, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
	if err != nil {
		return 0, fmt.Errorf("timers: reading the slack: %w", err)
	}
	return time.Duration(slack), nil
}

// set sets the timer slack of this thread.
func set(slack time.Duration) error {
	if err := unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(slack), 0, 0, 0); err != nil {
		return fmt.Errorf("timers: setting the slack to %s: %w", slack, err)
	}
	return nil
}
