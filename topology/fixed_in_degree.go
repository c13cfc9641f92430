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

// AppendPresynaptic draws by Floyd's algorithm (Bentley and Floyd, "A sample of
// brilliance", 1987): a number of draws and comparisons that depends on the
// degree only, whatever the size of the presynaptic population.
func (f FixedInDegree) AppendPresynaptic(dst []int32, between Between, _ int, stream *rng.Stream) []int32 {
	presynaptic := between.Presynaptic
	start := len(dst)
	for largest := presynaptic - f.InDegree; largest < presynaptic; largest++ {
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
