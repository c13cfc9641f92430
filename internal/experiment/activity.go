package experiment

import (
	"fmt"

	"sfdfa-actors/internal/checkpoint"
	"sfdfa-actors/internal/mesh"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/traffic"
	"sfdfa-actors/topology"
)

// activity knows how often each neuron has fired in the training samples of an
// epoch. An engine knows that for one assignment only, and an epoch may take
// several, on several engines.
type activity struct {
	counter *mesh.Counter
	cores   []topology.Core
	output  int
}

// watch makes an engine that is built on the network afterwards tell what fires.
func watch(net *network.Network) *activity {
	a := &activity{counter: mesh.NewCounter(net), cores: net.Cores, output: net.Topology.Output()}
	net.Record = a.counter.Record
	return a
}

// fired tells whether a neuron of a core has fired.
func (a *activity) fired(core topology.Core, index int) bool {
	return a.counter.Neurons[core.Population][core.First+index].Spikes > 0
}

// count puts the epoch's silent neurons into a tally.
func (a *activity) count(tally *traffic.Tally) {
	tally.Silent, tally.SilentOutputs, tally.Neurons = 0, 0, 0
	for _, core := range a.cores {
		for i := range core.Count {
			tally.Neurons++
			if a.fired(core, i) {
				continue
			}
			tally.Silent++
			if core.Population == a.output {
				tally.SilentOutputs++
			}
		}
	}
}

// share is the share of the pairs of a hidden or output neuron and one of so many
// samples in which the neuron fired.
func (a *activity) share(samples int64) float64 {
	var active, neurons int64
	for _, counts := range a.counter.Neurons[1:] {
		neurons += int64(len(counts))
		for i := range counts {
			active += int64(counts[i].Samples)
		}
	}
	if samples == 0 {
		return 0
	}
	return float64(active) / float64(neurons*samples)
}

// countsText is the name of the text in a checkpoint that has a population's
// spike counts.
func countsText(population int) string { return fmt.Sprintf("fired.%d", population) }

func (a *activity) save(w *checkpoint.Writer) error {
	for population := range a.counter.Neurons {
		if err := w.Text(countsText(population), a.counter.Encode(population)); err != nil {
			return err
		}
	}
	return nil
}

func (a *activity) restore(file *checkpoint.File) error {
	for population := range a.counter.Neurons {
		if err := a.counter.Decode(population, file.Text(countsText(population))); err != nil {
			return fmt.Errorf("checkpoint %s can't be used: its spike counts of population %d: %w", file.Path, population, err)
		}
	}
	return nil
}
