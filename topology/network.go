package topology

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"sfdfa-actors/internal/rng"
)

// Network is a chain of populations: Sizes[0] input neurons, then the hidden
// populations, then the output. Projections[l] connects population l to l+1.
type Network struct {
	Sizes       []int
	Projections []Projection
	Seed        uint64
}

// Validate checks sizes and projections. Its error lists all faults, one a line.
func (n *Network) Validate() error {
	var faults []error
	if len(n.Sizes) < 2 {
		faults = append(faults, fmt.Errorf("topology: network has %d populations, needs at least an input and an output", len(n.Sizes)))
	} else if len(n.Projections) != len(n.Sizes)-1 {
		faults = append(faults, fmt.Errorf("topology: network of %d populations has %d projections, needs %d", len(n.Sizes), len(n.Projections), len(n.Sizes)-1))
	}
	for population, size := range n.Sizes {
		if size < 1 || size > math.MaxInt32 {
			faults = append(faults, fmt.Errorf("topology: population %d has %d neurons, must be from 1 to %d", population, size, math.MaxInt32))
		} else if population < len(n.Projections) {
			faults = append(faults, n.validateProjection(population))
		}
	}
	return errors.Join(faults...)
}

// validateProjection checks the projection from a population to the next.
func (n *Network) validateProjection(from int) error {
	projection := n.Projections[from]
	if projection == nil {
		return fmt.Errorf("topology: projection from population %d to %d is missing, allowed: %s", from, from+1, strings.Join(RuleNames(), ", "))
	}
	if err := projection.Validate(n.Sizes[from]); err != nil {
		return fmt.Errorf("projection from population %d to %d: %w", from, from+1, err)
	}
	return nil
}

// Output is the index of the last population.
func (n *Network) Output() int { return len(n.Sizes) - 1 }

// IsDense reports whether every neuron of the population has all neurons of the
// population before it as presynaptic partners.
func (n *Network) IsDense(population int) bool {
	_, dense := n.Projections[population-1].(Dense)
	return dense
}

// MeanInDegree is the number of synapses that a neuron of the population has, or
// its expectation where chance decides.
func (n *Network) MeanInDegree(population int) float64 {
	return n.Projections[population-1].MeanInDegree(n.Sizes[population-1])
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
