package topology

import (
	"fmt"
	"slices"

	"sfdfa-actors/internal/rng"
)

// FixedInDegree connects a fixed number of different presynaptic neurons, all
// choices being equally likely.
type FixedInDegree struct {
	InDegree int // synapses per neuron, from 1 to the number of presynaptic neurons
}

// Name implements Rule.
func (FixedInDegree) Name() string { return "fixed-in-degree" }

// Validate implements Rule.
func (f FixedInDegree) Validate(between Between) error {
	if f.InDegree < 1 || f.InDegree > between.Presynaptic {
		return fmt.Errorf("topology: in-degree is %d, must be from 1 to the %d presynaptic neurons", f.InDegree, between.Presynaptic)
	}
	return nil
}

// MeanInDegree implements Rule.
func (f FixedInDegree) MeanInDegree(Between) float64 { return float64(f.InDegree) }

// AppendPresynaptic implements PresynapticRule.
func (f FixedInDegree) AppendPresynaptic(dst []int32, between Between, _ int, stream *rng.Stream) []int32 {
	return appendSubset(dst, f.InDegree, between.Presynaptic, stream)
}

// appendSubset draws that many of the numbers below end, in ascending order, by Floyd's
// algorithm (Bentley and Floyd, "A sample of brilliance", 1987): a number of draws and
// comparisons that depends on how many only, whatever the end.
func appendSubset(dst []int32, many, end int, stream *rng.Stream) []int32 {
	start := len(dst)
	for largest := end - many; largest < end; largest++ {
		chosen := int32(stream.IntN(largest + 1))
		at, taken := slices.BinarySearch(dst[start:], chosen)
		if taken {
			dst = append(dst, int32(largest)) // larger than all before it
			continue
		}
		dst = slices.Insert(dst, start+at, chosen)
	}
	return dst
}
