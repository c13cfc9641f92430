package hdf5

import "fmt"

// Classes of layouts.
const (
	compactLayout    = 0
	contiguousLayout = 1
	chunkedLayout    = 2
)

// Kinds of chunk indexes. Layouts before version 4 have no number for B-trees of
// version 1, so that is 0 here.
const (
	byTree       = 0
	singleChunk  = 1
	implicit     = 2
	byFixedArray = 3
)

// indexNames are for errors.
var indexNames = map[uint8]string{4: " (extensible array)", 5: " (B-tree of version 2)"}

// layout is where the elements of a data set are.
type layout struct {
	class   uint8
	compact []byte // the elements themselves, of a compact layout
	at      uint64 // of the elements, or of the index of chunks
	size    uint64 // of contiguous elements in bytes

	chunk       []int // dimensions of a chunk
	elementSize int   // bytes
	index       uint8 // kind of the index of chunks
	// single is the one chunk of an index without a structure of its own.
	single chunk
}

func parseLayout(c *cursor) *layout {
	version := c.version(3, 4)
	l := &layout{class: c.u8()}
	switch l.class {
	case compactLayout:
		l.compact = c.bytes(int(c.u16()))
	case contiguousLayout:
		l.at, l.size = c.u64(), c.u64()
	case chunkedLayout:
		if version == 3 {
			parseChunked3(c, l)
		} else {
			parseChunked4(c, l)
		}
	default:
		c.fail("layout class %d, allowed: 0 (compact), 1 (contiguous), 2 (chunked)", l.class)
	}
	return l
}

func parseChunked3(c *cursor, l *layout) {
	rank := c.u8()
	l.at = c.u64()
	parseChunkShape(c, l, rank, 4)
}

func parseChunked4(c *cursor, l *layout) {
	flags, rank, width := c.u8(), c.u8(), int(c.u8())
	parseChunkShape(c, l, rank, width)
	l.index = c.u8()
	switch l.index {
	case singleChunk:
		if flags&0x02 != 0 {
			l.single.size, l.single.mask = c.u64(), c.u32()
		}
	case implicit:
	case byFixedArray:
		c.skip(1) // page bits, which the array repeats
	default:
		c.fail("index of chunks %d%s, allowed: 1 (single), 2 (implicit), 3 (fixed array)", l.index, indexNames[l.index])
	}
	l.at = c.u64()
}

// parseChunkShape reads the dimensions of a chunk; the last is the element's size.
func parseChunkShape(c *cursor, l *layout, rank uint8, width int) {
	if rank < 2 || rank > maxRank+1 {
		c.fail("chunks of %d dimensions, allowed: 1 to %d", int(rank)-1, maxRank)
		return
	}
	bytes := uint64(1)
	for range rank {
		size := c.uint(width)
		if size < 1 || size > maxBytes || bytes*size > maxBytes {
			c.fail("chunks of %d times %d bytes, allowed: from 1 to %d bytes", size, bytes, maxBytes)
			return
		}
		bytes *= size
		l.chunk = append(l.chunk, int(size))
	}
	l.elementSize = l.chunk[rank-1]
	l.chunk = l.chunk[:rank-1]
}

// chunkBytes is the size of an unpacked chunk.
func (l *layout) chunkBytes() int { return product(l.chunk) * l.elementSize }

func product(sizes []int) int {
	n := 1
	for _, size := range sizes {
		n *= size
	}
	return n
}

// contiguous returns n bytes of a compact or contiguous layout.
func (f *File) contiguous(l *layout, n int) ([]byte, error) {
	if l.class == compactLayout {
		if len(l.compact) < n {
			return nil, fmt.Errorf("hdf5: compact data: %d bytes, allowed: the %d of its elements", len(l.compact), n)
		}
		return l.compact[:n], nil
	}
	switch {
	case l.at == undefined:
		return nil, fmt.Errorf("hdf5: contiguous data: never written, allowed: elements that are in the file")
	case l.size < uint64(n):
		return nil, fmt.Errorf("hdf5: contiguous data: %d bytes, allowed: the %d of its elements", l.size, n)
	}
	return f.read("contiguous data", l.at, uint64(n))
}
