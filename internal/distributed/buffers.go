package distributed

import (
	"google.golang.org/grpc/experimental"
	"google.golang.org/grpc/mem"
)

// The library's buffers of 32 KiB to 1 MiB are all of 1 MiB, and each is cleared before
// it is used, when it is sent and when it is read: for the 60 kB of a small network's
// batch that is most of what they cost. These are less than twice what is in them.
func init() {
	const smallest, largest = 8, 26 // of 256 B to 64 MiB
	var exponents []uint8
	for exponent := uint8(smallest); exponent <= largest; exponent++ {
		exponents = append(exponents, exponent)
	}
	pool, err := mem.NewBinaryTieredBufferPool(exponents...)
	if err != nil {
		panic(err) // the sizes are constants
	}
	experimental.SetDefaultBufferPool(pool)
}
