package hdf5

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"sfdfa-actors/internal/file/untrustedtest"
)

// space is a data space message of version 1 with so many dimensions.
func space(dimensions ...uint64) *cursor {
	message := []byte{1, byte(len(dimensions)), 0, 0, 0, 0, 0, 0}
	for _, size := range dimensions {
		message = binary.LittleEndian.AppendUint64(message, size)
	}
	return &cursor{what: "data space", data: message}
}

// However the dimensions multiply, no more elements are taken than allowed.
func TestDimensionsAreBounded(t *testing.T) {
	for _, dimensions := range [][]uint64{
		{1 << 60}, {1<<64 - 1}, {1 << 32, 1 << 32}, {1 << 63, 2}, {1 << 26, 2}, {3, 1<<64 - 1}, make33(),
	} {
		c := space(dimensions...)
		if _, elements := parseDataspace(c); c.err == nil || elements != 0 {
			t.Errorf("%v: %d elements, error %v, want a refusal", dimensions, elements, c.err)
		}
	}
	for want, dimensions := range map[int][]uint64{1 << 26: {1 << 13, 1 << 13}, 0: {0, 1 << 24}, 1: {}} {
		c := space(dimensions...)
		if _, elements := parseDataspace(c); c.err != nil || elements != want {
			t.Errorf("%v: %d elements, error %v, want %d", dimensions, elements, c.err, want)
		}
	}
}

// make33 is one dimension more than the format has.
func make33() []uint64 {
	dimensions := make([]uint64, 33)
	for i := range dimensions {
		dimensions[i] = 1
	}
	return dimensions
}

// Chunks that claim more than the file can hold set nothing aside.
func TestChunksAreNotBelieved(t *testing.T) {
	f := &File{source: bytes.NewReader(make([]byte, 1000)), size: 1000}
	for want, filters := range map[string][]uint16{
		"allowed: up to 1000, the most that a file of 1000 bytes can hold":    nil,
		"allowed: up to 1040000, the most that a file of 1000 bytes can hold": {deflateFilter},
	} {
		var err error
		taken := untrustedtest.Allocated(func() {
			_, err = f.assemble(&layout{class: chunkedLayout, chunk: []int{1 << 20}, elementSize: 16}, filters, []int{1 << 24}, 16)
		})
		if err == nil || !strings.Contains(err.Error(), want) || taken > 1<<16 {
			t.Errorf("%d bytes set aside, error %v, want none and %q", taken, err, want)
		}
	}
}

// A chunk that unpacks to more than a chunk has is not unpacked further, and one
// that is packed twice has no more room.
func TestChunksThatInflateAreCutShort(t *testing.T) {
	once := untrustedtest.Zlib(t, make([]byte, 64<<20))
	for _, filters := range [][]uint16{{deflateFilter}, {deflateFilter, deflateFilter}} {
		packed := once
		for range len(filters) - 1 {
			packed = untrustedtest.Zlib(t, packed)
		}
		var err error
		taken := untrustedtest.Allocated(func() { _, err = undo(filters, 0, packed, 4096, 1) })
		if err == nil || !strings.Contains(err.Error(), "more than 4100 bytes, allowed: the size of a chunk") || taken > 1<<20 {
			t.Errorf("%d filters: %d bytes set aside, error %v, want few and a refusal", len(filters), taken, err)
		}
	}
}

// Blocks of a header that overlap are not read again and again.
func TestHeaderBlocksMayNotOverlap(t *testing.T) {
	const size, blocks, messageSize = 1 << 16, 60, 2000
	content := make([]byte, size)
	for at := 0; at < size-messageSize-8; at += 8 { // wherever a block begins, there is a message
		binary.LittleEndian.PutUint16(content[at+2:], messageSize)
	}
	copy(content, []byte{1, 0, 1, 0})
	binary.LittleEndian.PutUint32(content[8:], blocks*24)
	for i := range blocks { // continuations to all that follows, each 8 bytes later
		m := content[16+24*i:]
		binary.LittleEndian.PutUint16(m, messageContinuation)
		binary.LittleEndian.PutUint16(m[2:], 16)
		binary.LittleEndian.PutUint64(m[8:], uint64(16+24*blocks+8*i))
		binary.LittleEndian.PutUint64(m[16:], uint64(size-16-24*blocks-8*i))
	}
	f := &File{source: bytes.NewReader(content), size: size}
	var err error
	taken := untrustedtest.Allocated(func() { _, err = f.header(0) })
	if err == nil || !strings.Contains(err.Error(), "object header: more than") || taken > 4*size {
		t.Errorf("%d bytes set aside for a file of %d, error %v, want a refusal of parts that overlap", taken, size, err)
	}
}

// What the global heap's index takes is a small multiple of the file, however
// small its collections are.
func TestManyTinyCollections(t *testing.T) {
	const size, collection = 1 << 20, 32
	var content []byte
	for len(content) < size {
		content = append(content, "GCOL\x01\x00\x00\x00"...)
		content = binary.LittleEndian.AppendUint64(content, collection)
		content = append(content, 1, 0, 0, 0, 0, 0, 0, 0)
		content = binary.LittleEndian.AppendUint64(content, 0)
	}
	f := &File{source: bytes.NewReader(content), size: size}
	h := &heap{file: f, collections: map[uint64][]heapObject{}, meter: f.meter("global heap")}
	taken := untrustedtest.Allocated(func() {
		for at := uint64(0); at < size; at += collection {
			if _, err := h.object(at, 1, 0); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Logf("%.1f bytes a byte of the file", float64(taken)/size)
	if taken > 24*size { // the race detector takes some of it
		t.Errorf("%d bytes set aside for a file of %d", taken, size)
	}
}
