package hdf5

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// Filters that chunks may have gone through.
const (
	deflateFilter    = 1
	shuffleFilter    = 2
	fletcher32Filter = 3
	lzfFilter        = 32000
)

// fletcherSize is the size of the sum that the filter puts behind a chunk.
const fletcherSize = 4

// filterNames are for errors.
var filterNames = map[uint16]string{
	4: " (szip)", 5: " (nbit)", 6: " (scaleoffset)", 305: " (lzo)", 307: " (bzip2)", 32001: " (blosc)",
}

// parseFilters reads the filters in the order in which they were applied.
func parseFilters(c *cursor) (filters []uint16) {
	version := c.version(1, 2)
	count := c.u8()
	if count > maxFilters {
		c.fail("%d filters, allowed: up to %d", count, maxFilters)
		return nil
	}
	if version == 1 {
		c.skip(6)
	}
	for range count {
		id := c.u16()
		nameSize := 0
		if version == 1 || id >= 256 {
			nameSize = int(c.u16())
		}
		c.skip(2) // flags
		values := int(c.u16())
		if version == 1 {
			nameSize = (nameSize + 7) / 8 * 8
			values += values % 2 // padded to a multiple of 8 bytes
		}
		c.skip(nameSize)
		c.skip(4 * values) // the element's size for shuffle, the level for deflate
		switch id {
		case deflateFilter, shuffleFilter, fletcher32Filter, lzfFilter:
		default:
			c.fail("filter %d%s, allowed: 1 (deflate), 2 (shuffle), 3 (fletcher32), 32000 (lzf)", id, filterNames[id])
		}
		if c.err != nil {
			return nil
		}
		filters = append(filters, id)
	}
	return filters
}

// undo takes a chunk back through the filters, except those that its mask says
// were left out. The result has size bytes.
func undo(filters []uint16, mask uint32, data []byte, size, elementSize int) ([]byte, error) {
	for i := len(filters) - 1; i >= 0; i-- {
		if mask>>i&1 != 0 {
			continue
		}
		var err error
		switch filters[i] {
		case deflateFilter:
			data, err = inflate(data, size+fletcherSize)
		case lzfFilter:
			data, err = decompressLZF(data, size+fletcherSize)
		case shuffleFilter:
			data = unshuffle(data, elementSize)
		case fletcher32Filter:
			data, err = withoutSum(data)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(data) != size {
		return nil, fmt.Errorf("hdf5: chunk: %d bytes after its filters, allowed: %d", len(data), size)
	}
	return data, nil
}

// inflate unpacks at most limit bytes.
func inflate(packed []byte, limit int) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("hdf5: chunk: deflate: %w", err)
	}
	unpacked, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, fmt.Errorf("hdf5: chunk: deflate: %w", err)
	}
	if len(unpacked) > limit {
		return nil, fmt.Errorf("hdf5: chunk: deflate: more than %d bytes, allowed: the size of a chunk", limit)
	}
	return unpacked, nil
}

// unshuffle puts the bytes of each element together again: the filter stores
// all first bytes, then all second ones, and leaves an incomplete element alone.
func unshuffle(data []byte, elementSize int) []byte {
	elements := len(data) / elementSize
	if elementSize == 1 || elements < 2 {
		return data
	}
	whole := make([]byte, len(data))
	for part := range elementSize {
		for i, b := range data[part*elements : (part+1)*elements] {
			whole[i*elementSize+part] = b
		}
	}
	copy(whole[elements*elementSize:], data[elements*elementSize:])
	return whole
}

func withoutSum(data []byte) ([]byte, error) {
	if len(data) < fletcherSize {
		return nil, errors.New("hdf5: chunk: shorter than its Fletcher-32 sum")
	}
	return data[:len(data)-fletcherSize], nil
}
