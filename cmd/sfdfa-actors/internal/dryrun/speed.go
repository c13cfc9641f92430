package dryrun

import (
	"context"
	"time"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/hardware/neurobench"
	"sfdfa-actors/internal/runs"
	"sfdfa-actors/internal/runs/limits"
	"sfdfa-actors/internal/settings"
	"sfdfa-actors/messages"
)

// Bounds of what speed is measured on.
const (
	mostNeurons   = 8192 // of a hidden population
	fewestNeurons = 128
	someSynapses  = 1 << 19                // of the network that speed is measured on
	mostSynapses  = 1 << 21                // of a network file
	enoughTime    = 300 * time.Millisecond // of training, and of a test
	tooLong       = 5 * time.Second        // to do it again
)

// pace is what presenting a sample takes in a network, in seconds, and how many synaptic events that is; and what it takes
// to build a synapse and to write it down at the end.
type pace struct{ train, test, events, synapse float64 }

// estimate says how long the run will take on this machine: what a network of the same kind takes that
// is built in a moment, and if that is smaller than the run's, what it takes more than one smaller still. Opening the data
// takes as long as it has just taken. Of a network file too large to be built in a moment nothing is said.
func (f *Forecast) estimate(ctx context.Context, dataset *datasets.Dataset, opening time.Duration) error {
	if f.Config.Network != "" && f.Synapses > mostSynapses {
		return nil
	}
	most, err := f.moment(dataset)
	if err != nil {
		return err
	}
	at, isWhole, err := f.measure(ctx, dataset, most)
	if err != nil {
		return err
	}
	if !isWhole && f.SynapticEvents > 0 {
		smaller, _, err := f.measure(ctx, dataset, most/4)
		if err != nil {
			return err
		}
		at.train = line(smaller.events, smaller.train, at.events, at.train, f.SynapticEvents)
		at.test = line(smaller.events, smaller.test, at.events, at.test, f.SynapticEvents)
	}
	f.SamplesPerSecond = 1 / at.train
	f.Seconds = opening.Seconds() + f.Synapses*at.synapse + float64(f.Epochs)*(float64(f.TrainingSamples)*at.train+float64(f.TestSamples)*at.test)
	return nil
}

// line is what a sample with some events takes, where one with fewer and one with more events take less and more: a part of
// it is the same for all of them. At most half of what the larger one takes counts as that, since what is measured in a
// moment is not exact.
func line(fewer, less, more, most, events float64) float64 {
	proportional := most / more
	slope := proportional
	if more > fewer {
		slope = min(max((most-less)/(more-fewer), proportional/2), proportional)
	}
	return most + slope*(events-more)
}

// moment is how many neurons a hidden population may have for the network to be built in a moment.
func (f *Forecast) moment(dataset *datasets.Dataset) (int, error) {
	for most := mostNeurons; ; most /= 2 {
		c, _ := f.small(most)
		net, err := runs.NewNetwork(&c, dataset, limits.Limits{})
		if err != nil {
			return 0, err
		}
		if synapses(net) <= someSynapses || most <= fewestNeurons {
			return most, nil
		}
	}
}

// synapses is the mean number of synapses of a network.
func synapses(net *network.Network) (synapses float64) {
	for population := net.Topology.FirstNeurons(); population < len(net.Topology.Sizes); population++ {
		synapses += float64(net.Topology.Sizes[population]) * net.Topology.MeanInDegree(population)
	}
	return synapses
}

// measure trains a network of the same kind, with no more neurons than these in a population, for a moment, and reports
// whether it is the forecast's own.
func (f *Forecast) measure(ctx context.Context, dataset *datasets.Dataset, most int) (p pace, isWhole bool, err error) {
	c, isWhole := f.small(most)
	net, err := runs.NewNetwork(&c, dataset, limits.Limits{})
	if err != nil {
		return p, false, err
	}
	flow, err := flowOf(&c, dataset, net)
	if err != nil {
		return p, false, err
	}
	p.events = synapticEvents(net, flow.Rates)
	return p, isWhole, p.time(ctx, &c, net, dataset)
}

// small is a config whose network has no more neurons than these in a hidden population, and whether that is all of it.
func (f *Forecast) small(most int) (c settings.Config, isWhole bool) {
	c, isWhole = f.Config, true
	c.Layers = append([]int{}, c.Layers...)
	for i, neurons := range c.Layers {
		if neurons > most {
			c.Layers[i], isWhole = most, false
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
	return c, isWhole
}

// written is how often a run goes through its synapses at the end: for the digest, the checkpoint and the file of weights.
const written = 3

// time measures a network in training and in a test.
func (p *pace) time(ctx context.Context, c *settings.Config, net *network.Network, dataset *datasets.Dataset) error {
	parts := network.Parts{messages.Train: dataset.Train, messages.Test: dataset.Test}
	counter := neurobench.NewCounter(net, c.Timestep) // which looks at every spike of a run's tests
	began := time.Now()
	engine, err := runs.NewEngine(ctx, c, net, network.Setup{Parts: parts, CPUCores: c.Procs, Record: counter.Record}, runs.Machines{})
	if err != nil {
		return err
	}
	defer engine.Close() // what it has learned is of no use
	p.synapse = (1 + written) * time.Since(began).Seconds() / max(1, synapses(net))
	a := runs.NewAssignment(c, messages.Train, dataset.Train, nil)
	a.Learn, a.Rates = true, messages.Rates{Weights: c.LearningRate, Feedback: c.FeedbackRate, Delays: c.DelayRate}
	if p.train, err = sampleTime(ctx, engine, c, a, dataset.Train); err != nil {
		return err
	}
	counter.Begin()
	p.test, err = sampleTime(ctx, engine, c, runs.NewAssignment(c, messages.Test, dataset.Test, nil), dataset.Test)
	return err
}

// sampleTime is what a sample of a part takes, in seconds, once everything is in place.
func sampleTime(ctx context.Context, engine network.Engine, c *settings.Config, a *messages.Assignment, split datasets.Split) (float64, error) {
	for samples, warm := c.Batch, false; ; warm = true { // the first batch finds nothing in place
		some := runs.NewAssignment(c, a.Part, split, runs.FirstIndices(min(split.Len(), samples)))
		a.Indices, a.Labels = some.Indices, some.Labels
		began := time.Now()
		finished, err := engine.Run(ctx, a, func([]messages.Outcome) {})
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return 0, err
		}
		elapsed := time.Since(began)
		switch {
		case warm && elapsed >= enoughTime, elapsed >= tooLong, samples >= split.Len():
			return elapsed.Seconds() / float64(finished.Presented), nil
		case elapsed < enoughTime:
			samples *= 2 // what is short says little: it begins and ends
		}
		a.First += uint64(finished.Presented)
	}
}
