package topology

import (
	"fmt"
	"math"

	"sfdfa-actors/internal/rng"
)

// Network is a chain of populations: Sizes[0] input neurons, then the hidden
// populations, then the output. Projections[l] connects population l to l+1.
type Network struct {
	Sizes       []int
	Projections []Projection
	Seed        uint64
}

// Validate checks sizes and projections.
func (n *Network) Validate() error {
	if len(n.Sizes) < 2 {
		return fmt.Errorf("topology: network has %d populations, needs at least an input and an output", len(n.Sizes))
	}
	if len(n.Projections) != len(n.Sizes)-1 {
		return fmt.Errorf("topology: network of %d populations has %d projections, needs %d", len(n.Sizes), len(n.Projections), len(n.Sizes)-1)
	}
	for population, size := range n.Sizes {
		if size < 1 || size > math.MaxInt32 {
			return fmt.Errorf("topology: population %d has %d neurons, must be from 1 to %d", population, size, math.MaxInt32)
		}
	}
	for l, projection := range n.Projections {
		if err := projection.Validate(n.Sizes[l]); err != nil {
			return fmt.Errorf("projection from population %d to %d: %w", l, l+1, err)
		}
	}
	return nil
}

// Output is the index of the last population.
func (n *Network) Output() int { return len(n.Sizes) - 1 }

// IsDense reports whether every neuron of the population has all neurons of the
// population before it as presynaptic partners.
func (n *Network) IsDense(population int) bool {
	return n.Projections[population-1].Rule == Dense
}

// MeanInDegree is the number of synapses that a neuron of the population has, or
// its expectation where chance decides.
func (n *Network) MeanInDegree(population int) float64 {
	presynaptic := float64(n.Sizes[population-1])
	switch projection := n.Projections[population-1]; projection.Rule {
	case FixedInDegree:
		return float64(projection.InDegree)
	case Bernoulli:
		return projection.Density * presynaptic
	}
	return presynaptic
}

// MeanSynapses is the number of synapses of the network, or its expectation.
func (n *Network) MeanSynapses() float64 {
	total := 0.0
	for population := 1; population < len(n.Sizes); population++ {
		total += n.MeanInDegree(population) * float64(n.Sizes[population])
	}
	return total
}

// AppendPresynaptic appends the presynaptic partners of one neuron to dst, in
// ascending order. The stream is scratch and may stand anywhere.
func (n *Network) AppendPresynaptic(dst []int32, population, neuron int, stream *rng.Stream) []int32 {
	stream.Reset(n.Seed, rng.Key{Purpose: rng.Connectivity, Population: population, Neuron: neuron})
	return n.Projections[population-1].AppendPresynaptic(dst, n.Sizes[population-1], stream)
}
