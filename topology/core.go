package topology

import (
	"fmt"
	"iter"
	"slices"
)

// Core is a neuromorphic core: a run of consecutive neurons of one population.
type Core struct {
	ID         int
	Population int
	First      int // index of its first neuron in the population
	Count      int // number of its neurons
}

// Without a number of neurons per core, populations up to smallestCore neurons
// fit on one core, and larger ones are spread over manyCores, unless those would
// have more than largestCore: what a core touches for a sample then no longer
// fits into a CPU core's cache.
const (
	smallestCore = 1024
	largestCore  = 4096
	manyCores    = 64
)

// Cores places the neurons of every population but the input on cores of at
// most neuronsPerCore, in order; a core never holds two populations. The
// neurons of a population are spread evenly over its cores. 0 chooses a number
// for each population: what spreads it over 64 cores, from 1024 to 4096.
func (n *Network) Cores(neuronsPerCore int) ([]Core, error) {
	if neuronsPerCore < 0 {
		return nil, fmt.Errorf("topology: %d neurons per core, must be at least 1, or 0 for a number by the size of the population", neuronsPerCore)
	}
	return slices.Collect(n.EachCore(neuronsPerCore)), nil
}

// EachCore yields the cores of Cores one by one: however many there are, they take no memory.
func (n *Network) EachCore(neuronsPerCore int) iter.Seq[Core] {
	return func(yield func(Core) bool) {
		id := 0
		for population := n.FirstNeurons(); population < len(n.Sizes); population++ {
			size, parts := n.Sizes[population], n.CoreCount(population, neuronsPerCore)
			for part := range parts {
				first := part * size / parts
				if !yield(Core{ID: id, Population: population, First: first, Count: (part+1)*size/parts - first}) {
					return
				}
				id++
			}
		}
	}
}

// CoreCount is the number of cores that Cores places a population on.
func (n *Network) CoreCount(population, neuronsPerCore int) int {
	size, most := n.Sizes[population], neuronsPerCore
	if most == 0 {
		most = min(max(smallestCore, (size+manyCores-1)/manyCores), largestCore)
	}
	return (size-1)/most + 1 // most may be any number
}

// TotalCoreCount is the number of cores that Cores places all populations on.
func (n *Network) TotalCoreCount(neuronsPerCore int) int {
	total := 0
	for population := n.FirstNeurons(); population < len(n.Sizes); population++ {
		total += n.CoreCount(population, neuronsPerCore)
	}
	return total
}

// OfPopulation returns the cores that hold the population's neurons.
func OfPopulation(cores []Core, population int) []Core {
	var own []Core
	for _, core := range cores {
		if core.Population == population {
			own = append(own, core)
		}
	}
	return own
}
