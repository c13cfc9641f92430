package fetch

import (
	"os"
	"path/filepath"
)

// publish moves a verified part to its place: on disk before the rename, so that
// not even a power cut leaves a damaged file under the final name.
func publish(part, target string) error {
	if err := syncFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, target); err != nil {
		return err
	}
	// Some file systems cannot sync a folder; the rename itself has succeeded.
	if folder, err := os.Open(filepath.Dir(target)); err == nil {
		folder.Sync()
		folder.Close()
	}
	return nil
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
