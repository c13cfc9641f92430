package topology

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Synapse is one synapse inside a core.
type Synapse struct {
	Neuron int32 // index of the postsynaptic neuron in the core
	Index  int32 // index of the synapse in that neuron
}

// PackedSynapse is a synapse in four bytes, of which a large core holds many
// millions: the neuron in the upper bits, the index in as many of the lower ones
// as the core's largest neuron needs.
type PackedSynapse uint32

// Axons is a core's fan-out table: which of its synapses an arriving spike
// reaches, by presynaptic neuron. It is what a neuromorphic core stores behind
// its input axons. A core whose neurons have all presynaptic neurons as
// partners needs none.
type Axons struct {
	starts    []int32 // starts[j] is where the synapses of presynaptic neuron j start
	synapses  []PackedSynapse
	indexBits int
}

// Synapses returns the synapses that a spike of presynaptic neuron j reaches,
// in the order of the postsynaptic neurons. The result is read-only.
func (a *Axons) Synapses(j int32) []PackedSynapse {
	return a.synapses[a.starts[j]:a.starts[j+1]]
}

// Unpack returns one of the synapses of the core.
func (a *Axons) Unpack(s PackedSynapse) Synapse {
	return Synapse{Neuron: int32(s >> a.indexBits), Index: int32(s & (1<<a.indexBits - 1))}
}

// Count is the number of the core's synapses.
func (a *Axons) Count() int { return len(a.synapses) }

// NewAxons builds the fan-out table of a core from its neurons' partners, who
// are among the presynaptic neurons. It is an error if the core has too many
// neurons with too many synapses: the numbers of bits that count the ones and the
// others may add up to 32.
func NewAxons(p *Partners, presynaptic int) (*Axons, error) {
	most := 0
	for i := range p.ends {
		most = max(most, len(p.NeuronPartners(i)))
	}
	neuronBits, indexBits := bits.Len(uint(max(0, len(p.ends)-1))), bits.Len(uint(max(0, most-1)))
	if neuronBits+indexBits > 32 {
		return nil, fmt.Errorf("topology: a core has %d neurons with up to %d synapses, which need %d + %d bits of the 32 that name a synapse; fewer neurons per core need fewer",
			len(p.ends), most, neuronBits, indexBits)
	}
	starts := make([]int32, presynaptic+1)
	for _, j := range p.all {
		starts[j+1]++
	}
	for j := range presynaptic {
		starts[j+1] += starts[j]
	}
	synapses := make([]PackedSynapse, len(p.all))
	next := slices.Clone(starts)
	for neuron := range p.ends {
		for synapse, j := range p.NeuronPartners(neuron) {
			synapses[next[j]] = PackedSynapse(neuron)<<indexBits | PackedSynapse(synapse)
			next[j]++
		}
	}
	return &Axons{starts: starts, synapses: synapses, indexBits: indexBits}, nil
}

// Targets is a core's fan-out table without the synapses' places in their neurons, in half the memory, and with
// their weights if those of a presynaptic neuron differ.
type Targets struct {
	starts  []int32
	neurons []uint16
	weights []float32 // or nil
}

// MostTargets is the number of neurons of a core, at most, that has Targets.
const MostTargets = math.MaxUint16 + 1

// Targets returns the table of the core's postsynaptic neurons. weight gives the weight of a synapse, or is nil.
func (a *Axons) Targets(weight func(Synapse) float32) *Targets {
	t := &Targets{starts: a.starts, neurons: make([]uint16, len(a.synapses))}
	if weight != nil {
		t.weights = make([]float32, len(a.synapses))
	}
	for i, packed := range a.synapses {
		synapse := a.Unpack(packed)
		t.neurons[i] = uint16(synapse.Neuron)
		if weight != nil {
			t.weights[i] = weight(synapse)
		}
	}
	return t
}

// Row is where the synapses of a presynaptic neuron stand in Targets.
type Row struct{ start, end int32 }

// Len is the number of synapses.
func (r Row) Len() int { return int(r.end - r.start) }

// Row returns the row of presynaptic neuron j.
func (t *Targets) Row(j int32) Row { return Row{t.starts[j], t.starts[j+1]} }

// Neurons returns the neurons of the core that a spike reaches, in ascending order. The result is read-only.
func (t *Targets) Neurons(r Row) []uint16 { return t.neurons[r.start:r.end] }

// Weights returns the weights of the synapses in the order of Neurons, or none if the table has none. The result is
// read-only.
func (t *Targets) Weights(r Row) []float32 {
	if t.weights == nil {
		return nil
	}
	return t.weights[r.start:r.end]
}
