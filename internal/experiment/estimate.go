package experiment

import (
	"runtime"
	"runtime/metrics"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
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

// Sizes in bytes that the estimate is made of.
const (
	actorBytes   = 1000 // an actor: mailbox, process, context, shell, machine
	neuronBytes  = 200  // a neuron by itself
	coreBytes    = 3000 // a core by itself
	axonBytes    = 4    // a synapse in the fan-out table
	touchBytes   = 8    // a spike that reaches a synapse of a sparse core, in a sample
	inputBytes   = 16   // what a sparse core keeps for each neuron and sample
	arrivalBytes = 70   // a spike that reaches a core, in a sample
	spikeBytes   = 160  // a spike that a neuron remembers and sends on, in a sample
	singleBytes  = 90   // a spike that travels to a neuron alone

	writingBytes = 8 << 20 // to write a checkpoint, or the network
)

// hiddenRate is what the estimate takes for the spikes of a hidden neuron in a
// sample: before a network is built nobody knows.
const hiddenRate = 0.3

// flow is what passes through a network at a time.
type flow struct {
	Samples   float64 // whose spikes are in the network, at most
	InputRate float64 // spikes of an input neuron in a sample
}

// flow is that of a run of the config.
func (c *Config) flow(inputs int, parts protocol.Parts) flow {
	return flow{samplesUnderWay(c, parts), inputRate(inputs, parts[messages.Train])}
}

// part is how many cores and neurons of each population there are, of all or of those on
// one machine.
type part func(population int) (cores, neurons float64)

// wholeOf is the part that is all of a network.
func wholeOf(spec *network.Spec) part {
	return func(population int) (cores, neurons float64) {
		return float64(spec.Topology.CoreCount(population, spec.NeuronsPerCore)), float64(spec.Topology.Sizes[population])
	}
}

// partOf is the part of a network that some cores are.
func partOf(net *topology.Network, all []topology.Core, owns func(topology.Core) bool) part {
	cores, neurons := make([]float64, len(net.Sizes)), make([]float64, len(net.Sizes))
	for _, core := range all {
		if owns(core) {
			cores[core.Population]++
			neurons[core.Population] += float64(core.Count)
		}
	}
	return func(population int) (float64, float64) { return cores[population], neurons[population] }
}

// estimate says what a part of the config's network will need, with what is in use now.
func estimate(c *Config, spec *network.Spec, f flow, of part) Need {
	samples, rate := f.Samples, f.InputRate
	net := &spec.Topology
	need := Need{Base: liveMemory() + writingBytes}
	width := synapseBytes(c.Precision, &spec.Learning)
	var synapses, neurons, spikes float64
	for population := 1; population < len(net.Sizes); population++ {
		cores, size := of(population)
		degree, presynaptic := net.MeanInDegree(population), float64(net.Sizes[population-1])
		synapses += size * degree * width
		neurons += size*neuronBytes + cores*coreBytes
		if population < net.Output() && spec.Learning.Rule.ProjectsError {
			neurons += size * 8 * float64(net.Sizes[net.Output()])
		}
		if c.Engine == "actors" {
			neurons += size * actorBytes
		}
		arrivals := presynaptic * rate * samples
		spikes += arrivals * cores * arrivalBytes
		if !net.IsDense(population) {
			synapses += size*degree*axonBytes + cores*presynaptic*4
			spikes += samples*size*inputBytes + arrivals/presynaptic*degree*size*touchBytes
		}
		if c.Engine == "actors" && c.Transport == string(protocol.SpikeTransport) {
			spikes += arrivals / presynaptic * degree * size * singleBytes
		}
		rate = hiddenRate
		spikes += size * rate * samples * spikeBytes
	}
	need.Synapses, need.Neurons, need.Spikes = Size(synapses), Size(neurons), Size(spikes)
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

// samplesUnderWay is the largest number of samples whose spikes are in the network
// at a time.
func samplesUnderWay(c *Config, parts protocol.Parts) float64 {
	most := min(2*c.Batch, parts[messages.Train].Len()/c.Epochs)
	for part, split := range parts {
		if part != messages.Train {
			most = max(most, min(batchesInFlight*c.Batch, split.Len()))
		}
	}
	return float64(most)
}

// sampled is the number of samples that the rate of the input is measured on.
const sampled = 32

// inputRate is the mean number of spikes of an input neuron in a sample.
func inputRate(inputs int, split datasets.Split) float64 {
	count, total := min(sampled, split.Len()), 0
	var spikes []messages.Spike
	for i := range count {
		spikes = split.AppendSpikes(spikes[:0], i)
		total += len(spikes)
	}
	return float64(total) / float64(count) / float64(inputs)
}

// liveMemory is what the process needs now: what a collection of the heap leaves,
// and what lies outside the heap.
func liveMemory() Size {
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
