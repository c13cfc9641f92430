package actors

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Sets of random neurons, on cores of one neuron up to some hundred, are visited together in order, each neuron once.
func TestSetsOfNeuronsAreVisitedInOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var first, second neuronSet
	for range 300 {
		n := 1 + r.IntN(300)
		var want []int
		first.reset(n)
		second.reset(n)
		for range r.IntN(40) {
			i, set := r.IntN(n), [2]*neuronSet{&first, &second}[r.IntN(2)]
			if !first.has(i) && !second.has(i) {
				want = append(want, i)
			}
			set.add(i)
			set.add(i)
		}
		slices.Sort(want)
		if got := slices.Collect(each(&first, &second)); !slices.Equal(got, want) {
			t.Fatalf("%d neurons: %v, want %v", n, got, want)
		}
		first.fill(n)
		if got := slices.Collect(each(&second, &first)); len(got) != n || first.count != n {
			t.Fatalf("%d of %d neurons are visited, count %d", len(got), n, first.count)
		}
	}
}
