package messages_test

import (
	"errors"
	"slices"
	"testing"

	"sfdfa-actors/messages"
)

// Three batches of 5 samples and one of 2, a second epoch at half the rate: stretches from 0, 3, 4 and 7.
func TestThePastIsVisitedFromABatchOn(t *testing.T) {
	var past messages.Past
	for _, rate := range []float64{1, 0.5} {
		for _, size := range []int{5, 5, 5, 2} {
			past.Add(&messages.Batch{Size: size, Rates: messages.Rates{Weights: rate}})
		}
	}
	type visit struct {
		batches, size int
		rate          float64
	}
	since := func(number uint64) (visits []visit) {
		past.Since(number, func(batches int, like *messages.Stretch) error {
			visits = append(visits, visit{batches, like.Size, like.Rates.Weights})
			return nil
		})
		return visits
	}
	for number, want := range map[uint64][]visit{
		0: {{3, 5, 1}, {1, 2, 1}, {3, 5, 0.5}, {1, 2, 0.5}},
		2: {{1, 5, 1}, {1, 2, 1}, {3, 5, 0.5}, {1, 2, 0.5}},
		4: {{3, 5, 0.5}, {1, 2, 0.5}},
		7: {{1, 2, 0.5}},
		8: nil,
	} {
		if got := since(number); !slices.Equal(got, want) {
			t.Errorf("since batch %d: %v, want %v", number, got, want)
		}
	}
	fault, visits := errors.New("enough"), 0
	if err := past.Since(0, func(int, *messages.Stretch) error { visits++; return fault }); err != fault || visits != 1 {
		t.Errorf("error %v after %d visits, want %v after 1", err, visits, fault)
	}
}
