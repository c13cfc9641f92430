package number

import (
	"math"
	"slices"
	"testing"
)

// Numbers of 16 bits at the borders of IEEE 754's cases.
func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float64{
		0x0000: 0, 0x0001: 0x1p-24, 0x03ff: 1023 * 0x1p-24, 0x0400: 0x1p-14, 0x3c00: 1, 0x3c01: 1 + 0x1p-10,
		0xc000: -2, 0x7bff: 65504, 0x7c00: math.Inf(1), 0xfc00: math.Inf(-1),
	} {
		if got := half(bits); got != want {
			t.Errorf("%#04x: %v, want %v", bits, got, want)
		}
	}
	if got := half(0x7e00); !math.IsNaN(got) {
		t.Errorf("0x7e00: %v, want NaN", got)
	}
	if got := half(0x8000); got != 0 || !math.Signbit(got) {
		t.Errorf("0x8000: %v, want -0", got)
	}
}

// A number is the same in both byte orders, and what follows it does not matter.
func TestNumbersOfEverySizeAndOrder(t *testing.T) {
	for _, test := range []struct {
		format  Format
		bytes   []byte // the highest first
		integer int64
		ok      bool
	}{
		{Format{Size: 1}, []byte{0xff}, 255, true},
		{Format{Size: 1, Signed: true}, []byte{0xff}, -1, true},
		{Format{Size: 2}, []byte{0x80, 1}, 0x8001, true},
		{Format{Size: 2, Signed: true}, []byte{0x80, 1}, -0x7fff, true},
		{Format{Size: 4, Signed: true}, []byte{0, 1, 2, 3}, 0x010203, true},
		{Format{Size: 8, Signed: true}, []byte{0x80, 0, 0, 0, 0, 0, 0, 0}, math.MinInt64, true},
		{Format{Size: 8}, []byte{0x80, 0, 0, 0, 0, 0, 0, 0}, math.MinInt64, false},
		{Format{Size: 8}, []byte{0x7f, 255, 255, 255, 255, 255, 255, 255}, math.MaxInt64, true},
	} {
		for _, big := range []bool{true, false} {
			test.format.BigEndian = big
			if got, ok := test.format.Integer(append(slices.Clone(test.bytes), 9)); got != test.integer || ok != test.ok {
				t.Errorf("%+v of % x: %d, %v, want %d, %v", test.format, test.bytes, got, ok, test.integer, test.ok)
			}
			slices.Reverse(test.bytes)
		}
	}
	for size, bytes := range map[int][]byte{2: {0xc1, 0}, 4: {0xc0, 0x20, 0, 0}, 8: {0xc0, 4, 0, 0, 0, 0, 0, 0}} {
		for _, big := range []bool{true, false} {
			if got := (Format{Size: size, BigEndian: big}).Float(bytes); got != -2.5 {
				t.Errorf("%d bytes: %v, want -2.5", size, got)
			}
			slices.Reverse(bytes)
		}
	}
}
