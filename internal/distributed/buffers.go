package distributed

import "google.golang.org/grpc/mem"

// newBuffers returns the pool of the buffers in which messages are sent and read. Those
// of gRPC's own pool are all of 1 MiB for more than 32 KiB, and each is cleared before it
// is used: for the 60 kB of a small network's batch that is most of what they cost. These
// are less than twice as large as what is in them.
func newBuffers() mem.BufferPool {
	const smallest, largest = 256, 64 << 20
	var sizes []int
	for size := smallest; size <= largest; size *= 2 {
		sizes = append(sizes, size)
	}
	return mem.NewTieredBufferPool(sizes...)
}
