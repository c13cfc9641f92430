package untrusted

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// Open opens the regular file at path, or the one that a symbolic link there leads
// to. Nothing else is opened: a pipe that nobody writes to would block for ever,
// and a device might never end. The error is an *fs.PathError.
func Open(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, refuse(path, "%w: %s, allowed: a file", ErrNoFile, kind(info.Mode()))
	}
	return openAtOnce(path)
}

// openGiven opens a regular file or a pipe. A pipe that nobody has opened for
// writing is at its end.
func openGiven(path string) (file *os.File, pipe bool, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, false, err
	}
	pipe = info.Mode()&fs.ModeNamedPipe != 0
	if !info.Mode().IsRegular() && !pipe {
		return nil, false, refuse(path, "%w: %s, allowed: a file, or a pipe", ErrNoFile, kind(info.Mode()))
	}
	file, err = openAtOnce(path)
	return file, pipe, err
}

// openAtOnce does not wait, even if path has become a pipe since it was looked at.
func openAtOnce(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// refuse is the error of a file that is there but can't be taken.
func refuse(path, format string, arguments ...any) error {
	return &fs.PathError{Op: "open", Path: path, Err: fmt.Errorf(format, arguments...)}
}

// kind says in words what is no regular file.
func kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "it is a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "it is a pipe"
	case mode&fs.ModeSocket != 0:
		return "it is a socket"
	case mode&fs.ModeDevice != 0:
		return "it is a device"
	}
	return "it is no regular file"
}

// ErrNoFile means that what a path names is no regular file.
var ErrNoFile = errors.New("no regular file")

// ErrTooLarge means that a file, or what it unpacks to, is larger than allowed.
var ErrTooLarge = errors.New("larger than allowed")
