package prefetch

import "testing"

// What there is nothing of can be asked for.
func TestNothingIsAskedFor(t *testing.T) {
	Value[int](nil)
	Value(&struct{}{})
	Slice[int](nil)
	Slice([]int{})
	Slice(make([]struct{}, 3))
	Room[int](nil)
	Room([]int{})
	Room(make([]struct{}, 3))
	Behind(nil, 64)
	Behind((*int)(nil), 64)
	Behind(3, 0)
}
