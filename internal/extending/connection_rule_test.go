package extending_test

import (
	"fmt"
	"math"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/topology"
)

// Every connects presynaptic neurons 0, Stride, 2·Stride, ….
type Every struct{ Stride int }

// Name implements topology.Rule.
func (Every) Name() string { return "every" }

// Validate implements topology.Rule.
func (e Every) Validate(topology.Between) error {
	if e.Stride < 1 {
		return fmt.Errorf("topology: stride is %d, must be at least 1", e.Stride)
	}
	return nil
}

// MeanInDegree implements topology.Rule.
func (e Every) MeanInDegree(between topology.Between) float64 {
	return math.Ceil(float64(between.Presynaptic) / float64(e.Stride))
}

// AppendPresynaptic implements topology.PresynapticRule, without a draw.
func (e Every) AppendPresynaptic(dst []int32, between topology.Between, _ int, _ *rng.Stream) []int32 {
	for j := 0; j < between.Presynaptic; j += e.Stride {
		dst = append(dst, int32(j))
	}
	return dst
}

func ExampleEvery() {
	n := topology.Network{Sizes: []int{7, 2}, Projections: topology.Chain(Every{Stride: 3})}
	fmt.Println(n.Validate(), n.MeanInDegree(1), n.AppendPresynaptic(nil, 1, 0, rng.NewStream(0, rng.Key{})))
	n.Projections[0].Rule = Every{}
	fmt.Println(n.Validate())
	// Output:
	// <nil> 3 [0 3 6]
	// projection from population 0 to 1: topology: stride is 0, must be at least 1
}
