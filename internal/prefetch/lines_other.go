//go:build !amd64

package prefetch

import "unsafe"

func lines(unsafe.Pointer, uintptr) {}

func ownLines(unsafe.Pointer, uintptr) {}
