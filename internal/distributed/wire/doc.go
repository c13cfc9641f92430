// Package wire is the form in which messages cross between machines: a frame has a
// header and one message. What crosses often, spikes, broadcasts and states, has a
// compact binary form; what the processes say about themselves is JSON.
//
//	frame     version (1 byte), session (16), generation, sender, sequence, kind (1), message
//	numbers   unsigned varints; floating-point numbers are 8 bytes, little-endian, bit for bit
//	spike     2·source, plus 1 if its time is that of the spike before; else the time; the grade if any spike has one
//
// Bytes may come from anybody. Decoding allocates in proportion to their number and refuses
// what it does not know. Whatever it accepts in binary form has one form only.
package wire
