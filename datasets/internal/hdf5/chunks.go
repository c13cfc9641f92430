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
	file    *File
	layout  *layout
	filters []uint16
	whole   []byte
	there   []bool // by chunk
}

// assemble returns the elements of a chunked data set of rank 1.
func (f *File) assemble(l *layout, filters []uint16, elements, elementSize int) ([]byte, error) {
	if elements == 0 {
		return nil, nil
	}
	if l.elementSize != elementSize {
		return nil, fmt.Errorf("hdf5: chunks: elements of %d bytes, allowed: the %d of the data type", l.elementSize, elementSize)
	}
	bytes, chunkBytes := elements*elementSize, l.chunk*elementSize
	if limit := f.unpacked(filters); uint64(max(bytes, chunkBytes)) > limit {
		return nil, fmt.Errorf("hdf5: chunks: %d bytes in chunks of %d, allowed: up to %d, the most that a file of %d bytes can hold",
			bytes, chunkBytes, limit, f.size)
	}
	a := &assembly{
		file: f, layout: l, filters: filters,
		whole: make([]byte, bytes), there: make([]bool, (elements+l.chunk-1)/l.chunk),
	}
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
		size := uint64(a.layout.chunk * a.layout.elementSize)
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
	const keySize = 4 + 4 + 8 + 8 // size, mask, first element, and a 0 for the element's bytes
	return a.file.walk(a.layout.at, chunkTree, keySize, func(key *cursor, child uint64) error {
		found := chunk{size: uint64(key.u32()), mask: key.u32(), at: child}
		first, _ := key.u64(), key.u64()
		if key.err != nil {
			return key.err
		}
		if first%uint64(a.layout.chunk) != 0 {
			return fmt.Errorf("hdf5: chunks: one from element %d on, allowed: a multiple of the %d elements of a chunk", first, a.layout.chunk)
		}
		return a.place(int(min(first/uint64(a.layout.chunk), maxElements)), found)
	})
}

// place reads chunk n and copies what belongs to the data set.
func (a *assembly) place(n int, c chunk) error {
	if n >= len(a.there) || a.there[n] {
		return fmt.Errorf("hdf5: chunks: chunk %d, allowed: each of %d chunks once", n, len(a.there))
	}
	a.there[n] = true
	full := a.layout.chunk * a.layout.elementSize
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
	copy(a.whole[n*full:], data) // the last chunk may reach beyond the data set
	return nil
}
