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

// target is what a group has under a name.
type target struct {
	at   uint64 // of an object's header
	path string // of a soft link: from the root or from the group; empty for an object
}

// member returns what a group has under a name.
func (f *File) member(group uint64, name string) (target, error) {
	messages, err := f.header(group)
	if err != nil {
		return target{}, err
	}
	table, err := find(messages, messageSymbolTable, "symbol table of a group")
	if err != nil {
		return target{}, err
	}
	if table != nil {
		tree, heap := table.u64(), table.u64()
		if table.err != nil {
			return target{}, table.err
		}
		return f.symbol(tree, heap, name)
	}
	return linked(messages, name)
}

// linked looks for a name among the links in a group's header.
func linked(messages []message, name string) (target, error) {
	for _, m := range messages {
		switch m.kind {
		case messageLink:
			c := &cursor{what: "link of a group", data: m.data}
			got, found := link(c, name)
			if c.err != nil {
				return target{}, c.err
			}
			if got == name {
				return found, nil
			}
		case messageLinkInfo:
			if err := refuseDense(m); err != nil {
				return target{}, err
			}
		}
	}
	return target{}, fmt.Errorf("hdf5: %w: %q", ErrNotFound, name)
}

// Types of links.
const (
	hardLink = 0
	softLink = 1
)

// link reads a link message. Only the wanted one has to be of a known type.
func link(c *cursor, wanted string) (name string, found target) {
	c.version(1)
	flags, kind := c.u8(), uint8(hardLink)
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
		return "", target{}
	}
	name = string(c.bytes(int(length)))
	switch {
	case name != wanted:
		return name, target{}
	case kind == hardLink:
		return name, target{at: c.u64()}
	case kind == softLink:
		found.path = string(c.bytes(int(c.u16())))
		return name, found.checked(c, name)
	}
	c.fail("%q is a link of type %d, allowed: 0 (hard), 1 (soft)", name, kind)
	return name, target{}
}

// checked refuses a soft link to nowhere.
func (t target) checked(c *cursor, name string) target {
	if t.path == "" || len(t.path) > maxName {
		c.fail("%q is a soft link to a path of %d bytes, allowed: 1 to %d", name, len(t.path), maxName)
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

// symbol looks for a name in a symbol table: a B-tree of nodes of entries, and
// a local heap with the names.
func (f *File) symbol(tree, heapAt uint64, name string) (target, error) {
	names, err := f.localHeap(heapAt)
	if err != nil {
		return target{}, err
	}
	var found target
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
		return target{}, err
	}
	if !done {
		return target{}, fmt.Errorf("hdf5: %w: %q", ErrNotFound, name)
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
func (f *File) symbolNode(at uint64, entries *meter, names []byte, name string) (found target, done bool, err error) {
	const entrySize = 40
	c, err := f.section("symbol table node", at, 8)
	if err != nil {
		return found, false, err
	}
	c.signature("SNOD")
	c.version(1)
	c.skip(1)
	count := c.u16()
	if c.err != nil {
		return found, false, c.err
	}
	size := uint64(count) * entrySize
	if err := entries.charge(8 + size); err != nil {
		return found, false, err
	}
	if c, err = f.section("symbol table entries", at+8, size); err != nil {
		return found, false, err
	}
	for range count {
		offset, object, cached := c.u64(), c.u64(), c.u32()
		c.skip(4)
		linkPath := c.u32() // of a soft link: where its path is
		c.skip(16 - 4)
		if c.err == nil && offset >= uint64(len(names)) {
			c.fail("name at byte %d of the local heap, allowed: below its %d bytes", offset, len(names))
		}
		switch {
		case c.err != nil:
			return found, false, c.err
		case text(names[offset:]) != name:
			continue
		case cached != softLinkEntry:
			return target{at: object}, true, nil
		}
		found.path = text(names[min(int(linkPath), len(names)):])
		return found.checked(c, name), true, c.err
	}
	return found, false, nil
}

// softLinkEntry is what a symbol table calls a soft link.
const softLinkEntry = 2

// text returns what stands before a zero byte; nothing if there is none soon.
func text(b []byte) string {
	return string(b[:max(0, bytes.IndexByte(b[:min(len(b), maxName+1)], 0))])
}
