// Package checkpoint is a file with everything that a run needs to go on: it
// writes one as a stream, checks one before anything is taken from it, and keeps
// the newest of a directory.
//
// # Format
//
// All numbers are little endian. A file is the magic number, the version of the
// format as 4 bytes, and sections:
//
//	name        8 bytes, padded with zeros
//	population  4 bytes, 0 in texts
//	first       4 bytes: index of the first neuron in its population
//	count       4 bytes: number of neurons
//	width       4 bytes: size of a weight, 4 or 8
//	length      8 bytes: of the payload
//	payload
//	checksum    4 bytes: CRC-32C of all of the section before it
//
// The payload of a text is its bytes. A section "core" holds consecutive neurons of
// a core, all or a part of them; its payload is, neuron by neuron:
//
//	weights     4 bytes: their number
//	moments     4 bytes: number of first moments and of second ones
//	averages    4 bytes: number of averages of weights
//	feedback    4 bytes: number of feedback weights
//	steps       8 bytes: optimiser steps taken
//	flags       1 byte: 1 if the neuron has fired in the epoch under way, plus 2 if
//	            it has a mean rate, plus 4 if it learns delays
//	            weights, first and second moments and averages in their width,
//	            feedback weights, the mean rate, delays and their first and second
//	            moments, as many as those of weights, in 8 bytes
//
// The last section, "end", has the number of the sections before it as its count
// and the SHA-256 checksum of all bytes before it as its payload. Nothing follows.
package checkpoint
