package limits

import (
	"runtime"
	"runtime/metrics"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/learning"
	"sfdfa-actors/topology"
)

// Need is an estimate of the memory that a run holds at a time, without what the
// garbage collector has yet to free. docs/RELIABILITY.md compares it with what was
// measured.
type Need struct {
	Base     Size // data set and program, and room to write checkpoints
	Synapses Size // weights, moments, averages, fan-out tables
	Neurons  Size // actors and what they remember of a batch
	Spikes   Size // inputs of the samples under way
}

// Total is the sum of the parts.
func (n Need) Total() Size { return n.Base + n.Synapses + n.Neurons + n.Spikes }

// Sizes in bytes that the estimate is made of, besides those of spikes.
const (
	actorBytes  = 1300   // an actor: mailbox, process, context, shell, machine
	neuronBytes = 208    // a neuron by itself
	ownBytes    = 13_000 // a goroutine of an actor's own, whose stack has grown to 8 KiB
	coreBytes   = 3000   // a core by itself
	axonBytes   = 4      // a synapse in the fan-out table

	WritingBytes = 4 << 20 // to write a checkpoint, or the network
)

// Part is how many cores and neurons of each population there are, of all or of those on
// one machine.
type Part func(population int) (cores, neurons float64)

// Whole is the part that is all of a network.
func Whole(spec *network.Spec) Part {
	return func(population int) (cores, neurons float64) {
		return float64(spec.Topology.CoreCount(population, spec.NeuronsPerCore)), float64(spec.Topology.Sizes[population])
	}
}

// PartOf is the part of a network that some of its cores are.
func PartOf(spec *network.Spec, owns func(topology.Core) bool) Part {
	cores, neurons := make([]float64, len(spec.Topology.Sizes)), make([]float64, len(spec.Topology.Sizes))
	for core := range spec.Topology.EachCore(spec.NeuronsPerCore) {
		if owns(core) {
			cores[core.Population]++
			neurons[core.Population] += float64(core.Count)
		}
	}
	return func(population int) (float64, float64) { return cores[population], neurons[population] }
}

// Estimate says what a part of the config's network, run by procs CPU cores, will need, with what
// is in use now.
func Estimate(c *settings.Config, spec *network.Spec, f Flow, procs int, of Part) Need {
	net := &spec.Topology
	need := Need{Base: LiveMemory() + WritingBytes}
	width := synapseBytes(c.Precision, &spec.Learning)
	var synapses, neurons float64
	for population := 1; population < len(net.Sizes); population++ {
		cores, size := of(population)
		degree := net.MeanInDegree(population)
		synapses += size * degree * width
		neurons += size*neuronBytes + cores*coreBytes
		if population < net.Output() && spec.Learning.Rule.Feedback() != nil {
			neurons += size * 8 * float64(net.Sizes[net.Output()])
		}
		if c.Engine == "actors" {
			neurons += size * actorBytes
			if c.Scheduler == string(network.GoroutineScheduler) {
				neurons += size * ownBytes
			}
		}
		if !net.IsDense(population) {
			synapses += size*degree*axonBytes + cores*float64(net.PresynapticCount(population))*4
		}
	}
	need.Synapses, need.Neurons, need.Spikes = Size(synapses), Size(neurons), SpikesUnderWay(c, net, f, procs, of)
	return need
}

// synapseBytes is what a neuron keeps for each of its synapses.
func synapseBytes(precision string, settings *learning.Settings) float64 {
	numbers := 1.0
	if settings.Optimiser.HasMoments() {
		numbers += 2
	}
	if settings.AveragesWeights() {
		numbers++
	}
	if precision == string(neuron.Float64) {
		return 8 * numbers
	}
	return 4 * numbers
}

// LiveMemory is what the process needs now: what a collection of the heap leaves,
// and what lies outside the heap.
func LiveMemory() Size {
	runtime.GC()
	samples := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"},
		{Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/free:bytes"},
		{Name: "/memory/classes/heap/released:bytes"}, {Name: "/memory/classes/heap/unused:bytes"},
	}
	metrics.Read(samples)
	value := func(i int) uint64 { return samples[i].Value.Uint64() }
	return Size(value(0) + value(1) - value(2) - value(3) - value(4) - value(5))
}
