package neurobench

import (
	"math"

	"sfdfa-actors/actors/network"
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
	net      *network.Network
	first    [][]float64 // by core, the input first, and sample: time of the first spike, s
}

// NewCounter returns a counter of a network that has counted nothing. The time step
// dt is in seconds.
func NewCounter(net *network.Network, timestep float64) *Counter {
	c := &Counter{timestep: timestep, active: make([]int64, len(net.Cores)+1), net: net, first: make([][]float64, len(net.Cores)+1)}
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
	for core := range c.first {
		c.first[core] = c.first[core][:0]
	}
	c.counting, c.samples = true, 0
}

// End stops counting. samples is the number of samples that were counted.
func (c *Counter) End(samples int) { c.counting, c.samples = false, int64(samples) }

// Record counts what the neurons of a core, or the input, fired.
func (c *Counter) Record(core topology.Core, first uint64, samples [][]messages.Spike) {
	if !c.counting {
		return
	}
	counts, last := c.spikes[core.Population], c.last[core.Population]
	for s, spikes := range samples {
		if len(spikes) > 0 {
			c.noteFirst(core, first+uint64(s), spikes[0].Time)
		}
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

// noteFirst notes the time of a core's first spike in a sample.
func (c *Counter) noteFirst(core topology.Core, sample uint64, time float64) {
	times := &c.first[core.ID+1]
	for uint64(len(*times)) <= sample {
		*times = append(*times, math.Inf(1))
	}
	(*times)[sample] = time
}

// MembraneUpdates is the number of pairs of a neuron and a time step in which the neuron's potential is not 0, over all
// samples: those from the first arrival in a sample on, since potentials decay and never end. Where not all neurons of
// a population have the same partners the first arrival at any of them counts for all, which is an upper bound.
func (c *Counter) MembraneUpdates() (updates int64) {
	c.eachFirstArrival(func(population int, time float64) {
		updates += int64(c.net.Topology.Sizes[population]) * c.stepsFrom(time)
	})
	return updates
}

// untouched is the number of neurons, over all samples, that nothing has reached in the first time step. NeuroBench counts an
// update of every neuron there.
func (c *Counter) untouched() (neurons int64) {
	c.eachFirstArrival(func(population int, time float64) {
		if c.stepsFrom(time) < c.steps {
			neurons += int64(c.net.Topology.Sizes[population])
		}
	})
	return neurons
}

// eachFirstArrival visits when something can first reach each population in each sample, s.
func (c *Counter) eachFirstArrival(visit func(population int, time float64)) {
	n := &c.net.Topology
	fired := make([]float64, len(n.Sizes))
	for sample := range int(c.samples) {
		for population := range fired {
			fired[population] = math.Inf(1)
		}
		for core := range c.first {
			population := 0
			if core > 0 {
				population = c.net.Cores[core-1].Population
			}
			if sample < len(c.first[core]) {
				fired[population] = min(fired[population], c.first[core][sample])
			}
		}
		for population := n.FirstHidden(); population < len(n.Sizes); population++ {
			visit(population, c.firstArrival(population, fired))
		}
	}
}

// firstArrival is when something can reach a population, s, by when each population fired first.
func (c *Counter) firstArrival(population int, fired []float64) float64 {
	if c.net.Populations[population].IsSpontaneous() {
		return 0
	}
	first := math.Inf(1)
	for _, afferent := range c.net.Topology.Afferents(population) {
		first = min(first, fired[afferent.From]+afferent.Delays.Least())
	}
	return first
}

// stepsFrom is the number of time steps of a sample from a time on.
func (c *Counter) stepsFrom(time float64) int64 {
	if step := math.Floor(time / c.timestep); step < float64(c.steps) {
		return c.steps - int64(step)
	}
	return 0
}

// ReachedShare is MembraneUpdates as a share of all pairs of a neuron and a time step; 1 before anything was counted, since
// it can't be more.
func (c *Counter) ReachedShare() float64 {
	neurons := 0
	for _, size := range c.net.Topology.Sizes[c.net.Topology.FirstHidden():] {
		neurons += size
	}
	if c.samples == 0 {
		return 1
	}
	return float64(c.MembraneUpdates()) / (float64(neurons) * float64(c.steps) * float64(c.samples))
}
