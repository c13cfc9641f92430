package topology

import "sfdfa-actors/internal/rng"

// Dense connects every presynaptic neuron.
type Dense struct{}

// Name implements Projection.
func (Dense) Name() string { return "dense" }

// Validate implements Projection; nothing can be wrong.
func (Dense) Validate(int) error { return nil }

// MeanInDegree implements Projection.
func (Dense) MeanInDegree(presynaptic int) float64 { return float64(presynaptic) }

// AppendPresynaptic implements Projection, without a draw.
func (Dense) AppendPresynaptic(dst []int32, presynaptic int, _ *rng.Stream) []int32 {
	for j := range presynaptic {
		dst = append(dst, int32(j))
	}
	return dst
}
