// Package wire is the form in which messages cross between machines: a frame has a
// header and one message. What crosses often, spikes, broadcasts and states, has a
// compact binary form; what the processes say about themselves is JSON.
//
//	frame     version (1 byte), session (16), generation, sender, sequence, kind (1), message
//	numbers   unsigned varints; floating-point numbers are 8 bytes, little-endian, bit for bit
//	spike     2·source + 1 if the time is that of the spike before, the time if it is not, the grade if any spike has one
//
// Decoding takes bytes from anybody: it allocates in proportion to what is there,
// refuses what it does not know, and everything that it accepts has one form only.
package wire
