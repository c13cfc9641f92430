package messages_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

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
		messages.SortSpikes(spikes)
		if !slices.Equal(spikes, want) {
			t.Errorf("seed %d: %v, want %v", seed, spikes, want)
		}
	}
}

// However times are spread, however many spikes there are, and however many are sorted
// before the rest, the order is that of a sort by comparisons.
func TestSortIsASortByComparisons(t *testing.T) {
	for seed := range uint64(405) {
		r := rand.New(rand.NewPCG(seed, 0x50a7))
		spikes := make([]messages.Spike, r.IntN([]int{40, 300}[seed/5%2]))
		if seed >= 400 { // so many that slices of time are sorted one after the other
			spikes = make([]messages.Spike, 100_000)
		}
		for i := range spikes {
			var time float64
			switch seed % 5 {
			case 0:
				time = r.Float64()
			case 1:
				time = float64(r.IntN(4)) * 0.05 // many at one time
			case 2:
				time = math.Exp(-40 * r.Float64()) // crowded near 0
			case 3:
				time = 0.1 // all at one time
			case 4:
				time = math.Nextafter(0.1, float64(r.IntN(2))) // the last bit
			}
			spikes[i] = messages.Spike{Time: time, Source: int32(r.IntN(50)), Grade: r.NormFloat64()}
		}
		want := slices.Clone(spikes)
		slices.SortFunc(want, func(x, y messages.Spike) int {
			return cmp.Or(cmp.Compare(x.Time, y.Time), cmp.Compare(x.Source, y.Source), cmp.Compare(x.Grade, y.Grade))
		})
		shuffled := slices.Clone(spikes)
		messages.SortSpikes(spikes)
		if !slices.Equal(spikes, want) {
			t.Fatalf("seed %d: %d spikes are not in order", seed, len(spikes))
		}
		sorted := r.IntN(len(spikes) + 1)
		messages.SortSpikes(shuffled[:sorted])
		messages.SortSpikesFrom(shuffled, sorted)
		if !slices.Equal(shuffled, want) {
			t.Fatalf("seed %d: the first %d sorted before the rest: %d spikes are not in order", seed, sorted, len(shuffled))
		}
	}
}

// BenchmarkSort sorts the 210 hidden spikes of a sample, all at once or the last 26 of them
// when the others are in order, as few as are sorted in other ways, and those of a million neurons.
func BenchmarkSort(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	all := make([]messages.Spike, 1<<20)
	for i := range all {
		all[i] = messages.Spike{Time: 0.2 * r.Float64(), Source: int32(i)}
	}
	for _, of := range []struct{ spikes, sorted int }{{8, 0}, {15, 0}, {16, 0}, {32, 0}, {210, 0}, {210, 184}, {1 << 15, 0}, {1 << 20, 0}} {
		b.Run(fmt.Sprintf("%d/sorted=%d", of.spikes, of.sorted), func(b *testing.B) {
			unsorted, sorted := slices.Clone(all[:of.spikes]), of.sorted
			spikes := make([]messages.Spike, len(unsorted))
			messages.SortSpikes(unsorted[:sorted])
			b.ReportAllocs()
			for b.Loop() {
				copy(spikes, unsorted)
				messages.SortSpikesFrom(spikes, sorted)
			}
		})
	}
}
