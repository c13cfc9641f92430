package hdf5

// fromFixedArray places the chunks that a fixed array lists. Arrays with many
// entries are cut into pages, each with a checksum behind it.
func (a *assembly) fromFixedArray() error {
	const headSize = 4 + 1 + 1 + 1 + 1 + 8 + 8
	c, err := a.file.section("fixed array", a.layout.at, headSize)
	if err != nil {
		return err
	}
	c.signature("FAHD")
	c.version(0)
	filtered := c.u8() == 1
	entrySize, pageBits := int(c.u8()), c.u8()
	entries, block := c.u64(), c.u64()
	switch {
	case pageBits > 30:
		c.fail("pages of 2^%d entries, allowed: up to 2^30", pageBits)
	case entries != uint64(len(a.there)):
		c.fail("%d entries, allowed: one for each of %d chunks", entries, len(a.there))
	case !filtered && entrySize != 8, filtered && (entrySize < 13 || entrySize > 20):
		c.fail("entries of %d bytes, allowed: 8, or 13 to 20 with filters", entrySize)
	}
	if c.err != nil {
		return c.err
	}
	return a.fromPages(block, entrySize, 1<<pageBits, filtered)
}

// checksumSize is the size of the checksums of version 2 structures.
const checksumSize = 4

// fromPages reads the data block of a fixed array.
func (a *assembly) fromPages(at uint64, entrySize, pageEntries int, filtered bool) error {
	size, pages := len(a.there)*entrySize, 1
	const headSize = 4 + 1 + 1 + 8
	before := headSize
	if len(a.there) > pageEntries {
		pages = (len(a.there) + pageEntries - 1) / pageEntries
		before += (pages+7)/8 + checksumSize // which pages there are
		size += (pages - 1) * checksumSize
	}
	c, err := a.file.section("fixed array data block", at, uint64(before+size))
	if err != nil {
		return err
	}
	c.signature("FADB")
	c.version(0)
	c.skip(before - 4 - 1)
	for n := range a.there {
		if n > 0 && pages > 1 && n%pageEntries == 0 {
			c.skip(checksumSize)
		}
		found := chunk{at: c.u64()}
		if filtered {
			found.size, found.mask = c.uint(entrySize-12), c.u32()
		}
		if c.err != nil {
			return c.err
		}
		if found.at == undefined {
			continue
		}
		if err := a.place(n, found); err != nil {
			return err
		}
	}
	return nil
}
