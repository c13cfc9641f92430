package hdf5

import (
	"bytes"
	"fmt"
	"slices"
)

// Dataset is an array in a file. It is read when it is asked for its elements.
type Dataset struct {
	file     *File
	path     string
	kind     *datatype
	shape    []int
	elements int
	layout   *layout
	filters  []uint16
}

// Dataset finds the data set at a path from the root, like "spikes/times". Its
// error wraps ErrNotFound if there is no such object.
func (f *File) Dataset(path string) (*Dataset, error) {
	at, err := f.lookup(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	messages, err := f.header(at)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	d := &Dataset{file: f, path: path}
	if err := d.describe(messages); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return d, nil
}

// describe reads the messages of a data set's header.
func (d *Dataset) describe(messages []message) error {
	for _, part := range []struct {
		kind     uint16
		what     string
		optional bool
		parse    func(c *cursor)
	}{
		{messageDatatype, "data type", false, func(c *cursor) { d.kind = parseDatatype(c, false) }},
		{messageDataspace, "data space", false, func(c *cursor) { d.shape, d.elements = parseDataspace(c) }},
		{messageLayout, "layout", false, func(c *cursor) { d.layout = parseLayout(c) }},
		{messageFilters, "filters", true, func(c *cursor) { d.filters = parseFilters(c) }},
	} {
		c, err := find(messages, part.kind, part.what)
		if err != nil {
			return err
		}
		if c == nil && part.optional {
			continue
		}
		if c == nil {
			return fmt.Errorf("hdf5: the object has no %s, allowed: a data set", part.what)
		}
		if part.parse(c); c.err != nil {
			return c.err
		}
	}
	return nil
}

// Len is the number of elements: the product of the shape.
func (d *Dataset) Len() int { return d.elements }

// Shape returns the dimensions, none for a single element.
func (d *Dataset) Shape() []int { return slices.Clone(d.shape) }

// Type names the type of the elements: "uint16", "list of float16", "text of 8
// bytes" and so on.
func (d *Dataset) Type() string { return d.kind.String() }

// Integers reads the elements of an integer type, in C order.
func (d *Dataset) Integers() ([]int64, error) {
	raw, err := d.raw("integers", d.kind.class == integerClass)
	if err != nil {
		return nil, err
	}
	values, err := appendIntegers(nil, d.kind, raw)
	return values, d.named(err)
}

// Floats reads the elements of a float type, in C order and exactly.
func (d *Dataset) Floats() ([]float64, error) {
	raw, err := d.raw("floats", d.kind.class == floatClass)
	if err != nil {
		return nil, err
	}
	return appendFloats(nil, d.kind, raw), nil
}

// Strings reads the elements of a text type, in C order and without padding.
func (d *Dataset) Strings() ([]string, error) {
	raw, err := d.raw("texts", d.kind.class == stringClass || d.kind.text)
	if err != nil {
		return nil, err
	}
	texts := make([]string, d.elements)
	pointers := newLists(d, raw)
	for i := range texts {
		if !d.kind.text {
			texts[i] = d.kind.trim(raw[i*d.kind.size : (i+1)*d.kind.size])
			continue
		}
		text, err := pointers.bytes(i, 1)
		if err != nil {
			return nil, err
		}
		texts[i] = string(text)
	}
	return texts, nil
}

// trim takes the padding off a text of fixed length.
func (t *datatype) trim(text []byte) string {
	if t.padded == ' ' {
		return string(bytes.TrimRight(text, " "))
	}
	if end := bytes.IndexByte(text, 0); end >= 0 {
		text = text[:end]
	}
	return string(text)
}

// raw reads the bytes of all elements, if they are of the type asked for.
func (d *Dataset) raw(wanted string, fits bool) ([]byte, error) {
	if !fits {
		return nil, d.named(fmt.Errorf("hdf5: elements of type %s, allowed: %s", d.kind, wanted))
	}
	n := uint64(d.elements) * uint64(d.kind.size)
	if n > maxBytes {
		return nil, d.named(fmt.Errorf("hdf5: %d bytes, allowed: up to %d", n, maxBytes))
	}
	if n == 0 {
		return nil, nil
	}
	if d.layout.class != chunkedLayout {
		raw, err := d.file.contiguous(d.layout, int(n))
		return raw, d.named(err)
	}
	if len(d.shape) != 1 {
		return nil, d.named(fmt.Errorf("hdf5: chunked data of %d dimensions, allowed: 1", len(d.shape)))
	}
	raw, err := d.file.assemble(d.layout, d.filters, d.elements, d.kind.size)
	return raw, d.named(err)
}

// named puts the path before an error.
func (d *Dataset) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", d.path, err)
}

// appendFloats decodes elements of a float type.
func appendFloats(dst []float64, t *datatype, raw []byte) []float64 {
	for element := range slices.Chunk(raw, t.size) {
		dst = append(dst, t.float(element))
	}
	return dst
}

// appendIntegers decodes elements of an integer type.
func appendIntegers(dst []int64, t *datatype, raw []byte) ([]int64, error) {
	for element := range slices.Chunk(raw, t.size) {
		value, ok := t.integer(element)
		if !ok {
			return dst, fmt.Errorf("hdf5: integer %d, allowed: up to 2^63 - 1", uint64(value))
		}
		dst = append(dst, value)
	}
	return dst, nil
}
