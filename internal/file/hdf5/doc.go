// Package hdf5 reads the part of the HDF5 format that recordings of spikes and networks
// come in: arrays of integers, floats and texts, and of lists of numbers of any length. Write
// writes arrays of numbers and texts. It needs no C library, and knows this subset of the
// "HDF5 File Format Specification Version 3.0" (The HDF Group):
//
//	superblock     versions 0 to 3, behind a user block or not, addresses of 8 bytes
//	groups         symbol tables (B-tree version 1, local heap), and compact links;
//	               hard links, and soft ones
//	object headers versions 1 and 2, with continuation blocks
//	data spaces    simple, of any rank; elements come in C order
//	data types     integers of 8 to 64 bits and IEEE floats of 16 to 64 bits in both
//	               byte orders; variable-length lists (global heap) of these; texts
//	               in UTF-8, of a fixed or of any length
//	layouts        contiguous, compact, and chunked by B-tree version 1, by
//	               fixed array, implicitly, or in a single chunk
//	filters        gzip (deflate), lzf and shuffle, with their masks; a Fletcher-32
//	               sum is taken off and not checked
//
// Everything else gives an error that names it: compound types, enumerations, dense groups (fractal heap), extensible arrays, other
// filters (scaleoffset, szip), links to other files. Attributes are not looked at,
// nor are the checksums of version 2 structures.
//
// A file is not trusted: every size, count and address is compared with the
// size of the file and the limits in limits.go before memory is set aside for
// it, and no chain in the file is followed twice. An error says what was found,
// its value, and what is allowed.
//
//	file.go        File, user block, superblock, bounded reads
//	cursor.go      fields of a block, one after the other
//	header.go      object headers: the messages that describe an object
//	group.go       from a path to an object
//	btree.go       B-trees version 1, of groups and of chunks
//	datatype.go    what an element is
//	layout.go      where they are
//	filter.go      what was done to them
//	lzf.go         the filter lzf
//	chunks.go      chunked data put together
//	fixedarray.go  the index of chunks in newer files
//	heap.go        the global heap, where lists are
//	dataset.go     integers, and Lists: lists of numbers
//	array.go       numbers and texts with their dimensions
//	write.go       files written: where things are, and elements
//	write_header.go  what describes them
//	limits.go      bounds on what a file may ask for
//
// The files in testdata are made by testdata/make.py with h5py and PyTables.
package hdf5
