package checkpoint

import (
	"encoding/binary"
	"math"
)

// appendValues appends numbers as float64, or as the float32 that they are.
func appendValues(dst []byte, width int, values []float64) []byte {
	if width == 8 {
		for _, value := range values {
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(value))
		}
		return dst
	}
	for _, value := range values {
		dst = binary.LittleEndian.AppendUint32(dst, math.Float32bits(float32(value)))
	}
	return dst
}

// takeValues reads count numbers from the start of text and returns the rest.
func takeValues(text []byte, width, count int) (values []float64, rest []byte) {
	if count == 0 {
		return nil, text
	}
	values = make([]float64, count)
	for i := range values {
		if width == 8 {
			values[i] = math.Float64frombits(binary.LittleEndian.Uint64(text[8*i:]))
		} else {
			values[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(text[4*i:])))
		}
	}
	return values, text[width*count:]
}
