// Package npz writes NumPy arrays into an npz file: a zip archive with one npy file
// ("A Simple File Format for NumPy Arrays", NEP 1) for each. It writes value by value,
// so that no array is in memory as a whole; the npy library that the tests read with
// takes whole arrays, and those with two dimensions in float64 only.
package npz

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
)

// Writer writes an npz file.
type Writer struct {
	archive *zip.Writer
	method  uint16
}

// NewWriter returns a writer of an archive whose members are packed by a method of
// archive/zip: Deflate, or Store as numpy.savez does.
func NewWriter(w io.Writer, method uint16) *Writer {
	return &Writer{archive: zip.NewWriter(w), method: method}
}

// Array writes one array of a type that NumPy calls descr, like "<f4". fill has to
// write as many values as the shape has, in C order.
func (z *Writer) Array(name, descr string, shape []int, fill func(*Values) error) error {
	entry, err := z.archive.CreateHeader(&zip.FileHeader{Name: name + ".npy", Method: z.method})
	if err != nil {
		return err
	}
	v := &Values{w: bufio.NewWriterSize(entry, 1<<16), size: int(descr[2] - '0')}
	v.w.WriteString(Header(descr, shape...))
	if err := fill(v); err != nil {
		return err
	}
	return v.w.Flush() // has the error of all writes before
}

// Close writes the end of the archive. What is below stays open.
func (z *Writer) Close() error { return z.archive.Close() }

// Magic is what an npy file begins with.
const Magic = "\x93NUMPY"

// alignment is what the length of an npy header has to be a multiple of.
const alignment = 64

// Header is the header of version 1.0 of the npy format: magic, version, length, and
// a Python dictionary padded with spaces to the alignment.
func Header(descr string, shape ...int) string {
	var sizes strings.Builder
	for _, n := range shape {
		fmt.Fprintf(&sizes, "%d, ", n)
	}
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, strings.TrimSuffix(sizes.String(), " "))
	const before = len(Magic) + 2 + 2
	padded := (before + len(text) + alignment) / alignment * alignment
	text += strings.Repeat(" ", padded-before-len(text)-1) + "\n"
	return Magic + "\x01\x00" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(text)))) + text
}

// Values writes little-endian values of one size.
type Values struct {
	w    *bufio.Writer
	size int // bytes
}

// Integer writes the lower bytes of an integer.
func (v *Values) Integer(x int64) {
	var word [8]byte
	binary.LittleEndian.PutUint64(word[:], uint64(x))
	v.w.Write(word[:v.size])
}

// Float writes a float, rounded if it is to have 4 bytes.
func (v *Values) Float(x float64) {
	if v.size == 4 {
		v.Integer(int64(math.Float32bits(float32(x))))
		return
	}
	v.Integer(int64(math.Float64bits(x)))
}
