package hdf5

// Bounds on what a file may ask for. Real files stay far below; they keep a
// damaged or malicious one from taking much time or memory.
const (
	maxSteps       = 16      // components of a path
	maxLinks       = 16      // soft links on the way to an object
	maxName        = 4096    // bytes of a link's name
	maxBlocks      = 256     // continuation blocks of an object header
	maxHeaderBlock = 1 << 21 // bytes of one of them
	maxMessages    = 4096    // messages of an object header
	maxMembers     = 4000    // of a group that is written, whose links are messages of at most 280 bytes
	maxLevel       = 16      // height of a B-tree
	maxRank        = 32      // dimensions; the format's own bound
	maxFilters     = 32      // the format's own bound
	maxElements    = 1 << 26 // elements of a data set; those of a list don't count
	maxText        = 1 << 20 // bytes of a text
	maxBytes       = 1 << 28 // bytes of a data set or of a chunk, unpacked
	maxCollection  = 1 << 31 // bytes of a global heap collection
)

// maxInflation is a little above 1032, the most that deflate can make of a byte.
const maxInflation = 1040
