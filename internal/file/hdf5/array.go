package hdf5

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Numbers reads the data set of floats or integers at a path from the root, in C order, and its
// dimensions, of which a single number has none. Integers are rounded to float64. Its error wraps
// ErrNotFound if there is no such object.
func (f *File) Numbers(path string) (numbers []float64, dimensions []int, err error) {
	d, raw, err := f.elements(path, floatClass, integerClass)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	numbers = make([]float64, 0, d.elements)
	for element := range slices.Chunk(raw, d.kind.Size) {
		if d.kind.class == floatClass {
			numbers = append(numbers, d.kind.Float(element))
			continue
		}
		value, fits := d.kind.Integer(element)
		if !fits {
			return nil, nil, fmt.Errorf("%s: hdf5: integer %d, allowed: up to 2^63 - 1", path, uint64(value))
		}
		numbers = append(numbers, float64(value))
	}
	return numbers, d.dimensions, nil
}

// Texts reads the data set of texts, of a fixed or of any length, at a path from the root, in C order, and
// its dimensions, of which a single text has none. A text ends before its first zero byte. Its error wraps
// ErrNotFound if there is no such object.
func (f *File) Texts(path string) (texts []string, dimensions []int, err error) {
	d, raw, err := f.elements(path, textClass)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	heap := heap{file: f, collections: map[uint64][]heapObject{}, meter: f.meter("global heap")}
	taken := f.meter("texts")
	for element := range slices.Chunk(raw, max(1, d.kind.Size)) {
		if d.kind.heap {
			c := &cursor{what: "text", data: element}
			length, collection, index := c.u32(), c.u64(), c.u32()
			if element = nil; length > 0 {
				err = taken.charge(uint64(length))
				if err == nil {
					element, err = heap.object(collection, index, uint64(length))
				}
			}
		}
		element, _, _ = bytes.Cut(element, []byte{0})
		switch {
		case err != nil:
		case len(element) > maxText:
			err = fmt.Errorf("hdf5: text of %d bytes, allowed: up to %d", len(element), maxText)
		case !utf8.Valid(element):
			err = fmt.Errorf("hdf5: text %q, allowed: UTF-8", element[:min(len(element), 32)])
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		texts = append(texts, string(element))
	}
	return texts, d.dimensions, nil
}

// IsGroup reports whether the object at a path from the root is a group.
func (f *File) IsGroup(path string) bool {
	at, err := f.lookup(path)
	if err != nil {
		return false
	}
	messages, err := f.header(at)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(messages, func(m message) bool { return m.kind == messageDatatype })
}
