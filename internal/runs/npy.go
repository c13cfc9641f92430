package runs

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// npzWriter writes NumPy arrays into an npz file value by value, so that an
// array is never in memory as a whole. (The npy library at hand takes whole
// arrays, and those with two dimensions in float64 only.)
type npzWriter struct{ archive *zip.Writer }

// npyTypes are NumPy's names of the types that arrays here have.
var npyTypes = map[string]string{"float32": "<f4", "float64": "<f8", "int32": "<i4", "int64": "<i8"}

// npyAlignment is what the length of an npy header has to be a multiple of.
const npyAlignment = 64

// array starts the next array and calls fill, which has to write as many
// values as the shape has, in C order.
func (z *npzWriter) array(name, kind string, shape []int, fill func(w io.Writer) error) error {
	// Uncompressed, as numpy.savez writes it: weights hardly compress.
	entry, err := z.archive.CreateHeader(&zip.FileHeader{Name: name + ".npy", Method: zip.Store})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(entry)
	if _, err := w.WriteString(npyHeader(npyTypes[kind], shape)); err != nil {
		return err
	}
	if err := fill(w); err != nil {
		return err
	}
	return w.Flush()
}

// npyHeader is the header of version 1.0 of the format: magic, version, length,
// and a Python dictionary padded with spaces to the alignment.
func npyHeader(descr string, shape []int) string {
	var sizes strings.Builder
	for _, n := range shape {
		fmt.Fprintf(&sizes, "%d, ", n)
	}
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, strings.TrimSuffix(sizes.String(), " "))
	const before = 10 // magic, version and length
	padded := (before + len(text) + 1 + npyAlignment - 1) / npyAlignment * npyAlignment
	text += strings.Repeat(" ", padded-before-len(text)-1) + "\n"
	length := binary.LittleEndian.AppendUint16(nil, uint16(len(text)))
	return "\x93NUMPY\x01\x00" + string(length) + text
}
