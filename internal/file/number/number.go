// Package number decodes the numbers in files of other programs.
package number

import (
	"encoding/binary"
	"math"
	"slices"
)

// Format is how a file writes an integer or a float.
type Format struct {
	// Size is the number of bytes: 1, 2, 4 or 8, and for a float not 1.
	Size int
	// Signed tells of an integer that it is in two's complement. A float does not
	// look at it.
	Signed bool
	// BigEndian tells that the highest byte comes first.
	BigEndian bool
}

// bits returns the Size bytes of a number as the lower bits of a word.
func (f Format) bits(b []byte) uint64 {
	var word [8]byte
	copy(word[:], b[:f.Size])
	if f.BigEndian {
		slices.Reverse(word[:f.Size])
	}
	return binary.LittleEndian.Uint64(word[:])
}

// Integer decodes an integer; ok is false for one above the largest int64, and the
// value then has the bits of the uint64.
func (f Format) Integer(b []byte) (value int64, ok bool) {
	bits := f.bits(b)
	if f.Signed {
		shift := 64 - 8*f.Size
		return int64(bits<<shift) >> shift, true
	}
	return int64(bits), bits <= math.MaxInt64
}

// Float decodes a float of IEEE 754, exactly.
func (f Format) Float(b []byte) float64 {
	switch bits := f.bits(b); f.Size {
	case 2:
		return half(uint16(bits))
	case 4:
		return float64(math.Float32frombits(uint32(bits)))
	default:
		return math.Float64frombits(bits)
	}
}

// half widens a float of 16 bits.
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
