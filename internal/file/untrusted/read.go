package untrusted

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Read returns the content of the regular file at path, of up to limit bytes.
// A larger one is an error that wraps ErrTooLarge.
func Read(path string, limit int64) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	return readAndClose(file, limit)
}

// ReadGiven does what Read does, and reads pipes too, as shells make them for
// <(command). It is for files that the user names. An empty pipe is an error.
func ReadGiven(path string, limit int64) ([]byte, error) {
	file, pipe, err := openGiven(path)
	if err != nil {
		return nil, err
	}
	content, err := readAndClose(file, limit)
	if err == nil && pipe && len(content) == 0 {
		return nil, refuse(path, "it is a pipe that nobody writes to, allowed: one with a content, or a file")
	}
	return content, err
}

func readAndClose(file *os.File, limit int64) ([]byte, error) {
	defer file.Close()
	content, err := ReadUpTo(file, limit)
	if errors.Is(err, ErrTooLarge) {
		err = refuse(file.Name(), "%w", err)
	}
	return content, err
}

// firstRoom is the memory set aside before anything was read, in bytes.
const firstRoom = 64 << 10

// largestRoom is what further rooms grow to.
const largestRoom = 16 << 20

// ReadUpTo reads to the end, which has to come after at most limit bytes, or the
// error wraps ErrTooLarge. It sets aside at most twice what has really come. After
// another error it returns that and what has come.
func ReadUpTo(r io.Reader, limit int64) ([]byte, error) {
	var full [][]byte // what has come before room, which is joined once
	room, total := make([]byte, 0, min(limit+1, firstRoom)), int64(0)
	for {
		n, err := r.Read(room[len(room):cap(room)])
		room, total = room[:len(room)+n], total+int64(n)
		switch {
		case total > limit:
			return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
		case err == io.EOF:
			return slices.Concat(append(full, room)...), nil
		case err != nil:
			return slices.Concat(append(full, room)...), err
		case len(room) == cap(room):
			full = append(full, room)
			room = make([]byte, 0, min(total, limit+1-total, largestRoom))
		}
	}
}

// Bounds on what comes out of a packed file: always as much as the first, and of
// larger files as many times their size as the second says. Real recordings,
// images and spikes shrink to a third or a tenth; deflate can make a byte of a
// thousand.
const (
	leastUnpacked = 256 << 20
	mostInflation = 32
)

// Unpacked returns the largest number of bytes that a packed file of the given size
// may unpack to.
func Unpacked(packed int64) int64 {
	return max(leastUnpacked, min(packed, 1<<50)*mostInflation)
}
