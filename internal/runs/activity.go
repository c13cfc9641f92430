package runs

import (
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/internal/runs/checkpoint"
	"sfdfa-actors/messages"
)

// activity knows how often each neuron has fired in the training samples of an
// epoch. An engine knows that for one assignment only, and an epoch may take
// several, on several engines.
type activity struct {
	neurons messages.Activities
	output  int
}

func newActivity(net *network.Network) *activity {
	return &activity{neurons: messages.NewActivities(net.Topology.Sizes), output: net.Topology.Output()}
}

// count puts the epoch's silent neurons into a tally.
func (a *activity) count(tally *messages.Tally) {
	tally.Silent, tally.SilentOutputs, tally.Neurons, tally.Capped = 0, messages.CountSilent(a.neurons[a.output]), 0, 0
	for _, neurons := range a.neurons[1:] {
		tally.Neurons += int64(len(neurons))
		tally.Silent += messages.CountSilent(neurons)
		tally.Capped += messages.CountCapped(neurons)
	}
}

// share is the share of the pairs of a hidden or output neuron and one of the
// samples in which the neuron fired.
func (a *activity) share(samples int64) float64 {
	var active, neurons int64
	for _, counts := range a.neurons[1:] {
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
	for population := range a.neurons {
		if err := w.Text(countsText(population), traffic.EncodeActivity(a.neurons[population])); err != nil {
			return err
		}
	}
	return nil
}

func (a *activity) restore(file *checkpoint.File) error {
	for population := range a.neurons {
		if err := traffic.DecodeActivity(a.neurons[population], file.Text(countsText(population))); err != nil {
			return fmt.Errorf("checkpoint %s can't be used: its spike counts of population %d: %w", file.Path, population, err)
		}
	}
	return nil
}
