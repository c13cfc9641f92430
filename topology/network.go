package topology

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Network is a directed graph: populations of neurons, and projections between them. The
// first populations are sources, to which no projection leads: the input, whose spikes come
// with the samples, and then generators, whose neurons fire by themselves. The last population
// is the output.
type Network struct {
	Sizes       []int    // neurons of each population
	Names       []string // of the populations, for messages; without them their indices are
	Sources     int      // populations that are sources; 0 is 1, the input alone
	Projections []Projection
	Seed        uint64
}

// Validate checks sizes and projections. Its error lists all faults, one a line.
func (n *Network) Validate() error {
	var faults []error
	if len(n.Sizes) < n.sources()+1 {
		faults = append(faults, fmt.Errorf("topology: network has %d populations, needs at least an input and an output", len(n.Sizes)))
	}
	for population, size := range n.Sizes {
		if size < 1 || size > math.MaxInt32 {
			faults = append(faults, fmt.Errorf("topology: population %s has %d neurons, must be from 1 to %d", n.Name(population), size, math.MaxInt32))
		}
	}
	between := true // populations that there are
	for k := range n.Projections {
		faults = append(faults, n.ValidateProjection(k))
		between = between && n.joins(&n.Projections[k])
	}
	if between {
		faults = append(faults, n.validateCycles()...)
		faults = append(faults, n.validateCounts()...)
	}
	return errors.Join(faults...)
}

// validateCounts checks that neurons have presynaptic neurons, and that an int32 names each.
func (n *Network) validateCounts() (faults []error) {
	for population := n.sources(); population < len(n.Sizes); population++ {
		if count := n.PresynapticCount(population); count == 0 {
			faults = append(faults, fmt.Errorf("topology: no projection leads to population %s, it needs at least one", n.Name(population)))
		} else if count > math.MaxInt32 {
			faults = append(faults, fmt.Errorf("topology: population %s has %d presynaptic neurons, must be at most %d", n.Name(population), count, math.MaxInt32))
		}
	}
	return faults
}

// Name is what messages call a population.
func (n *Network) Name(population int) string {
	if population < len(n.Names) {
		return n.Names[population]
	}
	return strconv.Itoa(population)
}

// Label is what tables and pictures call a population: by its name, or its index without names, and a generator a source.
func (n *Network) Label(population int) string {
	if n.IsGenerator(population) {
		return "source " + n.Name(population)
	}
	return n.Name(population)
}

func (n *Network) sources() int { return max(n.Sources, 1) }

// IsSource reports whether a population is a source: the input, or a generator.
func (n *Network) IsSource(population int) bool { return population < n.sources() }

// IsGenerator reports whether the neurons of a population fire by themselves, without a synapse.
func (n *Network) IsGenerator(population int) bool {
	return population >= n.FirstNeurons() && n.IsSource(population)
}

// FirstHidden is the index of the first population that projections lead to.
func (n *Network) FirstHidden() int { return n.sources() }

// FirstNeurons is the index of the first population of neurons: all but the input are.
func (n *Network) FirstNeurons() int { return 1 }

// Output is the index of the last population.
func (n *Network) Output() int { return len(n.Sizes) - 1 }

// IsDense reports whether every neuron of the population has all its presynaptic neurons
// as partners.
func (n *Network) IsDense(population int) bool {
	for k := range n.Projections {
		if p := &n.Projections[k]; p.To == population {
			if _, dense := p.Rule.(Dense); !dense || n.between(p).NoSelf {
				return false
			}
		}
	}
	return true
}

// IsChain reports whether every population but the input has one projection, from the
// one before it.
func (n *Network) IsChain() bool {
	if len(n.Projections) != len(n.Sizes)-1 {
		return false
	}
	for k := range n.Projections {
		if p := &n.Projections[k]; p.From != k || p.To != k+1 {
			return false
		}
	}
	return true
}

// fixedInDegree is the number of synapses of each of the population's neurons if it is the
// same for all and known without a draw.
func (n *Network) fixedInDegree(population int) (degree int, fixed bool) {
	for k := range n.Projections {
		if p := &n.Projections[k]; p.To == population {
			switch rule := p.Rule.(type) {
			case FixedInDegree:
				degree += rule.InDegree
			case OneToOne:
				degree++
			case Dense:
				degree += n.between(p).Presynaptic
			default:
				return 0, false
			}
		}
	}
	return degree, true
}

// MeanInDegree is the number of synapses that a neuron of the population has, or
// its expectation where chance decides.
func (n *Network) MeanInDegree(population int) float64 {
	degree := 0.0
	for k := range n.Projections {
		if p := &n.Projections[k]; p.To == population {
			degree += p.Rule.MeanInDegree(n.between(p))
		}
	}
	return degree
}

// MeanSynapses is the number of synapses of the network, or its expectation.
func (n *Network) MeanSynapses() float64 {
	total := 0.0
	for population := n.FirstNeurons(); population < len(n.Sizes); population++ {
		total += n.MeanInDegree(population) * float64(n.Sizes[population])
	}
	return total
}
