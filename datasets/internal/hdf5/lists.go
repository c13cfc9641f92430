package hdf5

import (
	"encoding/binary"
	"fmt"
)

// Lists are the elements of a data set of variable-length lists. The lists are
// in the file's global heap and read one by one. Not for concurrent use.
type Lists struct {
	dataset  *Dataset
	pointers []byte
	heap     heap
}

func newLists(d *Dataset, pointers []byte) *Lists {
	return &Lists{dataset: d, pointers: pointers, heap: heap{
		file: d.file, collections: map[uint64][]heapObject{}, meter: d.file.meter("global heap"),
	}}
}

// Lists reads where the lists of a data set are.
func (d *Dataset) Lists() (*Lists, error) {
	raw, err := d.raw("lists", d.kind.class == listClass && !d.kind.text)
	if err != nil {
		return nil, err
	}
	return newLists(d, raw), nil
}

// Len is the number of lists.
func (l *Lists) Len() int { return l.dataset.elements }

// AppendFloats appends list i, from 0 to Len()-1, of a float type, exactly.
func (l *Lists) AppendFloats(dst []float64, i int) ([]float64, error) {
	raw, err := l.list(i, floatClass, "lists of floats")
	if err != nil {
		return dst, err
	}
	return appendFloats(dst, l.dataset.kind.base, raw), nil
}

// AppendIntegers appends list i, from 0 to Len()-1, of an integer type.
func (l *Lists) AppendIntegers(dst []int64, i int) ([]int64, error) {
	raw, err := l.list(i, integerClass, "lists of integers")
	if err != nil {
		return dst, err
	}
	dst, err = appendIntegers(dst, l.dataset.kind.base, raw)
	return dst, l.dataset.named(err)
}

func (l *Lists) list(i int, want class, wanted string) ([]byte, error) {
	base := l.dataset.kind.base
	if base.class != want {
		return nil, l.dataset.named(fmt.Errorf("hdf5: elements of type %s, allowed: %s", l.dataset.kind, wanted))
	}
	return l.bytes(i, base.size)
}

// bytes reads the elements, of so many bytes each, that pointer i points to.
func (l *Lists) bytes(i, elementSize int) ([]byte, error) {
	c := &cursor{what: "list", data: l.pointers[i*pointerSize : (i+1)*pointerSize]}
	length, collection, index := c.u32(), c.u64(), c.u32()
	if c.err != nil || length == 0 {
		return nil, c.err
	}
	raw, err := l.heap.object(collection, index, uint64(length)*uint64(elementSize))
	if err != nil {
		return nil, fmt.Errorf("%s: element %d: %w", l.dataset.path, i, err)
	}
	return raw, nil
}

// ListLen is the number of elements of list i as its pointer has it; more than
// the file holds, and reading the list gives an error.
func (l *Lists) ListLen(i int) int {
	return int(binary.LittleEndian.Uint32(l.pointers[i*pointerSize:]))
}
