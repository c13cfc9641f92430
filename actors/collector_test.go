package actors

import (
	"math/rand/v2"
	"slices"
	"testing"

	"sfdfa-actors/messages"
)

// Spikes of samples that several CPU cores order, since there are so many, are in order, those of before among them.
func TestManySpikesAreOrdered(t *testing.T) {
	c := collector{samples: make([][]messages.Spike, 3), sorted: make([]int, 3)}
	r := rand.New(rand.NewPCG(1, 1))
	for _, spikes := range []int{1000, 99_000} {
		for s := range c.samples {
			for range spikes {
				c.samples[s] = append(c.samples[s], messages.Spike{Time: r.Float64(), Source: int32(r.IntN(9))})
			}
		}
		c.order(messages.SortSpikesFrom)
		for s := range c.samples {
			if !slices.IsSortedFunc(c.samples[s], messages.CompareSpikes) || c.sorted[s] != len(c.samples[s]) {
				t.Errorf("sample %d: %d spikes, of which %d are said to be in order, are not", s, len(c.samples[s]), c.sorted[s])
			}
		}
	}
}
