package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// writer appends to bytes.
type writer struct{ data []byte }

func (w *writer) byte(b byte)   { w.data = append(w.data, b) }
func (w *writer) uint(v uint64) { w.data = binary.AppendUvarint(w.data, v) }
func (w *writer) int(v int)     { w.uint(uint64(v)) }
func (w *writer) float(v float64) {
	w.data = binary.LittleEndian.AppendUint64(w.data, math.Float64bits(v))
}

func (w *writer) bool(v bool) {
	if v {
		w.byte(1)
	} else {
		w.byte(0)
	}
}

func (w *writer) floats(values []float64) {
	w.int(len(values))
	for _, v := range values {
		w.float(v)
	}
}

// reader reads from the front of bytes. After its first error it returns zeros.
type reader struct {
	data []byte
	err  error
}

var (
	errShort = errors.New("it ends early")
	errForm  = errors.New("it is not in its shortest form")
)

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err, r.data = err, nil
	}
}

// end returns the first error, or one if something is left.
func (r *reader) end() error {
	if r.err == nil && len(r.data) > 0 {
		return fmt.Errorf("%d bytes follow its end", len(r.data))
	}
	return r.err
}

func (r *reader) bytes(count int) []byte {
	if count > len(r.data) {
		r.fail(errShort)
		return nil
	}
	taken := r.data[:count]
	r.data = r.data[count:]
	return taken
}

func (r *reader) byte() byte {
	if taken := r.bytes(1); taken != nil {
		return taken[0]
	}
	return 0
}

func (r *reader) bool() bool {
	switch b := r.byte(); b {
	case 0, 1:
		return b == 1
	default:
		r.fail(fmt.Errorf("a flag is %d, allowed: 0, 1", b))
		return false
	}
}

// uint reads a varint, which has to be in its shortest form.
func (r *reader) uint() uint64 {
	if len(r.data) > 0 && r.data[0] < 0x80 {
		v := r.data[0]
		r.data = r.data[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(r.data)
	switch {
	case n == 0:
		r.fail(errShort)
		return 0
	case n < 0 || n > 1 && r.data[n-1] == 0:
		r.fail(errors.New("a number is not in its shortest form, or has more than 64 bits"))
		return 0
	}
	r.data = r.data[n:]
	return v
}

// int reads a number from 0 to a largest one.
func (r *reader) int(largest int) int {
	v := r.uint()
	if v > uint64(largest) {
		r.fail(fmt.Errorf("a number is %d, allowed: 0 to %d", v, largest))
		return 0
	}
	return int(v)
}

// count reads the number of items of which each takes minBytes or more. What is allocated
// for them is thus in proportion to what is there.
func (r *reader) count(minBytes int) int {
	v := r.uint()
	if v > uint64(len(r.data)/minBytes) {
		r.fail(fmt.Errorf("%d things of %d bytes or more are announced, %d bytes are left", v, minBytes, len(r.data)))
		return 0
	}
	return int(v)
}

func (r *reader) float() float64 {
	taken := r.bytes(8)
	if taken == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(taken))
}

// floats reads a list, nil if it is empty.
func (r *reader) floats() []float64 {
	count := r.count(8)
	if count == 0 {
		return nil
	}
	values := make([]float64, count)
	for i := range values {
		values[i] = r.float()
	}
	return values
}
