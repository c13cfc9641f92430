package mesh

import (
	"encoding/binary"
	"errors"
	"math"
)

var errCounts = errors.New("mesh: these are not the spike counts of the population")

// Encode returns a population's counts as bytes: for each neuron its spikes,
// samples and batches as unsigned varints; a neuron without a spike has its 0 only.
func (c *Counter) Encode(population int) []byte {
	var text []byte
	for _, n := range c.Neurons[population] {
		text = binary.AppendUvarint(text, uint64(n.Spikes))
		if n.Spikes > 0 {
			text = binary.AppendUvarint(text, uint64(n.Samples))
			text = binary.AppendUvarint(text, uint64(n.Batches))
		}
	}
	return text
}

// Decode sets a population's counts to those that Encode returned.
func (c *Counter) Decode(population int, text []byte) error {
	next := func(most uint64) uint64 {
		value, size := binary.Uvarint(text)
		if size <= 0 || value > most {
			text = nil
			return math.MaxUint64
		}
		text = text[size:]
		return value
	}
	counts := c.Neurons[population]
	for i := range counts {
		spikes := next(math.MaxInt64)
		if spikes == 0 {
			counts[i] = Counts{}
			continue
		}
		samples, batches := next(spikes), uint64(0)
		if samples <= math.MaxUint32 {
			batches = next(samples)
		}
		if spikes > math.MaxInt64 || samples-1 >= math.MaxUint32 || batches-1 >= samples {
			return errCounts
		}
		counts[i] = Counts{Spikes: int64(spikes), Samples: uint32(samples), Batches: uint32(batches)}
	}
	if len(text) > 0 {
		return errCounts
	}
	return nil
}
