package extending_test

import (
	"fmt"
	"math"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/topology"
)

// Every connects presynaptic neurons 0, Stride, 2·Stride, ….
type Every struct{ Stride int }

// Name implements topology.Projection.
func (Every) Name() string { return "every" }

// Validate implements topology.Projection.
func (e Every) Validate(int) error {
	if e.Stride < 1 {
		return fmt.Errorf("topology: stride is %d, must be at least 1", e.Stride)
	}
	return nil
}

// MeanInDegree implements topology.Projection.
func (e Every) MeanInDegree(presynaptic int) float64 {
	return math.Ceil(float64(presynaptic) / float64(e.Stride))
}

// AppendPresynaptic implements topology.Projection, without a draw.
func (e Every) AppendPresynaptic(dst []int32, presynaptic int, _ *rng.Stream) []int32 {
	for j := 0; j < presynaptic; j += e.Stride {
		dst = append(dst, int32(j))
	}
	return dst
}

func ExampleEvery() {
	n := topology.Network{Sizes: []int{7, 2}, Projections: []topology.Projection{Every{Stride: 3}}}
	fmt.Println(n.Validate(), n.MeanInDegree(1), n.AppendPresynaptic(nil, 1, 0, rng.NewStream(0, rng.Key{})))
	n.Projections[0] = Every{}
	fmt.Println(n.Validate())
	// Output:
	// <nil> 3 [0 3 6]
	// projection from population 0 to 1: topology: stride is 0, must be at least 1
}
