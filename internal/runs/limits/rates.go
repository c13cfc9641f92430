package limits

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/datasets"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
	"slices"
)

// Bounds of what firing rates are measured on: samples, and neurons of a population and
// their synapses.
const (
	probedSamples  = 8
	probedNeurons  = 256
	probedSynapses = 1 << 18
)

// firingRates are the mean numbers of spikes of a neuron in a sample before training, by
// population with the input first. Neurons of a population are drawn alike, so the first
// of them stand for all.
func firingRates(net *network.Network, split datasets.Split) ([]float64, error) {
	samples := make([][]messages.Spike, min(probedSamples, split.Len()))
	inputs := make([][]messages.Spike, net.Inputs()) // by neuron
	rates := make([]float64, len(net.Populations))
	var spikes []messages.Spike
	for sample := range samples {
		spikes = net.AppendInput(spikes[:0], split, sample)
		rates[0] += float64(len(spikes))
		for _, spike := range spikes {
			spike.Sample = int32(sample)
			inputs[spike.Source] = append(inputs[spike.Source], spike)
		}
	}
	rates[0] /= float64(len(samples) * net.Inputs())
	fired := make([][][]messages.Spike, len(rates)) // by population; nil where nobody knows yet
	fired[0] = inputs
	for _, population := range slices.Concat(net.Topology.Components()...) {
		if net.Populations[population] == nil {
			continue
		}
		own, err := present(net, population, fired, samples)
		if err != nil {
			return nil, err
		}
		for _, spikes := range own {
			rates[population] += float64(len(spikes))
		}
		rates[population] /= float64(len(samples) * len(own))
		fired[population] = own
	}
	return rates, nil
}

// present returns what the first neurons of a population fire, by neuron, where fired is
// what the first neurons of others have fired. samples is working memory.
func present(net *network.Network, population int, fired [][][]messages.Spike, samples [][]messages.Spike) ([][]messages.Spike, error) {
	count := max(1, int(probedSynapses/max(1, net.Topology.MeanInDegree(population))))
	core := topology.Core{Population: population, Count: min(count, probedNeurons, net.Topology.Sizes[population])}
	neurons, distributor, err := net.BuildCore(core, nil, &routing.FreeList{})
	if err != nil {
		return nil, err
	}
	for sample := range samples {
		samples[sample] = samples[sample][:0]
	}
	for _, afferent := range net.Topology.Afferents(population) {
		if len(fired[afferent.From]) > 0 {
			repeat(fired[afferent.From], &afferent, net.Topology.Sizes[afferent.From], distributor, samples)
		}
	}
	for _, spikes := range samples {
		messages.SortSpikes(spikes)
	}
	inputs, scratch := distributor.Distribute(0, samples), neuron.NewScratch()
	own := make([][]messages.Spike, len(neurons))
	for i, n := range neurons {
		if own[i], err = n.Present(nil, inputs.NeuronPresentations(i), false, scratch); err != nil {
			return nil, err
		}
	}
	return own, nil
}

// repeat lets all presynaptic neurons of a projection fire, by sample, what some have fired, by neuron,
// over and over, but for those that do not reach the distributor's core.
func repeat(fired [][]messages.Spike, afferent *topology.Afferent, neurons int, distributor *routing.Distributor, samples [][]messages.Spike) {
	for source := range int32(neurons) {
		arrives := source + int32(afferent.Offset)
		if !distributor.Reaches(arrives) {
			continue
		}
		for _, spike := range fired[int(source)%len(fired)] {
			samples[spike.Sample] = append(samples[spike.Sample], messages.Spike{Time: spike.Time + afferent.Delays.Least(), Source: arrives})
		}
	}
}
