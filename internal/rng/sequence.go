package rng

import "math"

// Sequence is random numbers that can be asked for by their places. It has no position, so whoever
// draws from it keeps one, a plain number. Its values may be copied and used at once.
type Sequence struct{ start uint64 }

// NewSequence returns the sequence of a key: that of a SplitMix64 generator.
func NewSequence(seed uint64, key Key) Sequence { return Sequence{key.hash(seed)} }

// Exponential returns number n, of an exponential distribution with mean 1.
func (s Sequence) Exponential(n uint64) float64 {
	uniform := float64(mix(s.start+n*increment)>>11+1) * 0x1p-53 // in (0, 1]
	return -math.Log(uniform)
}
