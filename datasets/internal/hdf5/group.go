package hdf5

import (
	"bytes"
	"fmt"
)

// lookup returns the address of the object header at a path from the root.
func (f *File) lookup(path string) (uint64, error) {
	names, err := steps(path)
	if err != nil {
		return 0, err
	}
	at := f.root
	for _, name := range names {
		if at, err = f.member(at, name); err != nil {
			return 0, err
		}
	}
	return at, nil
}

// member returns the address of the object that a group calls by a name.
func (f *File) member(group uint64, name string) (uint64, error) {
	messages, err := f.header(group)
	if err != nil {
		return 0, err
	}
	table, err := find(messages, messageSymbolTable, "symbol table of a group")
	if err != nil {
		return 0, err
	}
	if table != nil {
		tree, heap := table.u64(), table.u64()
		if table.err != nil {
			return 0, table.err
		}
		return f.symbol(tree, heap, name)
	}
	return linked(messages, name)
}

// linked looks for a name among the links in a group's header.
func linked(messages []message, name string) (uint64, error) {
	for _, m := range messages {
		switch m.kind {
		case messageLink:
			c := &cursor{what: "link of a group", data: m.data}
			got, at := link(c, name)
			if c.err != nil {
				return 0, c.err
			}
			if got == name {
				return at, nil
			}
		case messageLinkInfo:
			if err := refuseDense(m); err != nil {
				return 0, err
			}
		}
	}
	return 0, fmt.Errorf("hdf5: %w: %q", ErrNotFound, name)
}

// link reads a link message. Only the wanted one has to be of a known type.
func link(c *cursor, wanted string) (name string, at uint64) {
	c.version(1)
	flags, kind := c.u8(), uint8(0)
	if flags&0x08 != 0 {
		kind = c.u8()
	}
	if flags&0x04 != 0 {
		c.skip(8) // creation order
	}
	if flags&0x10 != 0 {
		c.skip(1) // character set
	}
	length := c.uint(1 << (flags & 3))
	if length > maxName {
		c.fail("name of %d bytes, allowed: up to %d", length, maxName)
		return "", 0
	}
	name = string(c.bytes(int(length)))
	switch {
	case name != wanted:
		return name, 0
	case kind != 0:
		c.fail("%q is a link of type %d, allowed: 0 (hard)", name, kind)
		return name, 0
	}
	return name, c.u64()
}

// refuseDense returns an error if a group keeps its links in a fractal heap.
func refuseDense(m message) error {
	c := &cursor{what: "links of a group", data: m.data}
	c.version(0)
	if flags := c.u8(); flags&0x01 != 0 {
		c.skip(8) // greatest creation order
	}
	if heap := c.u64(); c.err == nil && heap != undefined {
		c.fail("in a fractal heap, allowed: in the object header (up to 8 links) or in a symbol table")
	}
	return c.err
}

// symbol looks for a name in a symbol table: a B-tree of nodes of entries, and
// a local heap with the names.
func (f *File) symbol(tree, heapAt uint64, name string) (uint64, error) {
	names, err := f.localHeap(heapAt)
	if err != nil {
		return 0, err
	}
	var found uint64
	var done bool
	entries := f.meter("symbol table")
	err = f.walk(tree, groupTree, 8, func(_ *cursor, node uint64) error {
		if done {
			return nil
		}
		found, done, err = f.symbolNode(node, entries, names, name)
		return err
	})
	if err != nil {
		return 0, err
	}
	if !done {
		return 0, fmt.Errorf("hdf5: %w: %q", ErrNotFound, name)
	}
	return found, nil
}

// localHeap reads the names of a group's members.
func (f *File) localHeap(at uint64) ([]byte, error) {
	c, err := f.section("local heap", at, 32)
	if err != nil {
		return nil, err
	}
	c.signature("HEAP")
	c.version(0)
	c.skip(3)
	size := c.u64()
	c.skip(8) // free list
	data := c.u64()
	if c.err != nil {
		return nil, c.err
	}
	return f.read(c.what, data, size)
}

// symbolNode looks for a name among the entries of one node.
func (f *File) symbolNode(at uint64, entries *meter, names []byte, name string) (found uint64, done bool, err error) {
	const entrySize = 40
	c, err := f.section("symbol table node", at, 8)
	if err != nil {
		return 0, false, err
	}
	c.signature("SNOD")
	c.version(1)
	c.skip(1)
	count := c.u16()
	if c.err != nil {
		return 0, false, c.err
	}
	size := uint64(count) * entrySize
	if err := entries.charge(8 + size); err != nil {
		return 0, false, err
	}
	if c, err = f.section("symbol table entries", at+8, size); err != nil {
		return 0, false, err
	}
	for range count {
		offset, object, cached := c.u64(), c.u64(), c.u32()
		c.skip(4 + 16)
		switch {
		case c.err != nil:
			return 0, false, c.err
		case offset >= uint64(len(names)):
			return 0, false, fmt.Errorf("hdf5: %s: name at byte %d of the local heap, allowed: below its %d bytes", c.what, offset, len(names))
		case !named(names[offset:], name):
			continue
		case cached == 2:
			return 0, false, fmt.Errorf("hdf5: %s: %q is a soft link, allowed: a hard one", c.what, name)
		}
		return object, true, nil
	}
	return 0, false, nil
}

// named reports whether a text that ends with a zero byte is the name.
func named(text []byte, name string) bool {
	end := bytes.IndexByte(text[:min(len(text), maxName)], 0)
	return end >= 0 && string(text[:end]) == name
}
