// Package untrustedtest makes files that mean harm, and measures what reading them
// takes. It is for tests.
package untrustedtest

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"hash/crc32"
	"io"
	"runtime"
	"testing"
)

// Allocated is the memory in bytes that is set aside while a function runs, also if
// it is free again.
func Allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

const mebibyte = 1 << 20

// Gzip compresses some bytes.
func Gzip(tb testing.TB, content []byte) []byte {
	tb.Helper()
	var packed bytes.Buffer
	return written(tb, &packed, gzip.NewWriter(&packed), content)
}

// Zlib compresses some bytes as the chunks of HDF5 are.
func Zlib(tb testing.TB, content []byte) []byte {
	tb.Helper()
	var packed bytes.Buffer
	return written(tb, &packed, zlib.NewWriter(&packed), content)
}

func written(tb testing.TB, packed *bytes.Buffer, w io.WriteCloser, content []byte) []byte {
	tb.Helper()
	if _, err := w.Write(content); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return packed.Bytes()
}

// GzipBomb compresses some bytes and mebibytes of zeros after them, each in a kilobyte.
func GzipBomb(tb testing.TB, start []byte, mebibytes int) []byte {
	tb.Helper()
	return append(Gzip(tb, start), bytes.Repeat(Gzip(tb, make([]byte, mebibyte)), mebibytes)...)
}

// Member is a file in a zip archive.
type Member struct {
	Name    string
	Content []byte
	// Zeros is how many MiB of zeros follow the content.
	Zeros int
}

// Zip packs members in order; names may be anything, and stand twice.
func Zip(tb testing.TB, members ...Member) []byte {
	tb.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, m := range members {
		stream, sum := deflated(tb, m)
		entry, err := w.CreateRaw(&zip.FileHeader{
			Name: m.Name, Method: zip.Deflate, CRC32: sum,
			CompressedSize64: uint64(len(stream)), UncompressedSize64: uint64(len(m.Content) + m.Zeros*mebibyte),
		})
		if err == nil {
			_, err = entry.Write(stream)
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return packed.Bytes()
}

// deflated is a member as a stream of deflate, with its checksum. After the first
// MiB of zeros every other one is packed into the same bytes.
func deflated(tb testing.TB, m Member) (stream []byte, sum uint32) {
	tb.Helper()
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		tb.Fatal(err)
	}
	write := func(content []byte) {
		if _, err := w.Write(content); err != nil {
			tb.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			tb.Fatal(err)
		}
	}
	sum = crc32.ChecksumIEEE(m.Content)
	write(m.Content)
	zeros := make([]byte, mebibyte)
	var again []byte
	for i := range m.Zeros {
		sum = crc32.Update(sum, crc32.IEEETable, zeros)
		if i < 2 {
			before := packed.Len()
			write(zeros)
			again = bytes.Clone(packed.Bytes()[before:])
			continue
		}
		packed.Write(again)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return packed.Bytes(), sum
}
