package distributed

import (
	"cmp"
	"slices"

	"sfdfa-actors/topology"
)

// placeCores returns the place of each core: 0 is the coordinator, 1 and up are the workers.
// Every population is spread over all workers in runs of consecutive cores: a sample passes
// one population after the other, so a worker without a part of it would wait. A
// population with fewer cores than there are workers goes to the workers with the fewest
// synapses. An output with fewer cores goes to the coordinator, which decodes its spikes
// while all workers wait.
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
