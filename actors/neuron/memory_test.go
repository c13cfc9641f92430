package neuron_test

import (
	"math/rand/v2"
	"testing"

	"sfdfa-actors/actors/neuron"
)

// After a burst memory is kept for a while, and then given back; where about the
// same is used again and again, nothing is.
func TestRoomIsWhatRecentBatchesNeeded(t *testing.T) {
	var mark neuron.HighWaterMark
	if mark.Exceeds(1000, 1024) {
		t.Error("what was just used is given back")
	}
	batches := 0
	for !mark.Exceeds(10, 1024) {
		if batches++; batches > 100 {
			t.Fatal("the memory of a burst of 1000 is kept for 100 batches of 10")
		}
	}
	if batches < 5 {
		t.Errorf("the memory of a burst is given back after %d batches, want some patience", batches)
	}
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 3))
		capacity, given := 0, 0
		var steady neuron.HighWaterMark
		for range 10_000 {
			used := 50 + r.IntN(150)
			if capacity < used {
				capacity = 2 * used // as append may grow it
			}
			if steady.Exceeds(used, capacity) {
				capacity, given = 0, given+1
			}
		}
		if given > 0 {
			t.Errorf("seed %d: memory was given back %d times, want never", seed, given)
		}
	}
	var small neuron.HighWaterMark
	for range 100 {
		if small.Exceeds(0, 128) {
			t.Fatal("memory for a few is given back")
		}
	}
}
