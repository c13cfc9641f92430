package dryrun

import (
	"context"
	"time"

	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Bounds of what speed is measured on.
const (
	mostNeurons  = 512 // of a hidden population
	mostSynapses = 1 << 21
	enoughTime   = 300 * time.Millisecond // of training, and of a test
)

// estimate says how long the run will take on this machine. Work grows with synaptic events, which is how a small
// network tells of a large one. Of a network file too large to be built in a moment nothing is said.
func (f *Forecast) estimate(ctx context.Context, dataset *datasets.Dataset) error {
	c, share := f.small()
	net, err := runs.NewNetwork(&c, dataset, limits.Limits{})
	if err != nil {
		return err
	}
	if c.Network != "" && f.Synapses > mostSynapses {
		return nil
	}
	flow, err := flowOf(&c, dataset, net)
	if err != nil {
		return err
	}
	if events := synapticEvents(net, flow.Rates); share < 1 && events > 0 {
		share = events / f.SynapticEvents
	}
	train, test, err := speeds(ctx, &c, net, dataset)
	if err != nil {
		return err
	}
	f.SamplesPerSecond = train * share
	f.Seconds = float64(f.Epochs) * (float64(f.TrainingSamples)/train + float64(f.TestSamples)/test) / share
	return nil
}

// small is a config whose network is no larger than what is built in a moment, and less than 1 if it is smaller than
// the forecast's.
func (f *Forecast) small() (c settings.Config, share float64) {
	c, share = f.Config, 1
	c.Layers = append([]int{}, c.Layers...)
	for i, neurons := range c.Layers {
		if neurons > mostNeurons {
			c.Layers[i], share = mostNeurons, 0.5
		}
	}
	var degrees []int
	for population := range len(c.Layers) + 1 {
		degree := f.Config.InDegreeOf(population)
		if population > 0 {
			degree = min(degree, c.Layers[population-1])
		}
		degrees = append(degrees, degree)
	}
	if len(c.InDegree) > 0 {
		c.InDegree = degrees
	}
	return c, share
}

// speeds are the samples that the network is presented in a second, in training and in a test.
func speeds(ctx context.Context, c *settings.Config, net *network.Network, dataset *datasets.Dataset) (train, test float64, err error) {
	parts := network.Parts{messages.Train: dataset.Train, messages.Test: dataset.Test}
	engine, err := runs.NewEngine(ctx, c, net, network.Setup{Parts: parts, CPUCores: c.Procs}, runs.Machines{})
	if err != nil {
		return 0, 0, err
	}
	defer engine.Close() // what it has learned is of no use
	speed := func(part messages.Part, learn bool) (rate float64, err error) {
		split := parts[part]
		a := runs.NewAssignment(c, part, split, nil)
		a.Learn, a.Rates = learn, messages.Rates{Weights: c.LearningRate, Feedback: c.FeedbackRate, Delays: c.DelayRate}
		for samples := c.Batch; ; samples *= 2 { // what is short says little: it begins and ends
			some := runs.NewAssignment(c, part, split, runs.FirstIndices(min(split.Len(), samples)))
			a.Indices, a.Labels = some.Indices, some.Labels
			began := time.Now()
			finished, err := engine.Run(ctx, a, func([]messages.Outcome) {})
			switch {
			case err != nil:
				return 0, err
			case ctx.Err() != nil:
				return 0, ctx.Err()
			}
			elapsed := time.Since(began)
			rate = float64(finished.Presented) / elapsed.Seconds()
			if elapsed >= enoughTime || samples >= split.Len() {
				return rate, nil
			}
			a.First += uint64(finished.Presented)
		}
	}
	if train, err = speed(messages.Train, true); err != nil {
		return 0, 0, err
	}
	test, err = speed(messages.Test, false)
	return train, test, err
}
