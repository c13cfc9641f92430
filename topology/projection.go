package topology

import (
	"fmt"
	"math"
	"slices"

	"sfdfa-actors/internal/rng"
)

// Rule says how a projection chooses the presynaptic partners of a neuron.
type Rule string

const (
	// Dense connects every presynaptic neuron.
	Dense Rule = "dense"
	// FixedInDegree connects a fixed number of different presynaptic neurons,
	// all choices being equally likely.
	FixedInDegree Rule = "fixed-in-degree"
	// Bernoulli connects each presynaptic neuron with a fixed probability.
	Bernoulli Rule = "bernoulli"
)

// Projection connects a population to the one after it.
type Projection struct {
	Rule     Rule
	InDegree int     // synapses per neuron (FixedInDegree)
	Density  float64 // connection probability in (0, 1] (Bernoulli)
}

// Validate checks the projection's numbers against the size of the
// presynaptic population.
func (p Projection) Validate(presynaptic int) error {
	switch p.Rule {
	case Dense:
		return nil
	case FixedInDegree:
		if p.InDegree < 1 || p.InDegree > presynaptic {
			return fmt.Errorf("topology: in-degree is %d, must be from 1 to the %d presynaptic neurons", p.InDegree, presynaptic)
		}
		return nil
	case Bernoulli:
		if !(p.Density > 0 && p.Density <= 1) {
			return fmt.Errorf("topology: density is %v, must be in (0, 1]", p.Density)
		}
		return nil
	}
	return fmt.Errorf("topology: unknown connection rule %q, allowed: %s, %s, %s", p.Rule, Dense, FixedInDegree, Bernoulli)
}

// AppendPresynaptic appends to dst the presynaptic partners of one neuron in
// ascending order; the position of a partner in that list is the index of its
// synapse. The neuron's connectivity stream must be at its start; Dense does
// not draw from it.
func (p Projection) AppendPresynaptic(dst []int32, presynaptic int, stream *rng.Stream) []int32 {
	switch p.Rule {
	case FixedInDegree:
		return appendFixedInDegree(dst, p.InDegree, presynaptic, stream)
	case Bernoulli:
		return appendBernoulli(dst, p.Density, presynaptic, stream)
	}
	for j := range presynaptic {
		dst = append(dst, int32(j))
	}
	return dst
}

// appendFixedInDegree draws by Floyd's algorithm (Bentley and Floyd, "A sample of
// brilliance", 1987): a number of draws and comparisons that depends on the
// degree only, whatever the size of the presynaptic population.
func appendFixedInDegree(dst []int32, degree, presynaptic int, stream *rng.Stream) []int32 {
	start := len(dst)
	for largest := presynaptic - degree; largest < presynaptic; largest++ {
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

// appendBernoulli draws the gaps between partners instead of a coin for each
// candidate: they are geometrically distributed.
func appendBernoulli(dst []int32, density float64, presynaptic int, stream *rng.Stream) []int32 {
	if density == 1 {
		return Projection{Rule: Dense}.AppendPresynaptic(dst, presynaptic, stream)
	}
	logMiss := math.Log1p(-density)
	for j := 0; ; j++ {
		gap := math.Log(1-stream.Float64()) / logMiss
		if gap >= float64(presynaptic-j) {
			return dst
		}
		j += int(gap)
		dst = append(dst, int32(j))
	}
}
