// Package dryrun says what a run will take, without building its network or leaving anything behind.
package dryrun

import (
	"context"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Forecast is what a run will take, as far as that is known before it learns.
type Forecast struct {
	Populations []Population `json:"populations"` // the input first
	Neurons     int          `json:"neurons"`     // without the input's
	Synapses    float64      `json:"synapses"`
	Memory      Memory       `json:"memory_bytes"`

	Spikes         float64 `json:"spikes_per_sample"` // before training, the input's included
	SynapticEvents float64 `json:"synaptic_events_per_sample"`

	Epochs          int `json:"epochs"`
	TrainingSamples int `json:"training_samples"` // of an epoch
	TestSamples     int `json:"test_samples"`     // of an epoch, those for validation included

	SamplesPerSecond float64 `json:"samples_per_second"` // in training, estimated
	Seconds          float64 `json:"seconds"`            // of the whole run, estimated

	Config settings.Config `json:"config"` // with what is chosen from the data
}

// Population is what is known of the neurons of a population before training.
type Population struct {
	Name     string  `json:"name"`
	Neurons  int     `json:"neurons"`
	InDegree float64 `json:"mean_in_degree"`
	Spikes   float64 `json:"spikes_per_neuron"` // in a sample
}

// Memory is what a run holds at a time, in bytes.
type Memory struct {
	Base     int64 `json:"data_and_program"`
	Synapses int64 `json:"synapses"`
	Neurons  int64 `json:"neurons"`
	Spikes   int64 `json:"spikes"`
	Total    int64 `json:"total"`
}

// Of looks at the data, presents some samples to the first neurons of each population, and trains a small network of
// the same kind for a moment to see how fast this machine is. What would not fit into the limits is a ConfigError, as
// it is for a run.
func Of(ctx context.Context, c settings.Config, within limits.Limits) (*Forecast, error) {
	began := time.Now()
	dataset, _, err := runs.OpenCalibrated(&c, within)
	if err != nil {
		return nil, err
	}
	opening := time.Since(began)
	net, err := runs.NewNetwork(&c, dataset, within)
	if err != nil {
		return nil, err
	}
	flow, err := flowOf(&c, dataset, net)
	if err != nil {
		return nil, err
	}
	need := limits.Estimate(&c, &net.Spec, flow, runs.CPUCores(&c), limits.Whole(&net.Spec))
	f := &Forecast{
		Config: c, Epochs: c.Epochs, TrainingSamples: dataset.Train.Len(), TestSamples: tested(dataset),
		Memory: Memory{
			Base: int64(need.Base), Synapses: int64(need.Synapses), Neurons: int64(need.Neurons), Spikes: int64(need.Spikes),
			Total: int64(need.Total()),
		},
	}
	f.count(net, flow.Rates)
	return f, f.estimate(ctx, dataset, opening)
}

// flowOf is what passes through the network in a run, before it has learned anything.
func flowOf(c *settings.Config, dataset *datasets.Dataset, net *network.Network) (limits.Flow, error) {
	train, err := datasets.Passes(dataset.Train, c.Epochs, c.Augmentation(), c.Seed)
	if err != nil {
		return limits.Flow{}, &settings.ConfigError{Err: err}
	}
	return limits.FlowOf(c, net, network.Parts{messages.Train: train, messages.Test: dataset.Test})
}

// tested is the number of samples that are presented after each epoch.
func tested(dataset *datasets.Dataset) int {
	samples := dataset.Test.Len()
	if dataset.Validation != nil {
		samples += dataset.Validation.Len()
	}
	return samples
}

// count adds up neurons, synapses and what passes through them, where the neurons of each population fire at rates.
func (f *Forecast) count(net *network.Network, rates []float64) {
	topology := &net.Topology
	for population, neurons := range topology.Sizes {
		p := Population{Name: topology.Name(population), Neurons: neurons, Spikes: rates[population]}
		f.Spikes += float64(neurons) * p.Spikes
		if population >= topology.FirstNeurons() {
			p.InDegree = topology.MeanInDegree(population)
			f.Neurons += neurons
			f.Synapses += float64(neurons) * p.InDegree
		}
		f.Populations = append(f.Populations, p)
	}
	f.SynapticEvents = synapticEvents(net, rates)
}

// synapticEvents is the mean number of spikes that reach synapses in a sample, where the neurons of each population
// fire at rates.
func synapticEvents(net *network.Network, rates []float64) (events float64) {
	topology := &net.Topology
	for population := topology.FirstNeurons(); population < len(topology.Sizes); population++ {
		spikes, neurons := 0.0, 0.0 // presynaptic
		for _, afferent := range topology.Afferents(population) {
			spikes += float64(topology.Sizes[afferent.From]) * rates[afferent.From]
			neurons += float64(topology.Sizes[afferent.From])
		}
		if neurons > 0 {
			events += float64(topology.Sizes[population]) * topology.MeanInDegree(population) * spikes / neurons
		}
	}
	return events
}
