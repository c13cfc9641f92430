package reference

import (
	"fmt"

	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// layer is one population with its neurons in order.
type layer struct {
	population   int
	cores        []topology.Core
	distributors []*routing.Distributor // by core
	inputs       []*routing.Inputs      // by core, while a batch is under way
	neurons      []neuron.Neuron
	core         []int32            // position of each neuron's core in cores
	spikes       [][]messages.Spike // by neuron
	activity     *network.ActivityCounter
	free         routing.FreeList // of the inputs

	// Of a batch that is learned by back-propagation.
	adjoints [][]model.Adjoint // by neuron
	arrivals [][]float64       // by sample: errors of the spikes that reached the layer
}

func newLayer(net *network.Network, initial network.Initial, cores []topology.Core) (*layer, error) {
	l := &layer{population: cores[0].Population, cores: cores, inputs: make([]*routing.Inputs, len(cores))}
	for i, core := range cores {
		neurons, distributor, err := net.BuildCore(core, initial, &l.free)
		if err != nil {
			return nil, fmt.Errorf("reference: building core %d: %w", core.ID, err)
		}
		l.neurons = append(l.neurons, neurons...)
		l.distributors = append(l.distributors, distributor)
		for range neurons {
			l.core = append(l.core, int32(i))
		}
	}
	l.spikes = make([][]messages.Spike, len(l.neurons))
	l.activity = network.NewActivityCounter(0, len(l.neurons), net.Neurons[l.population-1].SpikeCap)
	return l, nil
}

// distribute builds the neurons' inputs of a batch.
func (l *layer) distribute(first uint64, samples [][]messages.Spike, tally *messages.Tally) {
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

// eachNeuron calls turn for every neuron in a batch.
func (l *layer) eachNeuron(w *workers, batch messages.Batch, turn func(i int, scratch *neuron.Scratch) error) error {
	return w.each(len(l.neurons), loop{turn: turn, what: func(i int) string {
		return fmt.Sprintf("neuron %d of population %d on %s", i, l.population, samplesOf(batch))
	}})
}

// present runs every neuron through the samples of the batch.
func (l *layer) present(w *workers, batch messages.Batch) error {
	return l.eachNeuron(w, batch, func(i int, scratch *neuron.Scratch) (err error) {
		core := l.core[i]
		l.spikes[i], err = l.neurons[i].Present(l.spikes[i][:0], l.inputs[core].NeuronPresentations(i-l.cores[core].First), batch.Learn, scratch)
		return err
	})
}

// collect replaces the samples' spikes by those of this layer, in order of
// (time, source), and returns their number.
func (l *layer) collect(w *workers, batch messages.Batch, samples [][]messages.Spike) (fired int64, err error) {
	for s := range samples {
		samples[s] = samples[s][:0]
	}
	for _, spikes := range l.spikes {
		fired += int64(len(spikes))
		for _, spike := range spikes {
			s := spike.Sample
			spike.Sample = 0
			samples[s] = append(samples[s], spike)
		}
	}
	err = w.each(len(samples), loop{
		turn: func(s int, _ *neuron.Scratch) error { messages.SortSpikes(samples[s]); return nil },
		what: func(s int) string { return fmt.Sprintf("sample %d", batch.First+uint64(s)) },
	})
	if err == nil {
		l.activity.Count(batch, batch.First, samples)
	}
	return fired, err
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
func (l *layer) learn(w *workers, batch messages.Batch, broadcasts []messages.ErrorBroadcast) error {
	return l.eachNeuron(w, batch, func(i int, scratch *neuron.Scratch) error {
		return l.neurons[i].Learn(broadcasts, batch.Rates, scratch)
	})
}

// report adds the number of silent neurons to the tally, and returns how active all
// were since the last report.
func (l *layer) report(tally *messages.Tally) []messages.Activity {
	activity := l.activity.TakeActivity()
	tally.SilentOutputs = messages.CountSilent(activity) // the output comes last
	tally.Neurons += int64(len(activity))
	tally.Silent += tally.SilentOutputs
	return activity
}
