package topology

import (
	"fmt"
	"math"

	"sfdfa-actors/internal/rng"
)

// Bernoulli connects each presynaptic neuron with a fixed probability.
type Bernoulli struct {
	Density float64 // connection probability in (0, 1]
}

// Name implements Rule.
func (Bernoulli) Name() string { return "pairwise-bernoulli" }

// Validate implements Rule.
func (b Bernoulli) Validate(Between) error {
	if !(b.Density > 0 && b.Density <= 1) {
		return fmt.Errorf("topology: density is %v, must be in (0, 1]", b.Density)
	}
	return nil
}

// MeanInDegree implements Rule.
func (b Bernoulli) MeanInDegree(between Between) float64 {
	return b.Density * float64(between.Presynaptic)
}

// AppendPresynaptic draws the gaps between partners instead of a coin for each
// candidate: they are geometrically distributed.
func (b Bernoulli) AppendPresynaptic(dst []int32, between Between, neuron int, stream *rng.Stream) []int32 {
	if b.Density == 1 {
		return Dense{}.AppendPresynaptic(dst, between, neuron, stream)
	}
	logMiss := math.Log1p(-b.Density)
	for j := 0; ; j++ {
		gap := math.Log(1-stream.Float64()) / logMiss
		if gap >= float64(between.Presynaptic-j) {
			return dst
		}
		j += int(gap)
		dst = append(dst, int32(j))
	}
}
