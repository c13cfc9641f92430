package hdf5

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// lookup returns the address of the object header at a path from the root.
func (f *File) lookup(path string) (uint64, error) {
	at, rest, followed := f.root, steps(path), 0
	for len(rest) > 0 {
		if len(rest) > maxSteps {
			return 0, fmt.Errorf("hdf5: path of %d names, allowed: up to %d", len(rest), maxSteps)
		}
		found, err := f.member(at, rest[0])
		if err != nil {
			return 0, err
		}
		rest = rest[1:]
		if found.path == "" {
			at = found.at
			continue
		}
		if followed++; followed > maxLinks {
			return 0, fmt.Errorf("hdf5: %q: more than %d soft links, allowed: as many on the way to an object", path, maxLinks)
		}
		if strings.HasPrefix(found.path, "/") {
			at = f.root
		}
		rest = append(steps(found.path), rest...)
	}
	return at, nil
}

// steps takes a path like spikes/times apart. A dot is the group itself.
func steps(path string) []string {
	return slices.DeleteFunc(strings.Split(path, "/"), func(name string) bool { return name == "" || name == "." })
}

// Members lists the names in the group at a path from the root, in the file's order. Its error wraps
// ErrNotFound if there is no such object.
func (f *File) Members(path string) ([]string, error) {
	at, err := f.lookup(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var names []string
	if err := f.members(at, func(t target) bool {
		names = append(names, t.name)
		return true
	}); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return names, nil
}

// Has reports whether there is an object at a path from the root.
func (f *File) Has(path string) bool {
	_, err := f.lookup(path)
	return err == nil
}

// target is what a group has under a name: an object, or a soft link to one.
type target struct {
	name string
	kind uint8
	at   uint64 // of an object's header
	path string // of a soft link: from the root or from the group
}

// member returns what a group has under a name.
func (f *File) member(group uint64, name string) (found target, err error) {
	is := false
	if err := f.members(group, func(t target) bool {
		if t.name == name {
			found, is = t, true
		}
		return !is
	}); err != nil {
		return target{}, err
	}
	switch {
	case !is:
		return target{}, fmt.Errorf("hdf5: %w: %q", ErrNotFound, name)
	case found.kind == hardLink:
		return found, nil
	case found.kind != softLink:
		return target{}, fmt.Errorf("hdf5: link of a group: %q is a link of type %d, allowed: 0 (hard), 1 (soft)", name, found.kind)
	case found.path == "" || len(found.path) > maxName:
		return target{}, fmt.Errorf("hdf5: link of a group: %q is a soft link to a path of %d bytes, allowed: 1 to %d", name, len(found.path), maxName)
	}
	return found, nil
}

// members visits what a group has, until visit returns false.
func (f *File) members(group uint64, visit func(target) bool) error {
	messages, err := f.header(group)
	if err != nil {
		return err
	}
	table, err := find(messages, messageSymbolTable, "symbol table of a group")
	if err != nil {
		return err
	}
	if table != nil {
		tree, heap := table.u64(), table.u64()
		if table.err != nil {
			return table.err
		}
		return f.symbols(tree, heap, visit)
	}
	return linked(messages, visit)
}

// linked visits the links in a group's header.
func linked(messages []message, visit func(target) bool) error {
	for _, m := range messages {
		switch m.kind {
		case messageLink:
			c := &cursor{what: "link of a group", data: m.data}
			t := link(c)
			if c.err != nil {
				return c.err
			}
			if !visit(t) {
				return nil
			}
		case messageLinkInfo:
			if err := refuseDense(m); err != nil {
				return err
			}
		case messageDatatype:
			return errNoGroup
		}
	}
	return nil
}

// errNoGroup tells that an object that should be a group is a data set.
var errNoGroup = fmt.Errorf("hdf5: %w: a data set has no members", ErrNotFound)

// Types of links.
const (
	hardLink = 0
	softLink = 1
)

// link reads a link message. What a link of an unknown type leads to stays unread.
func link(c *cursor) (t target) {
	c.version(1)
	flags := c.u8()
	if flags&0x08 != 0 {
		t.kind = c.u8()
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
		return target{}
	}
	t.name = string(c.bytes(int(length)))
	switch t.kind {
	case hardLink:
		t.at = c.u64()
	case softLink:
		t.path = string(c.bytes(int(c.u16())))
	}
	return t
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

// symbols visits the entries of a symbol table: a B-tree of nodes of entries, and a local heap with the
// names.
func (f *File) symbols(tree, heapAt uint64, visit func(target) bool) error {
	names, err := f.localHeap(heapAt)
	if err != nil {
		return err
	}
	more := true
	entries := f.meter("symbol table")
	return f.walk(tree, groupTree, 8, func(_ *cursor, node uint64) error {
		if !more {
			return nil
		}
		return f.symbolNode(node, entries, names, func(t target) bool {
			more = visit(t)
			return more
		})
	})
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

// symbolNode visits the entries of one node.
func (f *File) symbolNode(at uint64, entries *meter, names []byte, visit func(target) bool) error {
	const entrySize = 40
	c, err := f.section("symbol table node", at, 8)
	if err != nil {
		return err
	}
	c.signature("SNOD")
	c.version(1)
	c.skip(1)
	count := c.u16()
	if c.err != nil {
		return c.err
	}
	size := uint64(count) * entrySize
	if err := entries.charge(8 + size); err != nil {
		return err
	}
	if c, err = f.section("symbol table entries", at+8, size); err != nil {
		return err
	}
	for range count {
		offset, object, cached := c.u64(), c.u64(), c.u32()
		c.skip(4)
		linkPath := c.u32() // of a soft link: where its path is
		c.skip(16 - 4)
		if c.err == nil && offset >= uint64(len(names)) {
			c.fail("name at byte %d of the local heap, allowed: below its %d bytes", offset, len(names))
		}
		if c.err != nil {
			return c.err
		}
		t := target{name: text(names[offset:]), at: object}
		if cached == softLinkEntry {
			t.kind, t.path = softLink, text(names[min(int(linkPath), len(names)):])
		}
		if !visit(t) {
			return nil
		}
	}
	return nil
}

// softLinkEntry is what a symbol table calls a soft link.
const softLinkEntry = 2

// text returns what stands before a zero byte; nothing if there is none soon.
func text(b []byte) string {
	return string(b[:max(0, bytes.IndexByte(b[:min(len(b), maxName+1)], 0))])
}
