package checkpoint

import (
	"errors"
	"fmt"
	"io"

	"sfdfa-actors/internal/file/untrusted"
)

// File is a checkpoint whose checksums have all been found right. Its neurons are
// read when they are asked for.
type File struct {
	Path   string  // empty if it is no file
	Ranges []Range // of neurons, in the order in which they were written

	source  io.ReaderAt
	close   func() error
	texts   map[string][]byte
	offsets []int64 // of each range's payload
	lengths []int64
}

// Open reads a checkpoint once from its start to its end. A Refusal says why the
// file can't be used; other errors are the system's.
func Open(path string) (*File, error) {
	file, err := untrusted.Open(path)
	if errors.Is(err, untrusted.ErrNoFile) {
		return nil, &Refusal{Path: path, Reason: "it is no file"}
	}
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f, err := read(file, info.Size())
	if err != nil {
		var refusal *Refusal
		if errors.As(err, &refusal) {
			refusal.Path = path
		} else {
			err = fmt.Errorf("reading checkpoint %s: %w", path, err)
		}
		return nil, errors.Join(err, file.Close())
	}
	f.Path, f.close = path, file.Close
	return f, nil
}

// Text returns a text, nil if there is none of that name.
func (f *File) Text(name string) []byte { return f.texts[name] }

// Count is the number of neurons in the file.
func (f *File) Count() (neurons int) {
	for _, r := range f.Ranges {
		neurons += r.Count
	}
	return neurons
}

// Close closes the file.
func (f *File) Close() error { return f.close() }

// read checks a checkpoint of size bytes and finds its sections.
func read(source io.ReaderAt, size int64) (*File, error) {
	f := &File{source: source, texts: map[string][]byte{}, close: func() error { return nil }}
	s := newScanner(source, size)
	if err := s.start(); err != nil {
		return nil, err
	}
	for {
		h, payload, err := s.section()
		if err != nil {
			return nil, err
		}
		switch h.name {
		case endName:
			return f, s.finish(&h, payload)
		case neuronsName:
			err = f.addRange(&h, s.offset-checksumSize-int64(h.length))
		default:
			f.texts[h.name] = payload
		}
		if err != nil {
			return nil, err
		}
	}
}

func (f *File) addRange(h *sectionHeader, offset int64) error {
	if h.width != 4 && h.width != 8 {
		return refuse("weights of %d bytes, allowed: 4 or 8", h.width)
	}
	if uint64(h.count) > h.length/neuronHeaderSize {
		return refuse("%d neurons in a section of %d bytes", h.count, h.length)
	}
	f.Ranges = append(f.Ranges, Range{Population: int(h.population), First: int(h.first), Count: int(h.count), Width: int(h.width)})
	f.offsets = append(f.offsets, offset)
	f.lengths = append(f.lengths, int64(h.length))
	return nil
}
