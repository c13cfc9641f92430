package reference

import (
	"fmt"

	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/internal/traffic"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// layer is one population with its neurons in order.
type layer struct {
	cores        []topology.Core
	distributors []*routing.Distributor // by core
	inputs       []*routing.Inputs      // by core, while a batch is under way
	neurons      []neuron.Neuron
	core         []int32             // position of each neuron's core in cores
	emissions    [][]neuron.Emission // by neuron
	spikes       []int64             // of each neuron, since the last report

	// Of a batch that is learned by back-propagation.
	adjoints [][]learning.Adjoint // by neuron
	arrivals [][]float64          // by sample: errors of the spikes that reached the layer
}

func newLayer(net *network.Network, cores []topology.Core) (*layer, error) {
	l := &layer{cores: cores, inputs: make([]*routing.Inputs, len(cores))}
	for i, core := range cores {
		neurons, distributor, err := net.BuildCore(core)
		if err != nil {
			return nil, fmt.Errorf("reference: building core %d: %w", core.ID, err)
		}
		l.neurons = append(l.neurons, neurons...)
		l.distributors = append(l.distributors, distributor)
		for range neurons {
			l.core = append(l.core, int32(i))
		}
	}
	l.emissions = make([][]neuron.Emission, len(l.neurons))
	l.spikes = make([]int64, len(l.neurons))
	return l, nil
}

// distribute builds the neurons' inputs of a batch.
func (l *layer) distribute(first uint64, samples [][]messages.Spike, tally *traffic.Tally) {
	for i, distributor := range l.distributors {
		l.inputs[i] = distributor.Distribute(first, samples)
		tally.SpikePackets += l.inputs[i].Packets
		tally.SynapticEvents += l.inputs[i].SynapticEvents
	}
}

func (l *layer) release() {
	for i, distributor := range l.distributors {
		distributor.Release(l.inputs[i])
	}
}

// present runs every neuron through the samples of the batch.
func (l *layer) present(w *workers, learn bool) {
	w.each(len(l.neurons), func(i int, scratch *neuron.Scratch) {
		core := l.core[i]
		l.emissions[i] = l.neurons[i].Present(l.emissions[i][:0], l.inputs[core].Of(i-l.cores[core].First), learn, scratch)
	})
}

// collect replaces the samples' spikes by those of this layer, in order of
// (time, source), and returns their number.
func (l *layer) collect(w *workers, samples [][]messages.Spike) (fired int64) {
	for s := range samples {
		samples[s] = samples[s][:0]
	}
	for i, emissions := range l.emissions {
		l.spikes[i] += int64(len(emissions))
		fired += int64(len(emissions))
		for k := range emissions {
			s := emissions[k].Sample
			samples[s] = append(samples[s], emissions[k].Spike(int32(i)))
		}
	}
	w.each(len(samples), func(s int, _ *neuron.Scratch) { routing.Sort(samples[s]) })
	return fired
}

// recordTo hands the layer's spikes to a recorder core by core, as the actors
// do.
func (l *layer) recordTo(record func(topology.Core, uint64, [][]messages.Spike), first uint64, samples [][]messages.Spike) {
	for _, core := range l.cores {
		own := make([][]messages.Spike, len(samples))
		for s, spikes := range samples {
			for _, spike := range spikes {
				if i := int(spike.Source) - core.First; i >= 0 && i < core.Count {
					own[s] = append(own[s], spike)
				}
			}
		}
		record(core, first, own)
	}
}

// learn lets every neuron learn from the broadcasts.
func (l *layer) learn(w *workers, broadcasts []messages.Broadcast, rates messages.Rates) error {
	return l.learnEach(w, func(i int, scratch *neuron.Scratch) error {
		return l.neurons[i].Learn(broadcasts, rates, scratch)
	})
}

// learnEach calls learn for every neuron and returns one of its errors.
func (l *layer) learnEach(w *workers, learn func(i int, scratch *neuron.Scratch) error) error {
	failures := make(chan error, 1)
	w.each(len(l.neurons), func(i int, scratch *neuron.Scratch) {
		if err := learn(i, scratch); err != nil {
			select {
			case failures <- err:
			default: // one is enough
			}
		}
	})
	select {
	case err := <-failures:
		return err
	default:
		return nil
	}
}

// report adds the neurons' activity to the tally and starts anew. It returns
// the number of silent neurons.
func (l *layer) report(tally *traffic.Tally) (silent int64) {
	for i, spikes := range l.spikes {
		if spikes == 0 {
			silent++
		}
		l.spikes[i] = 0
	}
	tally.Neurons += int64(len(l.spikes))
	tally.Silent += silent
	return silent
}
