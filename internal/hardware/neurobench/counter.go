package neurobench

import (
	"math"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Counter counts what the neurons fire while a network is presented with samples.
// Its Record method is what network.Setup.Record asks for: each core, and the
// input, writes to its own neurons' counts only, and only while an engine runs.
type Counter struct {
	timestep float64 // dt, s
	steps    int64   // in a sample
	counting bool
	samples  int64
	spikes   [][]int64 // by population, the input is 0, and neuron
	last     [][]int64 // the last time step in which a neuron fired, in its sample
	active   []int64   // by core, the input first: pairs of a neuron and a time step in which it fired
}

// NewCounter returns a counter of a network that has counted nothing. The time step
// dt is in seconds.
func NewCounter(net *network.Network, timestep float64) *Counter {
	c := &Counter{timestep: timestep, active: make([]int64, len(net.Cores)+1)}
	for _, parameters := range net.Neurons {
		// Rounding must not make a whole number of steps one more.
		c.steps = max(c.steps, int64(math.Ceil(parameters.Duration/timestep-1e-9)))
	}
	for _, size := range net.Topology.Sizes {
		c.spikes = append(c.spikes, make([]int64, size))
		c.last = append(c.last, make([]int64, size))
	}
	return c
}

// Begin forgets what was counted, and counts from now on.
func (c *Counter) Begin() {
	for population := range c.spikes {
		clear(c.spikes[population])
	}
	clear(c.active)
	c.counting, c.samples = true, 0
}

// End stops counting. samples is the number of samples that were counted.
func (c *Counter) End(samples int) { c.counting, c.samples = false, int64(samples) }

// Record counts what the neurons of a core, or the input, fired.
func (c *Counter) Record(core topology.Core, _ uint64, samples [][]messages.Spike) {
	if !c.counting {
		return
	}
	counts, last := c.spikes[core.Population], c.last[core.Population]
	for _, spikes := range samples {
		for i := range spikes {
			last[spikes[i].Source] = -1
		}
		for i := range spikes {
			neuron := spikes[i].Source
			counts[neuron]++
			// The end of a sample is part of its last step.
			if step := min(int64(spikes[i].Time/c.timestep), c.steps-1); last[neuron] != step {
				last[neuron] = step
				c.active[core.ID+1]++
			}
		}
	}
}
