package report

import (
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// activity counts what every neuron fires in the samples of a part. Each core
// writes to its own neurons only, so that cores may be heard side by side.
type activity struct {
	samples int
	spikes  [][]int64 // by population (the input's is nil) and neuron
	active  [][]int64 // samples in which the neuron fires
	outputs []int32   // spikes of each output neuron, sample by sample
}

func newActivity(sizes []int, samples int) *activity {
	a := &activity{samples: samples, spikes: make([][]int64, len(sizes)), active: make([][]int64, len(sizes))}
	for population := 1; population < len(sizes); population++ {
		a.spikes[population] = make([]int64, sizes[population])
		a.active[population] = make([]int64, sizes[population])
	}
	a.outputs = make([]int32, samples*sizes[len(sizes)-1])
	return a
}

// listen is an runs.Listener.
func (a *activity) listen(core topology.Core, first uint64, samples [][]messages.Spike) {
	spikes, active := a.spikes[core.Population], a.active[core.Population]
	last := make([]int, core.Count) // sample, from 1, in which each neuron has been heard last
	for s, fired := range samples {
		for i := range fired {
			neuron := int(fired[i].Source)
			spikes[neuron]++
			if last[neuron-core.First] != s+1 {
				last[neuron-core.First] = s + 1
				active[neuron]++
			}
			if core.Population == len(a.spikes)-1 {
				a.outputs[(int(first)+s)*len(spikes)+neuron]++
			}
		}
	}
}

// count is the spike count of an output neuron in a sample.
func (a *activity) count(sample, output int) int {
	return int(a.outputs[sample*len(a.spikes[len(a.spikes)-1])+output])
}
