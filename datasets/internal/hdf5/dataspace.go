package hdf5

// parseDataspace reads the dimensions of a data set and their product, which is
// at most maxElements. One element without dimensions has none; a null space
// has one dimension of 0.
func parseDataspace(c *cursor) (shape []int, elements int) {
	version := c.version(1, 2)
	rank, _ := int(c.u8()), c.u8()
	kind := c.u8() // of version 2 only
	if version == 1 {
		c.skip(4)
	} else if kind == 2 {
		return []int{0}, 0
	}
	if rank > maxRank {
		c.fail("%d dimensions, allowed: up to %d", rank, maxRank)
		return nil, 0
	}
	elements = 1
	for range rank {
		size := c.u64()
		if size > maxElements || uint64(elements)*size > maxElements {
			c.fail("dimension of %d after %v, allowed: up to %d elements in all", size, shape, maxElements)
			return nil, 0
		}
		shape = append(shape, int(size))
		elements *= int(size)
	}
	return shape, elements
}
