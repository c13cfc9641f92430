package prefetch

import "unsafe"

// lines asks for the cache lines of some bytes, at least one. Nothing happens if they
// are no longer there.
//
//go:noescape
func lines(first unsafe.Pointer, bytes uintptr)

// ownLines is lines for memory that will be written.
//
//go:noescape
func ownLines(first unsafe.Pointer, bytes uintptr)
