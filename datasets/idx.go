package datasets

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sfdfa-actors/internal/file/untrusted"
)

// Magic numbers of the IDX format: two zero bytes, the element type (8: an
// unsigned byte) and the number of dimensions.
const (
	labelsMagic uint32 = 0x00000801
	imagesMagic uint32 = 0x00000803
)

// maxIDXValues bounds what a header may promise: three times the pixels of the
// largest set in the catalogue. What the caller wants bounds it further.
const maxIDXValues = 1 << 28

// firstAllocation is what is set aside on a header's word alone; more only
// once the file has really delivered as much.
const firstAllocation = 1 << 20

// errEarlyEnd tells that a compressed file was cut short where no value is lost.
var errEarlyEnd = errors.New("ends inside its gzip frame")

// errHeaderEnd tells that a header was cut short.
var errHeaderEnd = errors.New("ends inside its header")

// idxArray is an array of unsigned bytes, the last dimension running fastest.
type idxArray struct {
	dimensions []int
	values     []byte
}

// readIDXFile reads the IDX file at path if its dimensions are wanted; its errors
// name the file.
func readIDXFile(path string, magic uint32, wanted func(dimensions []int) error) (idxArray, error) {
	file, err := untrusted.Open(path)
	if err != nil {
		return idxArray{}, fmt.Errorf("datasets: %w", err)
	}
	defer file.Close()
	array, err := readIDX(file, magic, wanted)
	if err != nil {
		return idxArray{}, fmt.Errorf("datasets: %s: %w", path, err)
	}
	return array, nil
}

// readIDX reads one array with the given magic number, compressed by gzip or
// plain, and wants the input to end with it. It never takes more memory than a
// small multiple of what the input delivers, nor reads past the header's promise,
// and reads no value if the dimensions are not wanted.
func readIDX(r io.Reader, magic uint32, wanted func(dimensions []int) error) (idxArray, error) {
	content, err := uncompressed(r)
	if err != nil {
		return idxArray{}, err
	}
	dimensions, count, err := readIDXHeader(content, magic)
	if err != nil {
		return idxArray{}, err
	}
	if err := wanted(dimensions); err != nil {
		return idxArray{}, err
	}
	values, err := readPromised(content, count)
	if err != nil {
		return idxArray{}, err
	}
	return idxArray{dimensions, values}, nil
}

// readIDXHeader returns the dimensions and their product, which is from 1 to
// maxIDXValues.
func readIDXHeader(r io.Reader, magic uint32) (dimensions []int, count int, err error) {
	got, err := readUint32(r)
	if err != nil {
		return nil, 0, err
	}
	if got != magic {
		return nil, 0, fmt.Errorf("magic 0x%08x%s, want 0x%08x%s", got, idxContent(got), magic, idxContent(magic))
	}
	count = 1
	for range int(magic & 0xff) {
		size, err := readUint32(r)
		if err != nil {
			return nil, 0, err
		}
		if size == 0 {
			return nil, 0, fmt.Errorf("dimension %d is 0, want at least 1", len(dimensions)+1)
		}
		if uint64(count)*uint64(size) > maxIDXValues {
			return nil, 0, fmt.Errorf("dimensions %s, want at most %d values",
				formatDimensions(append(dimensions, int(size))), maxIDXValues)
		}
		dimensions = append(dimensions, int(size))
		count *= int(size)
	}
	return dimensions, count, nil
}

func readUint32(r io.Reader) (uint32, error) {
	var word [4]byte
	if _, err := io.ReadFull(r, word[:]); isEnd(err) {
		return 0, errHeaderEnd
	} else if err != nil {
		return 0, err
	}
	return binary.BigEndian.Uint32(word[:]), nil
}

// readPromised reads exactly count bytes and makes sure that the input ends
// there, which for gzip includes its checksum.
func readPromised(r io.Reader, count int) ([]byte, error) {
	values := make([]byte, 0, min(count, firstAllocation))
	for len(values) < count {
		values = slices.Grow(values, min(max(len(values), 1), count-len(values)))
		room := values[len(values):min(cap(values), count)]
		n, err := io.ReadFull(r, room)
		values = values[:len(values)+n]
		if isEnd(err) {
			return nil, fmt.Errorf("ends after %d of the %d values that its header promises", len(values), count)
		}
		if err != nil {
			return nil, err
		}
	}
	switch n, err := io.ReadFull(r, make([]byte, 1)); {
	case n > 0:
		return nil, fmt.Errorf("goes on after the %d values that its header promises", count)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errEarlyEnd
	case err != io.EOF:
		return nil, err
	}
	return values, nil
}

func isEnd(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

func idxContent(magic uint32) string {
	switch magic {
	case labelsMagic:
		return " (labels)"
	case imagesMagic:
		return " (images)"
	}
	return ""
}

func formatDimensions(dimensions []int) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(dimensions), "[]"), " ", "×")
}
