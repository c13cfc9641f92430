package calibration

import (
	"slices"
	"sync"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/routing"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// mostMeasured bounds the neurons of a population that a threshold is measured on, the first ones.
const mostMeasured = 4096

// Bounds on the neurons that are built at a time.
const (
	smallestChunk = 128
	largestChunk  = 4096
)

// visitor looks at some neurons of a population, and at what reaches them.
type visitor func(chunk int, neurons []neuron.Neuron, inputs *routing.Inputs, scratch *neuron.Scratch) error

// visit builds the first neurons of a population, as many as are asked for, and presents samples of presynaptic spikes to
// them, chunk by chunk on several CPU cores. It returns the number of chunks that there are.
func visit(net *network.Network, population, neurons, workers int, samples [][]messages.Spike, look func(chunks int) visitor) error {
	size := min(largestChunk, max(smallestChunk, (neurons+workers-1)/workers))
	chunks := (neurons + size - 1) / size
	turn := look(chunks)
	var once sync.Once
	var failure error
	parallel.Do(min(workers, chunks), func(worker int) {
		scratch, free := neuron.NewScratch(), &routing.FreeList{}
		for chunk := worker; chunk < chunks; chunk += workers {
			core := topology.Core{Population: population, First: chunk * size, Count: min(size, neurons-chunk*size)}
			if err := visitCore(net, core, free, samples, chunk, turn, scratch); err != nil {
				once.Do(func() { failure = err })
				return
			}
		}
	})
	return failure
}

func visitCore(net *network.Network, core topology.Core, free *routing.FreeList, samples [][]messages.Spike, chunk int, turn visitor, scratch *neuron.Scratch) error {
	built, distributor, err := net.BuildCore(core, nil, free)
	if err != nil {
		return err
	}
	inputs := distributor.Distribute(0, samples)
	defer distributor.Release(inputs)
	return turn(chunk, built, inputs, scratch)
}

// peaks are, in ascending order, the largest thresholds at which the first neurons of a population fire in the samples,
// each neuron in each sample.
func peaks(net *network.Network, population, neurons, workers int, samples [][]messages.Spike) ([]float64, error) {
	var found [][]float64
	err := visit(net, population, neurons, workers, samples, func(chunks int) visitor {
		found = make([][]float64, chunks)
		return func(chunk int, neurons []neuron.Neuron, inputs *routing.Inputs, _ *neuron.Scratch) error {
			for i, n := range neurons {
				found[chunk] = n.(neuron.Probed).AppendPeaks(found[chunk], inputs.NeuronPresentations(i))
			}
			return nil
		}
	})
	all := slices.Concat(found...)
	slices.Sort(all)
	return all, err
}

// counts are the spikes that the first neurons of a population fire in the samples, one row a neuron.
func counts(net *network.Network, population, neurons, workers int, samples [][]messages.Spike) ([][]int, error) {
	var found [][][]int
	err := visit(net, population, neurons, workers, samples, func(chunks int) visitor {
		found = make([][][]int, chunks)
		model := net.Populations[population].Model
		return func(chunk int, neurons []neuron.Neuron, inputs *routing.Inputs, scratch *neuron.Scratch) error {
			for i, n := range neurons {
				found[chunk] = append(found[chunk], n.(neuron.Probed).AppendCounts(nil, model, inputs.NeuronPresentations(i), scratch))
			}
			return nil
		}
	})
	return slices.Concat(found...), err
}

// fire returns what all neurons of a population fire in the samples, each sample's spikes by (time, source).
func fire(net *network.Network, population, workers int, samples [][]messages.Spike) ([][]messages.Spike, error) {
	var found [][]messages.Spike
	err := visit(net, population, net.Topology.Sizes[population], workers, samples, func(chunks int) visitor {
		found = make([][]messages.Spike, chunks)
		return func(chunk int, neurons []neuron.Neuron, inputs *routing.Inputs, scratch *neuron.Scratch) (err error) {
			for i, n := range neurons {
				if found[chunk], err = n.Present(found[chunk], inputs.NeuronPresentations(i), false, scratch); err != nil {
					return err
				}
			}
			return nil
		}
	})
	if err != nil {
		return nil, err
	}
	return bySample(found, len(samples)), nil
}

// bySample parts the spikes of chunks by sample, each sample's by (time, source). It takes them: of a large population
// there is not room for all twice.
func bySample(found [][]messages.Spike, samples int) [][]messages.Spike {
	sizes := make([]int, samples)
	for _, spikes := range found {
		for i := range spikes {
			sizes[spikes[i].Sample]++
		}
	}
	fired := make([][]messages.Spike, samples)
	for sample, size := range sizes {
		fired[sample] = make([]messages.Spike, 0, size)
	}
	for chunk, spikes := range found {
		for _, spike := range spikes {
			sample := spike.Sample
			spike.Sample = 0
			fired[sample] = append(fired[sample], spike)
		}
		found[chunk] = nil
	}
	for _, spikes := range fired {
		messages.SortSpikes(spikes)
	}
	return fired
}
