package limits

import (
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
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
	fired := make([][]messages.Spike, net.Inputs()) // by neuron
	rates := make([]float64, len(net.Populations))
	var spikes []messages.Spike
	for sample := range samples {
		spikes = net.AppendInput(spikes[:0], split, sample)
		rates[0] += float64(len(spikes))
		for _, spike := range spikes {
			spike.Sample = int32(sample)
			fired[spike.Source] = append(fired[spike.Source], spike)
		}
	}
	rates[0] /= float64(len(samples) * net.Inputs())
	for population := 1; population < len(rates); population++ {
		var err error
		if fired, err = present(net, population, fired, samples); err != nil {
			return nil, err
		}
		for _, spikes := range fired {
			rates[population] += float64(len(spikes))
		}
		rates[population] /= float64(len(samples) * len(fired))
	}
	return rates, nil
}

// present returns what the first neurons of a population fire, by neuron, where fired is
// what the first neurons of the one before have fired. samples is working memory.
func present(net *network.Network, population int, fired, samples [][]messages.Spike) ([][]messages.Spike, error) {
	count := max(1, int(probedSynapses/max(1, net.Topology.MeanInDegree(population))))
	core := topology.Core{Population: population, Count: min(count, probedNeurons, net.Topology.Sizes[population])}
	neurons, distributor, err := net.BuildCore(core, nil, &routing.FreeList{})
	if err != nil {
		return nil, err
	}
	repeat(fired, net.Topology.Sizes[population-1], distributor, samples)
	inputs, scratch := distributor.Distribute(0, samples), neuron.NewScratch()
	fired = make([][]messages.Spike, len(neurons))
	for i, n := range neurons {
		if fired[i], err = n.Present(nil, inputs.NeuronPresentations(i), false, scratch); err != nil {
			return nil, err
		}
	}
	return fired, nil
}

// repeat lets all neurons of a population fire, by sample, what some have fired, by neuron,
// over and over, but for those that do not reach the distributor's core.
func repeat(fired [][]messages.Spike, neurons int, distributor *routing.Distributor, samples [][]messages.Spike) {
	for sample := range samples {
		samples[sample] = samples[sample][:0]
	}
	for source := range int32(neurons) {
		if !distributor.Reaches(source) {
			continue
		}
		for _, spike := range fired[int(source)%len(fired)] {
			samples[spike.Sample] = append(samples[spike.Sample], messages.Spike{Time: spike.Time, Source: source})
		}
	}
	for _, spikes := range samples {
		messages.SortSpikes(spikes)
	}
}
