package neuron

import "math"

// HighWaterMark says how much working memory to keep between batches: as much as recent
// batches needed, not the most that any batch did. It depends only on what was used, and
// while that stays about the same no memory is given back and made again.
type HighWaterMark struct{ recent int32 }

// smallestMark is the number of elements that are kept in any case.
const smallestMark = 32

// Exceeds takes the number of elements that a batch has used, and reports whether a
// capacity is much more than recent batches needed.
func (r *HighWaterMark) Exceeds(used, capacity int) bool {
	r.recent = max(int32(min(used, math.MaxInt32)), r.recent-r.recent/32)
	return capacity > 4*max(smallestMark, int(r.recent))
}

// Resized returns the slice with length n. It keeps all elements within its capacity, for
// the memory that they hold.
func Resized[T any](slice []T, n int) []T {
	if missing := n - cap(slice); missing > 0 {
		slice = append(slice[:cap(slice)], make([]T, missing)...)
	}
	return slice[:n]
}
