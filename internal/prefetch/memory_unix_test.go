//go:build unix

package prefetch

import (
	"syscall"
	"testing"
	"unsafe"
)

// Asking for memory neither reads nor writes any: the pages here may not be touched, and what
// follows them need not exist.
func TestMemoryIsNotTouched(t *testing.T) {
	const size = 1 << 16
	pages, err := syscall.Mmap(-1, 0, size, syscall.PROT_NONE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Munmap(pages)
	for _, from := range []int{0, 1, 63, 64, size - 2000, size - 65, size - 1} {
		Slice(pages[from:])
		Room(pages[from:])
		Value(&pages[from])
		Behind((*[1]byte)(unsafe.Pointer(&pages[from])), most+1)
	}
}
