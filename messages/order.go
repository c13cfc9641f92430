package messages

import (
	"cmp"
	"math"
	"slices"
	"sync"
)

// SortSpikes orders spikes by (time, source), and spikes that a neuron fires at the
// same time to the last bit by grade. Every sum over spikes is taken in this
// order, which is why results don't depend on the order of delivery.
func SortSpikes(spikes []Spike) {
	if len(spikes) < fewSpikes {
		insert(spikes)
		return
	}
	if slices.IsSortedFunc(spikes, CompareSpikes) {
		return
	}
	b := bucketPool.Get().(*buckets)
	b.sort(spikes)
	bucketPool.Put(b)
}

// SortSpikesFrom does what SortSpikes does, where the first sorted spikes are in order.
func SortSpikesFrom(spikes []Spike, sorted int) {
	SortSpikes(spikes[sorted:])
	if sorted == 0 || sorted == len(spikes) || CompareSpikes(spikes[sorted-1], spikes[sorted]) <= 0 {
		return
	}
	b := bucketPool.Get().(*buckets)
	b.spikes = append(b.spikes[:0], spikes[sorted:]...)
	merge(spikes, spikes[:sorted], b.spikes)
	bucketPool.Put(b)
}

// merge makes one ordered slice of two, the first of which is where it begins: from the
// end, so that no spike is overwritten before it is moved.
func merge(dst, first, second []Spike) {
	for len(second) > 0 {
		last := len(dst) - 1
		if n := len(first) - 1; n >= 0 && CompareSpikes(first[n], second[len(second)-1]) > 0 {
			dst[last], first = first[n], first[:n]
		} else {
			dst[last], second = second[len(second)-1], second[:len(second)-1]
		}
		dst = dst[:last]
	}
}

// fewSpikes is the number below which spikes are sorted by insertion (BenchmarkSort).
const fewSpikes = 16

// buckets sorts spikes by sharing them out over as many slices of time, of
// which each then holds a few: spike times are spread over the sample. That
// takes less than half the time of a sort by comparisons (BenchmarkSort).
type buckets struct {
	ends   []int32 // of each bucket
	spikes []Spike
}

var bucketPool = sync.Pool{New: func() any { return new(buckets) }}

// Of more than manySpikes, which no cache holds, the first sort is by fewer slices of time: to share spikes out over as many
// as there are would wait for memory at each (BenchmarkSort).
const (
	manySpikes   = 1 << 15
	coarseSlices = 256
)

func (b *buckets) sort(spikes []Spike) {
	if len(spikes) > manySpikes {
		b.sortMany(spikes)
		return
	}
	largest, shared := b.shareOut(spikes, len(spikes))
	if !shared {
		return
	}
	if largest > fewSpikes {
		b.sortLarge(spikes)
	}
	insert(spikes) // which moves none out of its bucket
}

// sortMany sorts spikes slice by slice of time.
func (b *buckets) sortMany(spikes []Spike) {
	if _, shared := b.shareOut(spikes, coarseSlices); !shared {
		return
	}
	start := int32(0)
	for _, end := range slices.Clone(b.ends[:coarseSlices]) {
		if slice := spikes[start:end]; len(slice) < fewSpikes {
			insert(slice)
		} else {
			b.sort(slice)
		}
		start = end
	}
}

// shareOut puts spikes in the order of n slices of time, and returns the number in the largest one. Spikes that are all at
// one time are sorted instead.
func (b *buckets) shareOut(spikes []Spike, n int) (largest int32, shared bool) {
	first, last := spikes[0].Time, spikes[0].Time
	for i := range spikes {
		first, last = min(first, spikes[i].Time), max(last, spikes[i].Time)
	}
	scale := float64(n-1) / (last - first)
	if math.IsInf(scale, 0) || math.IsNaN(scale) { // all at one time
		slices.SortFunc(spikes, CompareSpikes)
		return 0, false
	}
	// Rounding keeps the order of times, so no spike gets into a bucket that
	// is before an earlier one's.
	of := func(spike *Spike) int { return int((spike.Time - first) * scale) }
	b.ends = append(b.ends[:0], make([]int32, n+1)...)
	b.spikes = append(b.spikes[:0], spikes...)
	ends := b.ends
	for i := range spikes {
		ends[of(&spikes[i])+1]++
	}
	sum := int32(0)
	for k, count := range ends {
		largest, sum = max(largest, count), sum+count
		ends[k] = sum
	}
	for i := range b.spikes {
		place := &ends[of(&b.spikes[i])]
		spikes[*place] = b.spikes[i]
		*place++
	}
	return largest, true
}

// sortLarge sorts the buckets that hold more than a few spikes.
func (b *buckets) sortLarge(spikes []Spike) {
	start := int32(0)
	for _, end := range b.ends[:len(spikes)] {
		if end-start > fewSpikes {
			slices.SortFunc(spikes[start:end], CompareSpikes)
		}
		start = end
	}
}

// insert sorts spikes of which none is far from its place, by putting one after the other there.
func insert(spikes []Spike) {
	for n := 1; n < len(spikes); n++ {
		spike := spikes[n]
		place := n
		for ; place > 0 && after(&spikes[place-1], &spike); place-- {
			spikes[place] = spikes[place-1]
		}
		spikes[place] = spike
	}
}

// after reports whether x comes after y, as compare does.
func after(x, y *Spike) bool {
	return x.Time > y.Time || (!(x.Time < y.Time) && CompareSpikes(*x, *y) > 0)
}

// CompareSpikes orders two spikes by time, then source, then grade: negative if x comes first.
func CompareSpikes(x, y Spike) int {
	switch {
	case x.Time < y.Time:
		return -1
	case x.Time > y.Time:
		return 1
	}
	return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Grade, y.Grade))
}
