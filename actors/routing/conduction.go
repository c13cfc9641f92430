package routing

import (
	"sfdfa-actors/internal/rng"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Conduction turns the spikes of other populations into what arrives at the neurons of one:
// a spike takes every projection that leads there, and arrives once through each. It is
// read-only and may be shared.
type Conduction struct {
	routes [][]route // by presynaptic population
	end    float64   // seconds: what would arrive later does not
}

// route is a projection as spikes see it.
type route struct {
	offset int32     // of its presynaptic neurons among all of the population
	delay  float64   // seconds, of all its spikes
	delays []float64 // by presynaptic neuron, beside it; or nil
	least  float64   // seconds: the lower bound of what the synapses' own delays add to it
}

// NewConduction returns the conduction to a population whose samples end at a time in seconds. Where synapses have delays
// of their own, those are the neurons' business, and so are constant ones beside them: only what all of them bring too late
// does not arrive.
func NewConduction(n *topology.Network, population int, end float64) *Conduction {
	c := &Conduction{routes: make([][]route, len(n.Sizes)), end: end}
	stream := rng.NewStream(0, rng.Key{}) // scratch
	for _, afferent := range n.Afferents(population) {
		r := route{offset: int32(afferent.Offset)}
		switch delay, constant := afferent.Delays.Constant(); {
		case constant && !n.HasSynapticDelays(population):
			r.delay = delay
		case !afferent.Delays.PerAxon:
			r.least = afferent.Delays.Least()
		default:
			r.delays = make([]float64, n.Sizes[afferent.From])
			for j := range r.delays {
				r.delays[j] = n.AxonDelay(afferent.Index, j, stream)
			}
		}
		c.routes[afferent.From] = append(c.routes[afferent.From], r)
	}
	return c
}

// IsPlain reports whether spikes of a population arrive as they were fired.
func (c *Conduction) IsPlain(from int) bool {
	routes := c.routes[from]
	return len(routes) == 1 && routes[0].offset == 0 && routes[0].delay == 0 && routes[0].delays == nil && routes[0].least == 0
}

// Append appends to dst what arrives of the spikes of a population, through one projection
// after the other, each in the order of the spikes. The source of an arrival is its presynaptic neuron as
// topology.Network.AppendPresynaptic counts, its time that of the arrival.
func (c *Conduction) Append(dst []messages.Spike, from int, spikes ...messages.Spike) []messages.Spike {
	for r := range c.routes[from] {
		route := &c.routes[from][r]
		for _, spike := range spikes {
			spike.Time += route.delay
			if route.delays != nil {
				spike.Time += route.delays[spike.Source]
			}
			if spike.Time+route.least > c.end {
				continue
			}
			spike.Source += route.offset
			dst = append(dst, spike)
		}
	}
	return dst
}
