package mesh

import (
	"sfdfa-actors/internal/network"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Counts is how active a neuron was.
type Counts struct {
	Spikes  int64  // fired
	Samples uint32 // in which it fired
	Batches uint32 // in which it fired

	sample, batch uint32 // the last in which it fired, counted from 1
}

// Counter counts the spikes of every neuron, the input's included. Its Record
// method is what network.Network.Record asks for: each core, and the input, writes
// to its own neurons' counts only, and only while an engine runs.
type Counter struct {
	Neurons [][]Counts // by population, the input is 0, and neuron

	counting bool
	first    uint64 // presentation number of the first sample counted
	batch    uint64 // samples in a batch
}

// NewCounter returns a counter of a network that has counted nothing. It counts
// nothing before Resume.
func NewCounter(net *network.Network) *Counter {
	c := &Counter{Neurons: make([][]Counts, len(net.Topology.Sizes))}
	for population, size := range net.Topology.Sizes {
		c.Neurons[population] = make([]Counts, size)
	}
	return c
}

// Resume makes the counter count. first is the presentation number of the first
// sample since the last Reset, with which a batch of so many samples began.
func (c *Counter) Resume(first uint64, batch int) {
	c.first, c.batch, c.counting = first, uint64(batch), true
}

// Pause makes the counter ignore what is recorded.
func (c *Counter) Pause() { c.counting = false }

// Reset sets all counts to 0.
func (c *Counter) Reset() {
	for _, counts := range c.Neurons {
		clear(counts)
	}
}

// Record counts what the neurons of a core fired in consecutive samples.
func (c *Counter) Record(core topology.Core, first uint64, samples [][]messages.Spike) {
	if !c.counting {
		return
	}
	counts := c.Neurons[core.Population]
	for s, spikes := range samples {
		at := first + uint64(s) - c.first
		sample, batch := uint32(at)+1, uint32(at/c.batch)+1
		for i := range spikes {
			n := &counts[spikes[i].Source]
			n.Spikes++
			if n.sample != sample {
				n.sample = sample
				n.Samples++
				if n.batch != batch {
					n.batch = batch
					n.Batches++
				}
			}
		}
	}
}
