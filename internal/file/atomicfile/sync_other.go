//go:build !windows

package atomicfile

import (
	"errors"
	"os"
)

// syncDirectory makes a new name in a directory durable.
func syncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}
