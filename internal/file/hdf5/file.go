package hdf5

import (
	"errors"
	"fmt"
	"io"
)

// ErrNotFound tells that a group has no object of the name asked for.
var ErrNotFound = errors.New("no such object")

// File is an HDF5 file, without its user block, that is open for reading. It keeps no position, so its
// methods may be called concurrently if the ReaderAt below allows it.
type File struct {
	source io.ReaderAt
	size   uint64
	root   uint64 // address of the root group's object header
}

// signature is what an HDF5 file begins with, if no user block is before it.
const signature = "\x89HDF\r\n\x1a\n"

// leastUserBlock is the smallest size of a block that is the user's own; each of the
// others is twice as long as the one before.
const leastUserBlock = 512

// Open reads the superblock of a file of size bytes. Nothing is closed: the
// ReaderAt stays the caller's. Bytes in errors count from the end of the user block.
func Open(source io.ReaderAt, size int64) (*File, error) {
	if size < 0 {
		return nil, fmt.Errorf("hdf5: file of %d bytes, allowed: 0 or more", size)
	}
	f := &File{source: source, size: uint64(size)}
	start, err := f.read("start of the file", 0, min(f.size, uint64(len(signature))))
	if err != nil {
		return nil, err
	}
	if string(start) == signature {
		return f, f.superblock()
	}
	for block := int64(leastUserBlock); block <= size-int64(len(signature)); block *= 2 {
		f := &File{source: io.NewSectionReader(source, block, size-block), size: uint64(size - block)}
		after, err := f.read("signature", 0, uint64(len(signature)))
		if err != nil {
			return nil, err
		}
		if string(after) == signature {
			return f, f.superblock()
		}
	}
	return nil, fmt.Errorf("hdf5: the file begins with %q, allowed: %q, there or at byte %d, 1024, 2048 and so on",
		start, signature, leastUserBlock)
}

// superblock finds the root group.
func (f *File) superblock() error {
	const longest = 96 // bytes, of version 0
	head, err := f.read("superblock", 0, min(f.size, longest))
	if err != nil {
		return err
	}
	c := &cursor{what: "superblock", data: head}
	c.skip(len(signature))
	version := c.version(0, 1, 2, 3)
	if version < 2 {
		c.skip(4) // versions of other structures
	}
	if sizes := c.u16(); sizes != 8<<8|8 {
		c.fail("addresses of %d bytes and lengths of %d, allowed: 8 and 8", sizes&0xff, sizes>>8)
	}
	base, end := f.superblockTail(c, version)
	switch {
	case c.err != nil:
		return c.err
	case end < base:
		return fmt.Errorf("hdf5: superblock: base address %d, allowed: up to the end of the file at %d", base, end)
	case end-base > f.size: // the base may be another than where the superblock has come to lie
		return fmt.Errorf("hdf5: superblock: a file of %d bytes, but %d are there: it was cut short", end-base, f.size)
	}
	return nil
}

// superblockTail reads what follows the sizes, and notes the root group.
func (f *File) superblockTail(c *cursor, version uint8) (base, end uint64) {
	if version >= 2 {
		c.skip(1) // flags
		base = c.u64()
		c.skip(8) // superblock extension
		end = c.u64()
		f.root = c.u64()
		return base, end
	}
	c.skip(1 + 2 + 2 + 4) // reserved, ranks of group nodes, flags
	if version == 1 {
		c.skip(2 + 2) // rank of chunk nodes, reserved
	}
	base = c.u64()
	c.skip(8) // free space
	end = c.u64()
	c.skip(8 + 8) // driver information; name of the root group
	f.root = c.u64()
	return base, end
}

// read returns n bytes from an address on. It is the one place that sets memory
// aside for what is in the file, after it has compared it with the file's size.
func (f *File) read(what string, at, n uint64) ([]byte, error) {
	if at > f.size || n > f.size-at {
		return nil, fmt.Errorf("hdf5: %s: %d bytes from byte %d on, allowed: inside the file's %d bytes", what, n, at, f.size)
	}
	block := make([]byte, n)
	if _, err := f.source.ReadAt(block, int64(at)); err != nil && (err != io.EOF || at+n < f.size) {
		return nil, fmt.Errorf("hdf5: %s: %w", what, err)
	}
	return block, nil
}

// meter bounds what is read of structures that don't overlap in a good file:
// together they have no more bytes than the file.
type meter struct {
	what  string
	limit uint64
	taken uint64
}

func (f *File) meter(what string) *meter { return &meter{what: what, limit: f.size} }

func (m *meter) charge(n uint64) error {
	if n > m.limit-m.taken {
		return fmt.Errorf("hdf5: %s: more than %d bytes in all, allowed: up to the file's %d: its parts overlap", m.what, m.taken, m.limit)
	}
	m.taken += n
	return nil
}

// section is a cursor over n bytes from an address on.
func (f *File) section(what string, at, n uint64) (*cursor, error) {
	what = fmt.Sprintf("%s at byte %d", what, at)
	block, err := f.read(what, at, n)
	return &cursor{what: what, data: block}, err
}
