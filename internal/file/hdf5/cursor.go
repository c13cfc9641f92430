package hdf5

import (
	"encoding/binary"
	"fmt"
)

// undefined is the address of what does not exist.
const undefined = ^uint64(0)

// cursor reads little-endian fields of a block, one after the other. After the
// block's end it returns zeros and keeps the first error.
type cursor struct {
	what string // the block's name in errors
	data []byte
	err  error
}

// bytes returns the next n bytes, without a copy.
func (c *cursor) bytes(n int) []byte {
	if c.err == nil && (n < 0 || n > len(c.data)) {
		c.err = fmt.Errorf("hdf5: %s: a field of %d bytes, allowed: up to the %d bytes that are left of it", c.what, n, len(c.data))
	}
	if c.err != nil {
		return nil
	}
	field := c.data[:n]
	c.data = c.data[n:]
	return field
}

func (c *cursor) skip(n int) { c.bytes(n) }

func (c *cursor) u8() uint8   { return uint8(c.uint(1)) }
func (c *cursor) u16() uint16 { return uint16(c.uint(2)) }
func (c *cursor) u32() uint32 { return uint32(c.uint(4)) }
func (c *cursor) u64() uint64 { return c.uint(8) }

// uint reads a number of 1 to 8 bytes.
func (c *cursor) uint(size int) uint64 {
	if size < 1 || size > 8 {
		c.fail("a number of %d bytes, allowed: 1 to 8", size)
		return 0
	}
	var word [8]byte
	copy(word[:], c.bytes(size))
	return binary.LittleEndian.Uint64(word[:])
}

// signature skips the four letters that a structure begins with.
func (c *cursor) signature(want string) {
	if got := c.bytes(len(want)); c.err == nil && string(got) != want {
		c.fail("signature %q, allowed: %q", got, want)
	}
}

// version reads a version number of one byte, one of those allowed.
func (c *cursor) version(allowed ...uint8) uint8 {
	got := c.u8()
	for _, version := range allowed {
		if got == version {
			return got
		}
	}
	c.fail("version %d, allowed: %d", got, allowed)
	return got
}

// fail keeps an error unless there is one.
func (c *cursor) fail(format string, arguments ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("hdf5: %s: %s", c.what, fmt.Sprintf(format, arguments...))
	}
}
