package learning

import (
	"math"
	"slices"
)

// AllFinite reports whether none of the values is NaN or infinite.
func AllFinite[W Float](values []W) bool {
	// x − x is 0 for finite x only. Four sums, since an addition waits for the
	// one before it.
	var sums [4]W
	for ; len(values) >= len(sums); values = values[len(sums):] {
		for lane, x := range values[:len(sums)] {
			sums[lane] += x - x
		}
	}
	for _, x := range values {
		sums[0] += x - x
	}
	return sums[0]+sums[1]+sums[2]+sums[3] == 0
}

// FirstNotFinite returns the position of the first value that is NaN or infinite,
// or −1.
func FirstNotFinite[W Float](values []W) int {
	return slices.IndexFunc(values, func(x W) bool { return math.IsNaN(float64(x - x)) })
}
