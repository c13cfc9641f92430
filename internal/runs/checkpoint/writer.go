package checkpoint

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"sfdfa-actors/internal/file/atomicfile"
)

// bufferSize is the size in bytes of what is read or written at a time.
const bufferSize = 1 << 20

// Writer writes a checkpoint. Nothing is seen of it under its name until Commit.
type Writer struct {
	path    string
	file    *atomicfile.File
	buffer  *bufio.Writer
	encoder *encoder
}

// Create starts a checkpoint that is going to replace path. The caller ends it
// with Commit, or with Abandon.
func Create(path string) (*Writer, error) {
	file, err := atomicfile.Create(path)
	if err != nil {
		return nil, failed(path, err)
	}
	w := &Writer{path: path, file: file, buffer: bufio.NewWriterSize(file, bufferSize)}
	if w.encoder, err = newEncoder(w.buffer); err != nil {
		return nil, failed(path, errors.Join(err, file.Abandon()))
	}
	return w, nil
}

func failed(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("writing checkpoint %s: %w", path, err)
}

// Text writes a text of up to 64 MiB. Its name has up to 8 bytes, and is neither
// "core" nor "end".
func (w *Writer) Text(name string, text []byte) error {
	return failed(w.path, w.encoder.text(name, text))
}

// Stream is Text of length bytes, which it reads as it writes them. It is an error
// if there are fewer.
func (w *Writer) Stream(name string, length int64, text io.Reader) error {
	return failed(w.path, w.encoder.stream(name, length, text))
}

// Neurons writes consecutive neurons of a core, in their order. The Count of the
// range is ignored.
func (w *Writer) Neurons(which Range, neurons []Neuron) error {
	return failed(w.path, w.encoder.neurons(which, neurons))
}

// Commit makes the checkpoint durable, and only then gives it its name.
func (w *Writer) Commit() error {
	if err := w.encoder.finish(); err != nil {
		return failed(w.path, err)
	}
	if err := w.buffer.Flush(); err != nil {
		return failed(w.path, err)
	}
	return failed(w.path, w.file.Commit())
}

// Abandon removes what was written; after Commit it does nothing.
func (w *Writer) Abandon() error { return w.file.Abandon() }
