package topology

import (
	"fmt"

	"sfdfa-actors/internal/rng"
)

// FixedOutDegree connects each presynaptic neuron with a fixed number of different
// postsynaptic ones, all choices being equally likely.
type FixedOutDegree struct {
	OutDegree int // synapses per presynaptic neuron, from 1 to the number of postsynaptic neurons
}

// Name implements Rule.
func (FixedOutDegree) Name() string { return "fixed-out-degree" }

// Validate implements Rule.
func (f FixedOutDegree) Validate(between Between) error {
	if f.OutDegree < 1 || f.OutDegree > between.Postsynaptic {
		return fmt.Errorf("topology: out-degree is %d, must be from 1 to the %d postsynaptic neurons", f.OutDegree, between.Postsynaptic)
	}
	return nil
}

// MeanInDegree implements Rule.
func (f FixedOutDegree) MeanInDegree(between Between) float64 {
	return float64(f.OutDegree) * float64(between.Presynaptic) / float64(max(1, between.Postsynaptic))
}

// AppendPostsynaptic implements PostsynapticRule as FixedInDegree does the other way round.
func (f FixedOutDegree) AppendPostsynaptic(dst []int32, between Between, _ int, stream *rng.Stream) []int32 {
	return appendSubset(dst, f.OutDegree, between.Postsynaptic, stream)
}
