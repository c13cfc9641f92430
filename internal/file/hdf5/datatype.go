package hdf5

import (
	"fmt"

	"sfdfa-actors/internal/file/number"
)

// class is the kind of a data type, by the format's numbers.
type class uint8

const (
	integerClass class = 0
	floatClass   class = 1
	textClass    class = 3 // of a fixed or, as the format has it among the lists, of any length
	listClass    class = 9 // of variable length
)

// classNames are for errors.
var classNames = [...]string{
	"integer", "float", "time", "text", "bit field", "opaque", "compound", "reference", "enumeration", "list", "array",
}

// String names a class, or writes the number of an unknown one.
func (k class) String() string {
	if int(k) < len(classNames) {
		return classNames[k]
	}
	return fmt.Sprintf("class %d", uint8(k))
}

// pointerSize is the size of a variable-length element: a length of 4 bytes,
// the address of a heap collection and the index of an object in it.
const pointerSize = 4 + 8 + 4

// datatype is what an element is.
type datatype struct {
	class class
	number.Format
	base *datatype // of the numbers in a list
	heap bool      // a text of any length, which is in the global heap
}

// String names the type as NumPy does, with "list of" before that of a list.
func (t *datatype) String() string {
	switch {
	case t.class == floatClass:
		return fmt.Sprintf("float%d", 8*t.Size)
	case t.class == listClass:
		return "list of " + t.base.String()
	case t.class == textClass:
		return "text"
	case t.Signed:
		return fmt.Sprintf("int%d", 8*t.Size)
	}
	return fmt.Sprintf("uint%d", 8*t.Size)
}

// parseDatatype reads a datatype message, or the base type inside of one.
func parseDatatype(c *cursor, nested bool) *datatype {
	head := c.u8()
	if version := head >> 4; version < 1 || version > 4 {
		c.fail("version %d, allowed: 1 to 4", version)
	}
	flags := c.uint(3)
	t := &datatype{class: class(head & 15), Format: number.Format{Size: int(c.u32())}}
	if c.err != nil {
		return t
	}
	switch {
	case t.class == integerClass:
		t.Signed, t.BigEndian = flags&0x08 != 0, flags&0x01 != 0
		parseInteger(c, t)
	case t.class == floatClass:
		t.BigEndian = flags&0x01 != 0
		parseFloat(c, t, flags)
	case t.class == textClass && !nested:
		if t.Size > maxText {
			c.fail("texts of %d bytes, allowed: up to %d", t.Size, maxText)
		}
	case t.class == listClass && !nested:
		parseList(c, t, flags)
	default:
		c.fail("%s, allowed: integer, float, text, or a list of integers or floats", t.class)
	}
	return t
}

func parseInteger(c *cursor, t *datatype) {
	offset, precision := c.u16(), c.u16()
	switch {
	case t.Size != 1 && t.Size != 2 && t.Size != 4 && t.Size != 8:
		c.fail("integers of %d bytes, allowed: 1, 2, 4, 8", t.Size)
	case offset != 0 || int(precision) != 8*t.Size:
		c.fail("integers of %d bits from bit %d of %d bytes on, allowed: all bits", precision, offset, t.Size)
	}
}

// floatLayout is where the parts of a floating-point number are.
type floatLayout struct {
	sign, offset, precision                                        uint16
	exponentAt, exponentBits, mantissaAt, mantissaBits, normalised uint8
	bias                                                           uint32
}

// ieee are the layouts of IEEE 754, by size in bytes.
var ieee = map[int]floatLayout{
	2: {15, 0, 16, 10, 5, 0, 10, 2, 15},
	4: {31, 0, 32, 23, 8, 0, 23, 2, 127},
	8: {63, 0, 64, 52, 11, 0, 52, 2, 1023},
}

func parseFloat(c *cursor, t *datatype, flags uint64) {
	got := floatLayout{
		sign: uint16(flags >> 8 & 0xff), normalised: uint8(flags >> 4 & 3),
		offset: c.u16(), precision: c.u16(),
		exponentAt: c.u8(), exponentBits: c.u8(), mantissaAt: c.u8(), mantissaBits: c.u8(), bias: c.u32(),
	}
	switch want, known := ieee[t.Size]; {
	case flags&0x40 != 0:
		c.fail("floats in the byte order of a VAX, allowed: little-endian, big-endian")
	case !known || got != want:
		c.fail("floats of %d bytes with the layout %v, allowed: IEEE 754 in 2, 4 or 8 bytes", t.Size, got)
	}
}

// parseList reads the rest of a variable-length type: a list, or a text, which is a list of characters.
func parseList(c *cursor, t *datatype, flags uint64) {
	if t.Size != pointerSize {
		c.fail("lists in elements of %d bytes, allowed: %d", t.Size, pointerSize)
	}
	switch kind := flags & 15; kind {
	case 0:
		t.base = parseDatatype(c, true)
	case 1:
		t.class, t.heap = textClass, true
	default:
		c.fail("variable-length type %d, allowed: 0 (list), 1 (text)", kind)
	}
}
