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

// Name implements Projection.
func (Bernoulli) Name() string { return "bernoulli" }

// Validate implements Projection.
func (b Bernoulli) Validate(int) error {
	if !(b.Density > 0 && b.Density <= 1) {
		return fmt.Errorf("topology: density is %v, must be in (0, 1]", b.Density)
	}
	return nil
}

// MeanInDegree implements Projection.
func (b Bernoulli) MeanInDegree(presynaptic int) float64 { return b.Density * float64(presynaptic) }

// AppendPresynaptic draws the gaps between partners instead of a coin for each
// candidate: they are geometrically distributed.
func (b Bernoulli) AppendPresynaptic(dst []int32, presynaptic int, stream *rng.Stream) []int32 {
	if b.Density == 1 {
		return Dense{}.AppendPresynaptic(dst, presynaptic, stream)
	}
	logMiss := math.Log1p(-b.Density)
	for j := 0; ; j++ {
		gap := math.Log(1-stream.Float64()) / logMiss
		if gap >= float64(presynaptic-j) {
			return dst
		}
		j += int(gap)
		dst = append(dst, int32(j))
	}
}
