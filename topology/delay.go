package topology

import (
	"fmt"
	"slices"

	"sfdfa-actors/internal/rng"
)

// Delays are the times in seconds that spikes take through a projection. The zero value is
// no delay.
type Delays struct {
	Distribution      // nil is no delay
	PerAxon      bool // one draw for all synapses of a presynaptic neuron, not one for each
}

// Least is the lower bound of the delays.
func (d Delays) Least() float64 {
	if d.Distribution == nil {
		return 0
	}
	return d.Distribution.Least()
}

// Most is the upper bound of the delays.
func (d Delays) Most() float64 {
	if d.Distribution == nil {
		return 0
	}
	return d.Distribution.Most()
}

// Constant returns the delay, and reports whether all synapses have the same.
func (d Delays) Constant() (value float64, is bool) {
	if d.Distribution == nil {
		return 0, true
	}
	return d.Distribution.Constant()
}

// Validate checks that delays are finite and at least 0.
func (d Delays) Validate() error {
	if d.Distribution == nil {
		return nil
	}
	if err := d.Distribution.Validate(); err != nil {
		return fmt.Errorf("delays: %w", err)
	}
	if d.Least() < 0 {
		return fmt.Errorf("delays: topology: %s from %v s, must be at least 0", d.Name(), d.Least())
	}
	return nil
}

// HasSynapticDelays reports whether a projection into the population has delays that are drawn for each
// synapse, or learned by it.
func (n *Network) HasSynapticDelays(population int) bool {
	for k := range n.Projections {
		if p := &n.Projections[k]; p.To == population && p.KeepsDelays() && !p.Delays.PerAxon {
			return true
		}
	}
	return false
}

// KeepsDelays reports whether not all synapses of the projection have the same delay for ever: each has one of its
// own then, or each axon.
func (p *Projection) KeepsDelays() bool {
	_, constant := p.Delays.Constant()
	return !constant || p.LearnsDelays
}

// AppendDelays appends the delays in seconds of one neuron's synapses to dst, in their order.
// degrees[i] is the number of them that belong to the i-th projection into the population.
// Delays per axon are not the synapses': their place is 0, and AxonDelay has them. The
// stream is scratch and may stand anywhere.
func (n *Network) AppendDelays(dst []float64, population, neuron int, degrees []int, stream *rng.Stream) []float64 {
	position := 0
	for k := range n.Projections {
		p := &n.Projections[k]
		if p.To != population {
			continue
		}
		dst = p.appendDelays(dst, degrees[position], n.Seed, rng.Key{
			Purpose: rng.Delay, Population: population, Neuron: neuron, Sample: uint64(position),
		}, stream)
		position++
	}
	return dst
}

func (p *Projection) appendDelays(dst []float64, degree int, seed uint64, key rng.Key, stream *rng.Stream) []float64 {
	value, constant := p.Delays.Constant()
	if constant || p.Delays.PerAxon {
		if p.Delays.PerAxon {
			value = 0
		}
		for range degree {
			dst = append(dst, value)
		}
		return dst
	}
	if listed, is := p.Delays.Distribution.(*Listed); is {
		return append(dst, listed.OfNeuron(key.Neuron)...)
	}
	stream.Reset(seed, key)
	for range degree {
		dst = append(dst, p.Delays.Draw(stream))
	}
	return dst
}

// AxonDelay is the delay in seconds of all synapses that a neuron of the presynaptic population
// has through a projection with delays per axon, and 0 for others. The stream is scratch
// and may stand anywhere.
func (n *Network) AxonDelay(projection, presynaptic int, stream *rng.Stream) float64 {
	delays := &n.Projections[projection].Delays
	if !delays.PerAxon {
		return 0
	}
	if value, constant := delays.Constant(); constant {
		return value
	}
	stream.Reset(n.Seed, rng.Key{Purpose: rng.AxonDelay, Population: projection, Neuron: presynaptic})
	return delays.Draw(stream)
}

// AppendDegrees appends, for each projection into the population, how many of a neuron's
// presynaptic partners are its, to dst. The partners are in the order of AppendPresynaptic.
func (n *Network) AppendDegrees(dst []int, population int, partners []int32) []int {
	before, offset := 0, 0
	for k := range n.Projections {
		p := &n.Projections[k]
		if p.To != population {
			continue
		}
		offset += n.Sizes[p.From]
		end, _ := slices.BinarySearch(partners, int32(offset))
		dst = append(dst, end-before)
		before = end
	}
	return dst
}
