package hdf5

import (
	"cmp"
	"fmt"
	"slices"
)

// heap finds objects in the global heap, the collections in which lists are.
type heap struct {
	file        *File
	collections map[uint64][]heapObject // by address
	meter       *meter
}

// heapObject is where an object of a collection is.
type heapObject struct {
	block
	index uint32
}

// object returns n bytes of an object.
func (h *heap) object(collection uint64, index uint32, n uint64) ([]byte, error) {
	objects, known := h.collections[collection]
	if !known {
		var err error
		if objects, err = h.collection(collection); err != nil {
			return nil, err
		}
		h.collections[collection] = objects
	}
	at, found := slices.BinarySearchFunc(objects, index, func(o heapObject, index uint32) int { return cmp.Compare(o.index, index) })
	if !found {
		return nil, fmt.Errorf("hdf5: global heap collection at byte %d: no object number %d", collection, index)
	}
	object := objects[at]
	if n > object.size {
		return nil, fmt.Errorf("hdf5: global heap object %d at byte %d: a list of %d bytes, allowed: up to its %d", index, object.at, n, object.size)
	}
	return h.file.read("global heap object", object.at, n)
}

// collection lists the objects of a collection in order of their indices. Of two
// with one index the file's first counts.
func (h *heap) collection(at uint64) ([]heapObject, error) {
	const headSize, objectHead = 16, 16
	c, err := h.file.section("global heap collection", at, headSize)
	if err != nil {
		return nil, err
	}
	c.signature("GCOL")
	c.version(1)
	c.skip(3)
	size := c.u64()
	if size < headSize || size > maxCollection {
		c.fail("%d bytes, allowed: %d to %d", size, headSize, maxCollection)
	}
	if c.err != nil {
		return nil, c.err
	}
	if err := h.meter.charge(size); err != nil {
		return nil, err
	}
	if c, err = h.file.section("global heap objects", at+headSize, size-headSize); err != nil {
		return nil, err
	}
	var objects []heapObject
	for len(c.data) >= objectHead {
		index := uint32(c.u16())
		c.skip(2 + 4) // references, reserved
		object := heapObject{block: block{size: c.u64()}, index: index}
		if index == 0 {
			break // the free space at the end
		}
		object.at = at + size - uint64(len(c.data))
		if object.size > uint64(len(c.data)) {
			return nil, fmt.Errorf("hdf5: %s: object %d of %d bytes, allowed: up to the %d that are left", c.what, index, object.size, len(c.data))
		}
		c.skip(min(int(object.size+7)/8*8, len(c.data)))
		objects = append(objects, object)
	}
	slices.SortStableFunc(objects, func(x, y heapObject) int { return cmp.Compare(x.index, y.index) })
	return slices.Clip(objects), nil
}
