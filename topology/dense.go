package topology

import (
	"slices"

	"sfdfa-actors/internal/rng"
)

// Dense connects every presynaptic neuron with every postsynaptic one.
type Dense struct{}

// Name implements Rule.
func (Dense) Name() string { return "all-to-all" }

// Validate implements Rule; nothing can be wrong.
func (Dense) Validate(Between) error { return nil }

// MeanInDegree implements Rule.
func (Dense) MeanInDegree(between Between) float64 { return float64(between.Presynaptic) }

// AppendPresynaptic implements PresynapticRule, without a draw.
func (Dense) AppendPresynaptic(dst []int32, between Between, _ int, _ *rng.Stream) []int32 {
	dst = slices.Grow(dst, between.Presynaptic)
	for j := range between.Presynaptic {
		dst = append(dst, int32(j))
	}
	return dst
}
