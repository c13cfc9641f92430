package hdf5

import (
	"encoding/binary"
	"fmt"
	"math"
)

// class is the kind of a data type, by the format's numbers.
type class uint8

const (
	integerClass class = 0
	floatClass   class = 1
	listClass    class = 9 // of variable length
)

// classNames are for errors.
var classNames = [...]string{
	"integer", "float", "time", "string", "bit field", "opaque", "compound", "reference", "enumeration", "list", "array",
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
	class  class
	size   int // bytes
	signed bool
	base   *datatype // of the numbers in a list
}

// String names the type as NumPy does, with "list of" before that of a list.
func (t *datatype) String() string {
	switch {
	case t.class == floatClass:
		return fmt.Sprintf("float%d", 8*t.size)
	case t.class == listClass:
		return "list of " + t.base.String()
	case t.signed:
		return fmt.Sprintf("int%d", 8*t.size)
	}
	return fmt.Sprintf("uint%d", 8*t.size)
}

// parseDatatype reads a datatype message, or the base type inside of one.
func parseDatatype(c *cursor, nested bool) *datatype {
	head := c.u8()
	if version := head >> 4; version < 1 || version > 4 {
		c.fail("version %d, allowed: 1 to 4", version)
	}
	flags := c.uint(3)
	t := &datatype{class: class(head & 15), size: int(c.u32())}
	if c.err != nil {
		return t
	}
	switch {
	case t.class == integerClass:
		t.signed = flags&0x08 != 0
		parseInteger(c, t, flags)
	case t.class == floatClass:
		parseFloat(c, t, flags)
	case t.class == listClass && !nested:
		parseList(c, t, flags)
	default:
		c.fail("%s, allowed: integer, or a list of integers or floats", t.class)
	}
	return t
}

func parseInteger(c *cursor, t *datatype, flags uint64) {
	offset, precision := c.u16(), c.u16()
	switch {
	case t.size != 1 && t.size != 2 && t.size != 4 && t.size != 8:
		c.fail("integers of %d bytes, allowed: 1, 2, 4, 8", t.size)
	case flags&1 != 0 && t.size > 1:
		c.fail("big-endian integers, allowed: little-endian")
	case offset != 0 || int(precision) != 8*t.size:
		c.fail("integers of %d bits from bit %d of %d bytes on, allowed: all bits", precision, offset, t.size)
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
	switch want, known := ieee[t.size]; {
	case flags&0x41 != 0:
		c.fail("floats in byte order %#x, allowed: little-endian", flags&0x41)
	case !known || got != want:
		c.fail("floats of %d bytes with the layout %v, allowed: IEEE 754 in 2, 4 or 8 bytes", t.size, got)
	}
}

func parseList(c *cursor, t *datatype, flags uint64) {
	if t.size != pointerSize {
		c.fail("lists in elements of %d bytes, allowed: %d", t.size, pointerSize)
	}
	if kind := flags & 15; kind != 0 {
		c.fail("variable-length type %d, allowed: 0 (list)", kind)
	}
	t.base = parseDatatype(c, true)
}

// float decodes an element of a float type, exactly.
func (t *datatype) float(b []byte) float64 {
	switch t.size {
	case 2:
		return half(binary.LittleEndian.Uint16(b))
	case 4:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

// half widens an IEEE 754 number of 16 bits, exactly.
func half(bits uint16) float64 {
	sign := 1.0
	if bits&0x8000 != 0 {
		sign = -1
	}
	exponent, mantissa := int(bits>>10&31), float64(bits&0x3ff)
	switch {
	case exponent == 0:
		return sign * math.Ldexp(mantissa, -24)
	case exponent == 31 && mantissa != 0:
		return math.NaN()
	case exponent == 31:
		return math.Inf(int(sign))
	}
	return sign * math.Ldexp(1024+mantissa, exponent-25)
}

// integer decodes an element of an integer type; ok is false for one above the
// largest int64.
func (t *datatype) integer(b []byte) (value int64, ok bool) {
	var word [8]byte
	copy(word[:], b[:t.size])
	bits := binary.LittleEndian.Uint64(word[:])
	if t.signed {
		shift := 64 - 8*t.size
		return int64(bits<<shift) >> shift, true
	}
	return int64(bits), bits <= math.MaxInt64
}
