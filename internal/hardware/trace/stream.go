package trace

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// stream is a bounded file that is written line by line. After its bound, or an
// error, it takes no more.
type stream struct {
	file   *os.File
	zip    *gzip.Writer // nil unless compressed
	buffer *bufio.Writer

	bytes, events         int64 // written
	mostBytes, mostEvents int64
	reserve               int64 // bytes kept for the last line

	stopped string // why it takes no more; empty while it does
	err     error
}

// lastLine is room for the last line of a trace.
const lastLine = 512

func create(path string, o *Options) (*stream, error) {
	// A trace never takes the place of another file.
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%w: %s exists, allowed: a file that is not there yet", ErrFile, path)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFile, err)
	}
	s := &stream{file: file, mostBytes: o.Bytes, mostEvents: o.Events, reserve: lastLine}
	var w io.Writer = file
	if strings.HasSuffix(path, ".gz") {
		s.zip = gzip.NewWriter(file)
		w = s.zip
	}
	s.buffer = bufio.NewWriterSize(w, 1<<16)
	return s, nil
}

// ErrFile means that a trace can't be written where it was asked for.
var ErrFile = errors.New("trace-file")

// event writes a line for an event, if it is within the bounds.
func (s *stream) event(line []byte) {
	if s.admits(int64(len(line))) {
		s.write(line)
	}
}

// admits counts an event of a size, and reports whether it is within the bounds.
func (s *stream) admits(size int64) bool {
	switch {
	case s.stopped != "":
	case s.mostEvents > 0 && s.events == s.mostEvents:
		s.stopped = fmt.Sprintf("trace-events of %d is reached", s.mostEvents)
	case s.bytes+size > s.mostBytes-s.reserve:
		s.stopped = fmt.Sprintf("trace-limit of %d bytes is reached", s.mostBytes)
	default:
		s.events++
		return true
	}
	return false
}

// fail keeps an error, after which the file takes no more.
func (s *stream) fail(err error) {
	if s.err == nil {
		s.err = fmt.Errorf("trace: %w", err)
		s.stopped = s.err.Error()
	}
}

// write writes a line in any case.
func (s *stream) write(line []byte) {
	if s.err != nil {
		return
	}
	n, err := s.buffer.Write(line)
	s.bytes += int64(n)
	if err != nil {
		s.fail(err)
	}
}

// close ends the file; a second close does nothing.
func (s *stream) close() error {
	if s.file == nil {
		return nil
	}
	err := s.buffer.Flush()
	if s.zip != nil {
		err = errors.Join(err, s.zip.Close())
	}
	err = errors.Join(err, s.file.Close())
	s.file = nil
	if s.err == nil && err != nil {
		s.err = fmt.Errorf("trace: %w", err)
	}
	return s.err
}
