package limits

import (
	"sfdfa-actors/actors"
	"sfdfa-actors/actors/system"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Sizes in bytes of spikes, each in one sample.
const (
	touchBytes    = 8   // one that reaches a synapse of a sparse core
	inputBytes    = 16  // what a sparse core keeps for each neuron, whatever it gets
	gatheredBytes = 24  // one that a core gathers from several
	arrivalBytes  = 46  // what a core makes of one for its neurons
	spikeBytes    = 160 // one that a neuron remembers and sends on
	singleBytes   = 90  // one that travels to a neuron alone
)

// hiddenRate is what the estimate takes for the spikes of a hidden neuron in a
// sample: before a network is built nobody knows.
const hiddenRate = 0.3

// Flow is what passes through a network at a time.
type Flow struct {
	Batch     float64 // samples that are learned from together, at most
	Training  float64 // samples whose spikes are in the network in training, at most
	Testing   float64 // the same in tests
	InputRate float64 // spikes of an input neuron in a sample
}

// FlowOf is the flow of a run of the config.
func FlowOf(c *settings.Config, inputs int, parts network.Parts) Flow {
	train := parts[messages.Train]
	f := Flow{InputRate: inputRate(inputs, train)}
	epoch := train.Len() / c.Epochs
	f.Batch, f.Training = float64(min(c.Batch, epoch)), float64(min(actors.BatchesUnderWay*c.Batch, epoch))
	for part, split := range parts {
		if part != messages.Train {
			f.Testing = max(f.Testing, float64(min(BatchesInFlight*c.Batch, split.Len())))
		}
	}
	return f
}

// phase is training or testing, as far as memory goes.
type phase struct {
	samples float64 // whose spikes are in the network
	split   float64 // of these, those that sparse cores have shared out among their neurons
	turns   bool    // large cores do that in turns, and are done with it when their neurons have fired
}

// phases are those of a run. Before a batch is learned from, no sparse core shares out the next; the
// plain loop has no next one.
func (f Flow) phases(c *settings.Config) []phase {
	isActors := c.Engine == "actors"
	training := phase{samples: f.Batch, split: f.Batch}
	if isActors {
		training.samples = f.Training
	}
	return []phase{training, {samples: f.Testing, split: f.Testing, turns: isActors}}
}

// SpikesUnderWay is the memory of the spikes in a part of a network that procs CPU cores run, in
// the phase that has most.
func SpikesUnderWay(c *settings.Config, net *topology.Network, f Flow, procs int, of Part) (most Size) {
	for _, p := range f.phases(c) {
		spikes, rate := 0.0, f.InputRate
		for population := 1; population < len(net.Sizes); population++ {
			spikes += p.arriving(c, net, population, rate, procs, of)
			rate = hiddenRate
			_, size := of(population)
			spikes += size * rate * p.samples * spikeBytes
		}
		most = max(most, Size(spikes))
	}
	return most
}

// arriving is the memory of the spikes that reach a population, of which each presynaptic neuron
// fires rate times a sample.
func (p phase) arriving(c *settings.Config, net *topology.Network, population int, rate float64, procs int, of Part) (bytes float64) {
	cores, size := of(population)
	degree, reaching := net.MeanInDegree(population), float64(net.Sizes[population-1])*rate*cores
	if population > 1 && net.CoreCount(population-1, c.NeuronsPerCore) > 1 { // the input sends all at once
		bytes += p.samples * reaching * gatheredBytes
	}
	samples := p.samples
	if !net.IsDense(population) {
		samples = p.split * p.share(procs, cores, size)
		bytes += samples * size * (inputBytes + rate*degree*touchBytes)
	}
	bytes += samples * reaching * arrivalBytes
	if c.Engine == "actors" && c.Transport == string(actors.SpikeTransport) {
		bytes += p.samples * rate * degree * size * singleBytes
	}
	return bytes
}

// share is the share of a sparse population's cores that have shared out spikes at a time: where they
// take turns, one for each CPU core, and two whose neurons are not yet done.
func (p phase) share(procs int, cores, neurons float64) float64 {
	if !p.turns || cores == 0 || neurons/cores <= system.LargeCore {
		return 1
	}
	return min(1, float64(procs+2)/cores)
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
