package actors

// slab hands out values that lie side by side and are used again all at once. Nobody may still hold one by then.
type slab[T any] struct {
	chunks [][]T
	used   int
}

// slabChunk is how many values are made at a time: those given out stay where they are.
const slabChunk = 512

// next returns a value to fill.
func (s *slab[T]) next() *T {
	chunk, place := s.used/slabChunk, s.used%slabChunk
	if chunk == len(s.chunks) {
		s.chunks = append(s.chunks, make([]T, slabChunk))
	}
	s.used++
	return &s.chunks[chunk][place]
}

// reset takes all values back.
func (s *slab[T]) reset() { s.used = 0 }
