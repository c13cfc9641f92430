package distributed

import (
	"cmp"
	"slices"

	"sfdfa-actors/topology"
)

// placeCores returns the place of each core: 0 is the coordinator, 1 and up are the workers.
// Every population is spread over all workers in runs of consecutive cores, since a
// sample passes one population after the other: whoever had none of it would wait. A
// population with fewer cores than there are workers goes to those that have the fewest
// synapses; but if it is the output, to the coordinator, where its spikes are decoded
// while all workers wait for what comes of it.
func placeCores(net *topology.Network, cores []topology.Core, workers int) []int {
	owners := make([]int, len(cores))
	loads := make([]float64, workers)
	for population := 1; population < len(net.Sizes); population++ {
		own := topology.OfPopulation(cores, population)
		if population == net.Output() && len(own) < workers {
			continue
		}
		order := byLoad(loads)[:min(workers, len(own))]
		slices.Sort(order)
		for i, core := range own {
			worker := order[i*len(order)/len(own)]
			owners[core.ID] = 1 + worker
			loads[worker] += float64(core.Count) * (1 + net.MeanInDegree(population))
		}
	}
	return owners
}

// byLoad returns the workers, the one with the least load first.
func byLoad(loads []float64) []int {
	order := make([]int, len(loads))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(loads[x], loads[y]) })
	return order
}
