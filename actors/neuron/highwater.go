package neuron

// Room says how much working memory to keep between batches: what recent ones
// needed, not the most that any ever did. It depends on what was used only, and
// where that stays about the same nothing is given back and made again.
type HighWaterMark struct{ recent int }

// smallRoom is the number of elements that are kept in any case.
const smallestMark = 32

// Exceeds takes in how many elements a batch has used, and reports whether a capacity
// is much more than recent batches needed.
func (r *HighWaterMark) Exceeds(used, capacity int) bool {
	r.recent = max(used, r.recent-r.recent/32)
	return capacity > 4*max(smallestMark, r.recent)
}
