package reference

import (
	"fmt"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/actors/neuron/model"
	"sfdfa-actors/actors/routing"
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
	late         []int32            // likewise: arrivals that come too late for the sample
	afferents    []int              // populations with projections to it, each once
	conduction   *routing.Conduction
	arriving     [][]messages.Spike // by sample, if more than one projection leads here
	turn         [][]messages.Spike // fired in a window of such a stage, by sample
	line         routing.DelayLine  // in a stage with a cycle
	activity     *network.ActivityCounter
	free         routing.FreeList // of the inputs

	// Of a batch that is learned by back-propagation.
	adjoints [][]model.Adjoint // by neuron
	arrivals [][]float64       // by sample: errors of the spikes that reached the layer
}

func newLayer(net *network.Network, setup *network.Setup, cores []topology.Core) (*layer, error) {
	l := &layer{population: cores[0].Population, cores: cores, inputs: make([]*routing.Inputs, len(cores))}
	l.conduction = routing.NewConduction(&net.Topology, l.population, net.Populations[l.population].Model.End())
	for from := range net.Topology.Sizes {
		if slices.Contains(net.Topology.Efferents(from), l.population) {
			l.afferents = append(l.afferents, from)
		}
	}
	for i, core := range cores {
		build := net.BuildCore
		if setup.Endless {
			build = net.BuildFreeCore
		}
		neurons, distributor, err := build(core, setup.Initial, &l.free)
		if err != nil {
			return nil, fmt.Errorf("reference: building core %d: %w", core.ID, err)
		}
		l.neurons = append(l.neurons, neurons...)
		l.distributors = append(l.distributors, distributor)
		for range neurons {
			l.core = append(l.core, int32(i))
		}
	}
	l.spikes, l.late = make([][]messages.Spike, len(l.neurons)), make([]int32, len(l.neurons))
	l.activity = network.NewActivityCounter(0, len(l.neurons), net.Neurons[l.population-1].SpikeCap)
	return l, nil
}

// distribute builds the neurons' inputs of a batch.
func (l *layer) distribute(first uint64, samples [][]messages.Spike) {
	for i, distributor := range l.distributors {
		l.inputs[i] = distributor.Distribute(first, samples)
	}
}

// gather returns what arrives of the spikes of other populations, by sample, in order of (time, source). Those that
// take part in the layer's stage, if it has a cycle, are left out.
func (l *layer) gather(fired [][][]messages.Spike, stage *network.Stage) [][]messages.Spike {
	if len(l.afferents) == 1 && stage == nil && l.conduction.IsPlain(l.afferents[0]) {
		return fired[l.afferents[0]]
	}
	l.arriving = neuron.Resized(l.arriving, len(fired[0]))
	for s := range l.arriving {
		arriving := l.arriving[s][:0]
		for _, from := range l.afferents {
			if stage == nil || !slices.Contains(stage.Populations, from) {
				arriving = l.conduction.Append(arriving, from, fired[from][s]...)
			}
		}
		messages.SortSpikes(arriving)
		l.arriving[s] = arriving
	}
	return l.arriving
}

func (l *layer) release() {
	for i, distributor := range l.distributors {
		if l.inputs[i] != nil {
			distributor.Release(l.inputs[i])
			l.inputs[i] = nil
		}
	}
}

// eachNeuron calls turn for every neuron in a batch.
func (l *layer) eachNeuron(w *workers, batch messages.Batch, turn func(i int, scratch *neuron.Scratch) error) error {
	return w.each(len(l.neurons), loop{turn: turn, what: func(i int) string {
		return fmt.Sprintf("neuron %d of population %d on %s", i, l.population, samplesOf(batch))
	}})
}

// present runs every neuron through the samples of the batch, or through a window of them.
func (l *layer) present(w *workers, batch messages.Batch, window *messages.Window) error {
	return l.eachNeuron(w, batch, func(i int, scratch *neuron.Scratch) (err error) {
		core := l.core[i]
		presentations := l.inputs[core].NeuronPresentations(i - l.cores[core].First)
		presentations.Late = &l.late[i]
		if window != nil {
			l.spikes[i], _, err = l.neurons[i].PresentWindow(l.spikes[i][:0], presentations, window, batch.Learn, scratch)
			return err
		}
		l.spikes[i], err = l.neurons[i].Present(l.spikes[i][:0], presentations, batch.Learn, scratch)
		return err
	})
}

// addWindow takes the neurons of an endless sample through a window that starts at a time in seconds: each core those that rest, and
// then the others one by one.
func (l *layer) addWindow(w *workers, batch messages.Batch, arrivals []messages.Spike, start float64, window *messages.Window) error {
	turn := func(c int, scratch *neuron.Scratch) (err error) {
		in := l.distributors[c].AddWindow(arrivals, start, window.Until)
		l.inputs[c] = in
		for _, index := range in.Awake() {
			i := l.cores[c].First + int(index)
			if l.spikes[i], _, err = l.neurons[i].PresentWindow(l.spikes[i], in.NeuronPresentations(int(index)), window, false, scratch); err != nil {
				return err
			}
		}
		return nil
	}
	return w.each(len(l.cores), loop{turn: turn, what: func(c int) string {
		return fmt.Sprintf("core %d of population %d on %s", l.cores[c].ID, l.population, samplesOf(batch))
	}})
}

// tally adds what reached the neurons of the layer to a tally, once they have taken it.
func (l *layer) tally(tally *messages.Tally) {
	for _, in := range l.inputs {
		tally.SpikePackets += in.Packets
		tally.SynapticEvents += in.SynapticEvents
	}
	for i, late := range l.late {
		tally.SynapticEvents -= int64(late)
		l.late[i] = 0
	}
}

// collect replaces the samples' spikes by what the neurons have just fired, in order of (time, source).
func (l *layer) collect(w *workers, batch messages.Batch, samples [][]messages.Spike) error {
	for s := range samples {
		samples[s] = samples[s][:0]
	}
	for i, spikes := range l.spikes {
		for _, spike := range spikes {
			s := spike.Sample
			spike.Sample = 0
			samples[s] = append(samples[s], spike)
		}
		l.spikes[i] = spikes[:0]
	}
	return w.each(len(samples), loop{
		turn: func(s int, _ *neuron.Scratch) error { messages.SortSpikes(samples[s]); return nil },
		what: func(s int) string { return fmt.Sprintf("sample %d", batch.First+uint64(s)) },
	})
}

// count counts what the layer has fired in the samples of a batch, and returns the number of spikes.
func (l *layer) count(batch messages.Batch, samples [][]messages.Spike) (fired int64) {
	l.activity.Count(batch, batch.First, samples)
	for _, spikes := range samples {
		fired += int64(len(spikes))
	}
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
