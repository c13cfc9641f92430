//go:build !windows

package record

import "os"

// openLock opens the directory itself for its lock.
func openLock(directory string) (*os.File, error) { return os.Open(directory) }
