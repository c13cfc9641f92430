package routing_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
)

// Spikes are ordered by time, simultaneous ones by source and those of one
// source by grade, from any order.
func TestSortOrdersByTimeSourceAndGrade(t *testing.T) {
	want := []messages.Spike{
		{Time: 0, Source: 9, Grade: 6}, {Time: 0.1, Source: 2, Grade: 5}, {Time: 0.1, Source: 3, Grade: 4},
		{Time: 0.1, Source: 11, Grade: 3}, {Time: 0.2, Source: 1, Grade: -1}, {Time: 0.2, Source: 1, Grade: 2},
	}
	for seed := range uint64(50) {
		spikes := slices.Clone(want)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(spikes), func(i, j int) { spikes[i], spikes[j] = spikes[j], spikes[i] })
		routing.Sort(spikes)
		if !slices.Equal(spikes, want) {
			t.Errorf("seed %d: %v, want %v", seed, spikes, want)
		}
	}
}
