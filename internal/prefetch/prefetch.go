package prefetch

import "unsafe"

// most bounds what is asked for at a time, in bytes: a CPU core can wait for some tens of
// lines only, and the rest of what is read in order comes by itself.
const most = 1024

// mostRoom bounds what is asked for to be written, in bytes: that does not come by itself, so all of a
// spike train with some hundred spikes is asked for while the one before is loaded.
const mostRoom = 8192

// Value asks for what a pointer points to, or its beginning. The pointer may be nil.
func Value[T any](pointer *T) { memory(unsafe.Pointer(pointer), unsafe.Sizeof(*pointer)) }

// Slice asks for the elements of a slice, or the first ones. The slice may be empty.
func Slice[T any](slice []T) {
	memory(unsafe.Pointer(unsafe.SliceData(slice)), uintptr(len(slice))*unsafe.Sizeof(*new(T)))
}

// Room asks for the elements of a slice, or the first ones, that will be written: a line that another
// CPU core has, too, can be read at once but has to be taken from it before. Writes wait for one
// line after the other.
func Room[T any](slice []T) {
	if bytes := uintptr(len(slice)) * unsafe.Sizeof(*new(T)); bytes > 0 {
		ownLines(unsafe.Pointer(unsafe.SliceData(slice)), min(bytes, mostRoom))
	}
}

// Behind asks for the first bytes of what the pointer in an interface points to. The
// interface may be nil.
func Behind(pointer any, bytes uintptr) {
	type layout struct{ kind, data unsafe.Pointer }
	memory((*layout)(unsafe.Pointer(&pointer)).data, bytes)
}

func memory(first unsafe.Pointer, bytes uintptr) {
	if first != nil && bytes > 0 {
		lines(first, min(bytes, most))
	}
}
