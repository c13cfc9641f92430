package runs

import (
	"reflect"
	"slices"
	"testing"

	"sfdfa-actors/internal/settings"
)

// The numbers of presentations go on from epoch to epoch, so that no training
// sample meets the same random numbers twice.
func TestPresentationsAreNumberedThrough(t *testing.T) {
	next := uint64(0)
	for epoch, a := range follow(t, few()).training() {
		if a.First != next {
			t.Errorf("epoch %d starts at presentation %d, want %d", epoch+1, a.First, next)
		}
		next += uint64(len(a.Indices))
	}
	if next != 3*9 {
		t.Errorf("%d presentations in 3 epochs of 9 samples, want 27", next)
	}
}

// Each epoch presents its pass over the training samples, each once and in an
// order of its own.
func TestEveryEpochHasItsOwnOrder(t *testing.T) {
	f := follow(t, few())
	var orders [][]int
	for epoch, a := range f.training() {
		order := make([]int, len(a.Indices))
		for i, index := range a.Indices {
			order[i] = index - 9*epoch
		}
		if !slices.Equal(slices.Sorted(slices.Values(order)), []int{0, 1, 2, 3, 4, 5, 6, 7, 8}) {
			t.Errorf("epoch %d presents %v, want each of 9 samples once, in its own pass", epoch+1, a.Indices)
		}
		if i := slices.IndexFunc(orders, func(earlier []int) bool { return slices.Equal(earlier, order) }); i >= 0 {
			t.Errorf("epochs %d and %d have the same order %v", i+1, epoch+1, order)
		}
		orders = append(orders, order)
	}
	for _, a := range f.assignments {
		if !a.Learn && !slices.Equal(a.Indices, []int{0, 1, 2, 3}) {
			t.Errorf("test samples %v, want 0 to 3 in order", a.Indices)
		}
	}
}

// The order is a function of the seed and of nothing else.
func TestTheOrderIsAFunctionOfTheSeed(t *testing.T) {
	orders := func(change func(*settings.Config)) (all [][]int) {
		c := few()
		change(&c)
		for _, a := range follow(t, c).training() {
			all = append(all, a.Indices)
		}
		return all
	}
	first := orders(func(*settings.Config) {})
	if again := orders(func(c *settings.Config) { c.Rule, c.Batch, c.Layers[0] = "dfa", 5, 8 }); !reflect.DeepEqual(again, first) {
		t.Errorf("orders %v with other settings, want %v", again, first)
	}
	for epoch, order := range orders(func(c *settings.Config) { c.Seed++ }) {
		if slices.Equal(order, first[epoch]) {
			t.Errorf("epoch %d: two seeds give the order %v", epoch+1, order)
		}
	}
}

// Every sample comes with its own label.
func TestAssignmentsCarryTheSamplesLabels(t *testing.T) {
	c := few()
	dataset, err := OpenData(&c)
	if err != nil {
		t.Fatal(err)
	}
	labels := map[int]bool{}
	for _, a := range follow(t, c).training() {
		for i, index := range a.Indices {
			labels[a.Labels[i]] = true
			if want := dataset.Train.Label(index % dataset.Train.Len()); a.Labels[i] != want {
				t.Errorf("sample %d has label %d, want %d", index, a.Labels[i], want)
			}
		}
	}
	if len(labels) < 2 {
		t.Errorf("labels %v: with one class the test proves nothing", labels)
	}
}
