package hdf5

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// dataset describes an array in a file.
type dataset struct {
	kind       *datatype
	dimensions []int
	elements   int // the product of its dimensions
	layout     *layout
	filters    []uint16
}

// Integers reads the data set of integers at a path from the root, like
// "labels", in C order. Its error wraps ErrNotFound if there is no such object.
func (f *File) Integers(path string) ([]int64, error) {
	d, raw, err := f.elements(path, integerClass)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	values, err := appendIntegers(nil, d.kind, raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return values, nil
}

// elements reads the bytes of all elements of the data set at a path, which has
// to be of one of some classes of types.
func (f *File) elements(path string, want ...class) (*dataset, []byte, error) {
	at, err := f.lookup(path)
	if err != nil {
		return nil, nil, err
	}
	messages, err := f.header(at)
	if err != nil {
		return nil, nil, err
	}
	d := &dataset{}
	if err := d.describe(messages, want...); err != nil {
		return nil, nil, err
	}
	raw, err := f.raw(d)
	return d, raw, err
}

// describe reads the messages of a data set's header. Its elements have to be of one
// of some classes of types.
func (d *dataset) describe(messages []message, want ...class) error {
	for _, part := range []struct {
		kind     uint16
		what     string
		optional bool
		parse    func(c *cursor)
	}{
		{messageDatatype, "data type", false, func(c *cursor) { d.kind = parseDatatype(c, false) }},
		{messageDataspace, "data space", false, func(c *cursor) { d.dimensions, d.elements = parseDataspace(c) }},
		{messageLayout, "layout", false, func(c *cursor) { d.layout = parseLayout(c) }},
		{messageFilters, "filters", true, func(c *cursor) { d.filters = parseFilters(c) }},
	} {
		c, err := find(messages, part.kind, part.what)
		switch {
		case err != nil:
			return err
		case c == nil && part.optional:
			continue
		case c == nil:
			return fmt.Errorf("hdf5: the object has no %s, allowed: a data set", part.what)
		}
		if part.parse(c); c.err != nil {
			return c.err
		}
		if !slices.Contains(want, d.kind.class) && part.kind == messageDataspace {
			return d.refuse(want...)
		}
	}
	return nil
}

// refuse says that the elements are of another class of types than wanted. The rows
// of a table are no lists: nothing tells spikes from what fills up a row.
func (d *dataset) refuse(want ...class) error {
	var names []string
	for _, class := range want {
		names = append(names, class.String()+"s")
	}
	allowed := strings.Join(names, ", ")
	if n := len(d.dimensions); n > 1 {
		return fmt.Errorf("hdf5: elements of type %s in a table of %d dimensions, allowed: %s", d.kind, n, allowed)
	}
	return fmt.Errorf("hdf5: elements of type %s, allowed: %s", d.kind, allowed)
}

// parseDataspace reads the dimensions and their product, which is at most
// maxElements: 1 without dimensions, 0 of a null space.
func parseDataspace(c *cursor) (dimensions []int, elements int) {
	version := c.version(1, 2)
	rank, _ := int(c.u8()), c.u8()
	kind := c.u8() // of version 2 only
	if version == 1 {
		c.skip(4)
	} else if kind == 2 {
		return nil, 0
	}
	if rank > maxRank {
		c.fail("%d dimensions, allowed: up to %d", rank, maxRank)
		return nil, 0
	}
	elements = 1
	for n := range rank {
		size := c.u64()
		if size > maxElements || uint64(elements)*size > maxElements {
			c.fail("dimension %d of %d, allowed: up to %d elements in all", n+1, size, maxElements)
			return nil, 0
		}
		elements *= int(size)
		dimensions = append(dimensions, int(size))
	}
	return dimensions, elements
}

// raw reads the bytes of all elements.
func (f *File) raw(d *dataset) ([]byte, error) {
	n := uint64(d.elements) * uint64(d.kind.Size)
	switch {
	case n > maxBytes:
		return nil, fmt.Errorf("hdf5: %d bytes, allowed: up to %d", n, maxBytes)
	case n == 0:
		return nil, nil
	case d.layout.class != chunkedLayout:
		return f.contiguous(d.layout, int(n))
	}
	return f.assemble(d.layout, d.filters, d.dimensions, d.kind.Size)
}

// appendIntegers decodes elements of an integer type.
func appendIntegers(dst []int64, t *datatype, raw []byte) ([]int64, error) {
	for element := range slices.Chunk(raw, t.Size) {
		value, ok := t.Integer(element)
		if !ok {
			return dst, fmt.Errorf("hdf5: integer %d, allowed: up to 2^63 - 1", uint64(value))
		}
		dst = append(dst, value)
	}
	return dst, nil
}

// Lists are the elements of a data set of variable-length lists. The lists are
// in the file's global heap and read one by one. Not for concurrent use.
type Lists struct {
	path     string
	kind     *datatype // of the numbers in a list
	pointers []byte
	heap     heap
}

// Lists reads where the lists of the data set at a path from the root are, like
// "spikes/times". Its error wraps ErrNotFound if there is no such object.
func (f *File) Lists(path string) (*Lists, error) {
	d, raw, err := f.elements(path, listClass)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	heap := heap{file: f, collections: map[uint64][]heapObject{}, meter: f.meter("global heap")}
	return &Lists{path: path, kind: d.kind.base, pointers: raw, heap: heap}, nil
}

// Len is the number of lists.
func (l *Lists) Len() int { return len(l.pointers) / pointerSize }

// ListLen is the number of elements of list i as its pointer has it; more than
// the file holds, and reading the list gives an error.
func (l *Lists) ListLen(i int) int {
	return int(binary.LittleEndian.Uint32(l.pointers[i*pointerSize:]))
}

// AppendFloats appends list i, from 0 to Len()-1, of a float type, exactly.
func (l *Lists) AppendFloats(dst []float64, i int) ([]float64, error) {
	raw, err := l.list(i, floatClass)
	if err != nil {
		return dst, fmt.Errorf("%s: element %d: %w", l.path, i, err)
	}
	for element := range slices.Chunk(raw, l.kind.Size) {
		dst = append(dst, l.kind.Float(element))
	}
	return dst, nil
}

// AppendIntegers appends list i, from 0 to Len()-1, of an integer type.
func (l *Lists) AppendIntegers(dst []int64, i int) ([]int64, error) {
	raw, err := l.list(i, integerClass)
	if err == nil {
		dst, err = appendIntegers(dst, l.kind, raw)
	}
	if err != nil {
		return dst, fmt.Errorf("%s: element %d: %w", l.path, i, err)
	}
	return dst, nil
}

// list reads the bytes of list i, whose numbers have to be of a class of types.
func (l *Lists) list(i int, want class) ([]byte, error) {
	if l.kind.class != want {
		return nil, fmt.Errorf("hdf5: lists of type %s, allowed: %ss", l.kind, want)
	}
	c := &cursor{what: "list", data: l.pointers[i*pointerSize : (i+1)*pointerSize]}
	length, collection, index := c.u32(), c.u64(), c.u32()
	if length == 0 {
		return nil, nil
	}
	return l.heap.object(collection, index, uint64(length)*uint64(l.kind.Size))
}
