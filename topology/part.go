package topology

import "iter"

// Part is a run of consecutive neurons of one core.
type Part struct {
	First int // index of its first neuron in the core
	Count int // number of its neurons
}

// Parts cuts a core, in order, so that a part has no more than that number of synapses on
// average, or a single neuron: whoever looks at a large core part by part needs
// little memory for it.
func (n *Network) Parts(core Core, synapses int) iter.Seq[Part] {
	most := core.Count
	if degree := n.MeanInDegree(core.Population); degree*float64(most) > float64(synapses) {
		most = max(1, int(float64(synapses)/degree))
	}
	return func(yield func(Part) bool) {
		for first := 0; first < core.Count; first += most {
			if !yield(Part{First: first, Count: min(most, core.Count-first)}) {
				return
			}
		}
	}
}
