package hdf5

import "fmt"

// chunk is where a chunk is and what was done to it.
type chunk struct {
	at   uint64
	size uint64 // bytes in the file; 0 where the index has no sizes
	mask uint32 // filters that were left out, by bit
}

// assembly is a chunked data set that is being put together.
type assembly struct {
	file       *File
	layout     *layout
	filters    []uint16
	dimensions []int
	grid       []int // how many chunks there are along each dimension
	whole      []byte
	there      []bool // by chunk, the last dimension running fastest
}

// assemble returns the elements of a chunked data set.
func (f *File) assemble(l *layout, filters []uint16, dimensions []int, elementSize int) ([]byte, error) {
	switch {
	case l.elementSize != elementSize:
		return nil, fmt.Errorf("hdf5: chunks: elements of %d bytes, allowed: the %d of the data type", l.elementSize, elementSize)
	case len(l.chunk) != len(dimensions):
		return nil, fmt.Errorf("hdf5: chunks of %d dimensions, allowed: the %d of the data", len(l.chunk), len(dimensions))
	}
	bytes, chunkBytes := product(dimensions)*elementSize, l.chunkBytes()
	if limit := f.unpacked(filters); uint64(max(bytes, chunkBytes)) > limit {
		return nil, fmt.Errorf("hdf5: chunks: %d bytes in chunks of %d, allowed: up to %d, the most that a file of %d bytes can hold",
			bytes, chunkBytes, limit, f.size)
	}
	a := &assembly{file: f, layout: l, filters: filters, dimensions: dimensions, whole: make([]byte, bytes)}
	for d, size := range dimensions {
		a.grid = append(a.grid, (size+l.chunk[d]-1)/l.chunk[d])
	}
	a.there = make([]bool, product(a.grid))
	if err := a.all(); err != nil {
		return nil, err
	}
	for n, there := range a.there {
		if !there {
			return nil, fmt.Errorf("hdf5: chunks: chunk %d of %d was never written, allowed: data that are all in the file", n, len(a.there))
		}
	}
	return a.whole, nil
}

// unpacked is the most bytes that data in the file can be before their filters.
func (f *File) unpacked(filters []uint16) uint64 {
	if len(filters) == 0 {
		return min(maxBytes, f.size)
	}
	return min(maxBytes, f.size*maxInflation)
}

// all puts every chunk in its place.
func (a *assembly) all() error {
	if a.layout.at == undefined {
		return nil // without chunks, as the caller will see
	}
	switch a.layout.index {
	case byTree:
		return a.fromTree()
	case singleChunk:
		only := a.layout.single
		only.at = a.layout.at
		return a.place(0, only)
	case implicit:
		size := uint64(a.layout.chunkBytes())
		for n := range a.there {
			if err := a.place(n, chunk{at: a.layout.at + uint64(n)*size}); err != nil {
				return err
			}
		}
		return nil
	}
	return a.fromFixedArray()
}

func (a *assembly) fromTree() error {
	keySize := 4 + 4 + 8*(len(a.grid)+1) // size, mask, the first element's place, and a 0 for its bytes
	return a.file.walk(a.layout.at, chunkTree, keySize, func(key *cursor, child uint64) error {
		found := chunk{size: uint64(key.u32()), mask: key.u32(), at: child}
		n := 0
		for d, size := range a.layout.chunk {
			first := key.u64()
			if first%uint64(size) != 0 || first >= uint64(a.dimensions[d]) {
				key.fail("a chunk from element %d on, allowed: multiples of %d below %d", first, size, a.dimensions[d])
			}
			n = n*a.grid[d] + int(min(first/uint64(size), maxElements))
		}
		if key.err != nil {
			return key.err
		}
		return a.place(n, found)
	})
}

// place reads chunk n and copies what belongs to the data set.
func (a *assembly) place(n int, c chunk) error {
	if n >= len(a.there) || a.there[n] {
		return fmt.Errorf("hdf5: chunks: chunk %d, allowed: each of %d chunks once", n, len(a.there))
	}
	a.there[n] = true
	full := a.layout.chunkBytes()
	if c.size == 0 {
		c.size = uint64(full)
	}
	// Deflate makes a few bytes more of what it can't compress.
	if limit := uint64(full + full/8 + 1024); c.size > limit {
		return fmt.Errorf("hdf5: chunks: chunk %d of %d bytes, allowed: up to %d for %d unpacked ones", n, c.size, limit, full)
	}
	data, err := a.file.read("chunk", c.at, c.size)
	if err != nil {
		return err
	}
	if data, err = undo(a.filters, c.mask, data, full, a.layout.elementSize); err != nil {
		return err
	}
	first := make([]int, len(a.grid)) // place of the chunk's first element
	for d := len(a.grid) - 1; d >= 0; d-- {
		first[d] = n % a.grid[d] * a.layout.chunk[d]
		n /= a.grid[d]
	}
	a.copy(data, first, 0, 0)
	return nil
}

// copy puts a chunk's part with the same indices before dimension d in its place,
// which begins at row at, if the dimensions before d alone are counted. A chunk may
// reach beyond the data set.
func (a *assembly) copy(data []byte, first []int, d, at int) {
	rows := min(a.layout.chunk[d], a.dimensions[d]-first[d])
	at = at*a.dimensions[d] + first[d]
	size := len(data) / a.layout.chunk[d] // of a row, in bytes
	if d == len(first)-1 {
		copy(a.whole[at*size:], data[:rows*size])
		return
	}
	for row := range rows {
		a.copy(data[row*size:(row+1)*size], first, d+1, at+row)
	}
}
