package hdf5

import "fmt"

// Types of B-trees of version 1.
const (
	groupTree = 0
	chunkTree = 1
)

// walk visits the children of all leaves of a B-tree in order: the key before
// each and its address. Keys have keySize bytes.
func (f *File) walk(root uint64, kind uint8, keySize int, visit func(key *cursor, child uint64) error) error {
	w := &walker{file: f, kind: kind, keySize: keySize, visit: visit, meter: f.meter("B-tree")}
	return w.node(root, -1)
}

// walker is a walk under way.
type walker struct {
	file    *File
	kind    uint8
	keySize int
	visit   func(key *cursor, child uint64) error
	meter   *meter
}

// node visits what is below a node. Its level has to be the one given, if that
// is not negative: levels fall from node to node, so no path is without an end,
// and the meter keeps nodes with many parents from being read again and again.
func (w *walker) node(at uint64, level int) error {
	const headSize = 24
	c, err := w.file.section("B-tree node", at, headSize)
	if err != nil {
		return err
	}
	c.signature("TREE")
	if kind := c.u8(); kind != w.kind {
		c.fail("of type %d, allowed: %d", kind, w.kind)
	}
	got, count := int(c.u8()), int(c.u16())
	switch {
	case c.err != nil:
		return c.err
	case level < 0 && got > maxLevel:
		return fmt.Errorf("hdf5: %s: level %d, allowed: up to %d", c.what, got, maxLevel)
	case level >= 0 && got != level:
		return fmt.Errorf("hdf5: %s: level %d, allowed: %d, one below its parent", c.what, got, level)
	}
	size := uint64(count) * uint64(w.keySize+8)
	if err := w.meter.charge(headSize + size); err != nil {
		return err
	}
	entries, err := w.file.section("B-tree node", at+headSize, size)
	if err != nil {
		return err
	}
	for range count {
		key := &cursor{what: "key of the " + c.what, data: entries.bytes(w.keySize)}
		child := entries.u64()
		if got > 0 {
			err = w.node(child, got-1)
		} else {
			err = w.visit(key, child)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
