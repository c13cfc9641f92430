package topology

import "sfdfa-actors/internal/rng"

// Partners are the presynaptic partners of a core's neurons.
type Partners struct {
	all  []int32 // neuron after neuron, each in ascending order
	ends []int   // ends[i] is where those of neuron i end
}

// NeuronPartners returns the partners of one neuron of the core, in ascending order; the
// position of a partner is the index of its synapse. The result is read-only.
func (p *Partners) NeuronPartners(neuron int) []int32 {
	start := 0
	if neuron > 0 {
		start = p.ends[neuron-1]
	}
	return p.all[start:p.ends[neuron]]
}

// Partners draws the presynaptic partners of a core's neurons.
func (n *Network) Partners(core Core) *Partners {
	return n.GroupPartners(core.Population, core.First, 1, core.Count)
}

// GroupPartners draws the presynaptic partners of count neurons of a population: first,
// first + step and so on. Where a projection has a PostsynapticRule that draws all of it,
// once for the group.
func (n *Network) GroupPartners(population, first, step, count int) *Partners {
	p := &Partners{ends: make([]int, count)}
	if degree, fixed := n.fixedInDegree(population); fixed {
		p.all = make([]int32, 0, count*degree) // exactly
	}
	stream := rng.NewStream(0, rng.Key{})
	transposed := n.transposed(population, first, step, count, stream)
	var own []int32
	for i := range count {
		own = n.appendPresynaptic(own[:0], population, first+i*step, i, transposed, stream)
		p.all = append(p.all, own...)
		p.ends[i] = len(p.all)
	}
	return p
}

// AppendPresynaptic appends the presynaptic partners of one neuron to dst, in
// ascending order, as PresynapticCount counts. The stream is scratch and may stand
// anywhere. For many neurons GroupPartners may be faster.
func (n *Network) AppendPresynaptic(dst []int32, population, neuron int, stream *rng.Stream) []int32 {
	return n.appendPresynaptic(dst, population, neuron, 0, n.transposed(population, neuron, 1, 1, stream), stream)
}

// appendPresynaptic appends the partners of a neuron, the i-th of those whose synapses
// have been transposed.
func (n *Network) appendPresynaptic(dst []int32, population, neuron, i int, transposed map[int][][]int32, stream *rng.Stream) []int32 {
	offset, position := 0, uint64(0)
	for k := range n.Projections {
		p := &n.Projections[k]
		if p.To != population {
			continue
		}
		start := len(dst)
		if rule, is := p.Rule.(PresynapticRule); is {
			stream.Reset(n.Seed, rng.Key{Purpose: rng.Connectivity, Population: population, Neuron: neuron, Sample: position})
			between := n.between(p)
			dst = rule.AppendPresynaptic(dst, between, neuron, stream)
			skip(dst[start:], between, neuron)
		} else {
			dst = append(dst, transposed[k][i]...)
		}
		if offset > 0 {
			for i := range dst[start:] {
				dst[start+i] += int32(offset)
			}
		}
		offset += n.Sizes[p.From]
		position++
	}
	return dst
}

// skip moves partners so that a neuron is none of its own, where that is asked for.
func skip(partners []int32, between Between, neuron int) {
	if !between.NoSelf {
		return
	}
	for i := range partners {
		if partners[i] >= int32(neuron) {
			partners[i]++
		}
	}
}

// transposed lists the presynaptic partners of some neurons by projection, for those projections
// whose rule goes by presynaptic neuron; nil if there are none.
func (n *Network) transposed(population, first, step, count int, stream *rng.Stream) map[int][][]int32 {
	var all map[int][][]int32
	position := uint64(0)
	for k := range n.Projections {
		p := &n.Projections[k]
		if p.To != population {
			continue
		}
		if rule, is := p.Rule.(PostsynapticRule); is {
			if all == nil {
				all = map[int][][]int32{}
			}
			all[k] = n.transpose(p, rule, position, first, step, count, stream)
		}
		position++
	}
	return all
}

// transpose draws the synapses of a projection from one presynaptic neuron after the other.
func (n *Network) transpose(p *Projection, rule PostsynapticRule, position uint64, first, step, count int, stream *rng.Stream) [][]int32 {
	partners := make([][]int32, count)
	between := n.between(p)
	var own []int32
	for j := range n.Sizes[p.From] {
		stream.Reset(n.Seed, rng.Key{Purpose: rng.Connectivity, Population: p.To, Neuron: j, Sample: position})
		own = rule.AppendPostsynaptic(own[:0], between, j, stream)
		skip(own, between, j)
		for _, neuron := range own {
			if at := int(neuron) - first; at >= 0 && at%step == 0 && at/step < count {
				partners[at/step] = append(partners[at/step], int32(j))
			}
		}
	}
	return partners
}
