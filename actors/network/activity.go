package network

import "sfdfa-actors/messages"

// ActivityCounter counts how active consecutive neurons of a population are in an
// assignment.
type ActivityCounter struct {
	first    int32 // neuron in its population
	activity []messages.Activity
	last     []moment // in which a neuron fired
	spikeCap int32    // spikes of a neuron in a sample, at most; 0 without
}

// moment is a presentation and the first one of its batch, both counted from 1.
type moment struct {
	sample, batch uint64
	spikes        int32 // in the sample
}

// NewActivityCounter returns a counter for the count neurons of a population from first on.
func NewActivityCounter(first, count, spikeCap int) *ActivityCounter {
	return &ActivityCounter{first: int32(first), activity: make([]messages.Activity, count), last: make([]moment, count), spikeCap: int32(spikeCap)}
}

// Count counts what the neurons fired in the samples of a batch from a presentation on.
// Batches that are learned from must come one after the other.
func (c *ActivityCounter) Count(batch messages.Batch, first uint64, samples [][]messages.Spike) {
	for s, spikes := range samples {
		now := moment{first + uint64(s) + 1, batch.First + 1, 1}
		for i := range spikes {
			neuron := spikes[i].Source - c.first
			n, last := &c.activity[neuron], &c.last[neuron]
			n.Spikes++
			if last.sample == now.sample {
				if last.spikes++; last.spikes == c.spikeCap {
					n.Capped++
				}
				continue
			}
			if c.spikeCap == 1 {
				n.Capped++
			}
			n.Samples++
			if batch.Learn && last.batch != now.batch {
				n.Batches++
			}
			*last = now
		}
	}
}

// TakeActivity returns the activities of the assignment and begins the next.
func (c *ActivityCounter) TakeActivity() []messages.Activity {
	taken := c.activity
	c.activity = make([]messages.Activity, len(taken))
	clear(c.last)
	return taken
}
