package datasets

import (
	"cmp"
	"slices"

	"sfdfa-actors/messages"
)

// trains is a Split of spike trains in flat arrays, as an npz file holds them:
// sample i has the spikes from offsets[i] to offsets[i+1]. Within a sample they
// are ordered by (time, unit). Its types are as narrow as they are exact.
type trains[T float32 | float64, U uint16 | int32] struct {
	times   []T // seconds
	units   []U // input neurons
	offsets []int64
	labels  []int32
}

// widestUnit is the largest unit that uint16 holds.
const widestUnit = 1<<16 - 1

// Len returns the number of samples.
func (s *trains[T, U]) Len() int { return len(s.labels) }

// Label returns the class of sample i.
func (s *trains[T, U]) Label(i int) int { return int(s.labels[i]) }

// AppendSpikes appends the spikes of sample i as they were recorded.
func (s *trains[T, U]) AppendSpikes(dst []messages.Spike, i int) []messages.Spike {
	from, to := s.offsets[i], s.offsets[i+1]
	units := s.units[from:to]
	for k, time := range s.times[from:to] {
		dst = append(dst, messages.Spike{Time: float64(time), Source: int32(units[k])})
	}
	return dst
}

// stamped is one spike while a train is put in order.
type stamped[T float32 | float64, U uint16 | int32] struct {
	time T
	unit U
}

// order sorts the spikes of each sample, unless they are in order.
func (s *trains[T, U]) order() {
	var train []stamped[T, U]
	for i := range s.labels {
		from, to := s.offsets[i], s.offsets[i+1]
		train = train[:0]
		for k := from; k < to; k++ {
			train = append(train, stamped[T, U]{s.times[k], s.units[k]})
		}
		if slices.IsSortedFunc(train, compareStamped) {
			continue
		}
		slices.SortFunc(train, compareStamped)
		for k, spike := range train {
			s.times[from+int64(k)], s.units[from+int64(k)] = spike.time, spike.unit
		}
	}
}

func compareStamped[T float32 | float64, U uint16 | int32](a, b stamped[T, U]) int {
	switch { // most of the time that a large file takes is spent here
	case a.time < b.time:
		return -1
	case a.time > b.time:
		return 1
	}
	return cmp.Compare(a.unit, b.unit)
}
