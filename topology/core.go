package topology

import "fmt"

// Core is a neuromorphic core: a run of consecutive neurons of one population.
type Core struct {
	ID         int
	Population int
	First      int // index of its first neuron in the population
	Count      int // number of its neurons
}

// Cores places the neurons of every population but the input on cores of at
// most neuronsPerCore, in order; a core never holds two populations. The
// neurons of a population are spread evenly over its cores.
func (n *Network) Cores(neuronsPerCore int) ([]Core, error) {
	if neuronsPerCore < 1 {
		return nil, fmt.Errorf("topology: %d neurons per core, must be at least 1", neuronsPerCore)
	}
	var cores []Core
	for population := 1; population < len(n.Sizes); population++ {
		size := n.Sizes[population]
		parts := (size + neuronsPerCore - 1) / neuronsPerCore
		for part := range parts {
			first := part * size / parts
			cores = append(cores, Core{
				ID:         len(cores),
				Population: population,
				First:      first,
				Count:      (part+1)*size/parts - first,
			})
		}
	}
	return cores, nil
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
