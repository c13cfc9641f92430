package reference

import (
	"context"
	"fmt"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/internal/parallel"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

var _ network.Engine = (*Engine)(nil)

// Engine runs a network batch by batch and stage by stage: layer by layer, and window by window where
// layers form a cycle. The neurons of a
// layer are shared out over as many goroutines as the setup names CPU cores. It is
// not safe for concurrent use.
type Engine struct {
	net     *network.Network
	setup   network.Setup
	layers  []*layer // of each population but the input
	stages  []network.Stage
	decoder *learning.Decoder
	workers *workers

	activity   *network.ActivityCounter // of the input
	fired      [][][]messages.Spike     // spikes of each population, by sample
	outcomes   []messages.Outcome
	broadcasts []messages.ErrorBroadcast
	errors     [][]spikeErrors // by population and sample; for back-propagation

	batch   messages.Batch // at work, or the last one
	failure error          // that ended a run: the neurons' states can no longer be trusted
}

// New builds the network's neurons. It is an error if an initial state does not fit its neuron.
func New(net *network.Network, setup network.Setup) (e *Engine, err error) {
	defer parallel.Recover(&err, panicIn+"the building of the network")
	e = &Engine{
		net:     net,
		setup:   setup,
		decoder: learning.NewDecoder(&net.Learning, net.Outputs()),
		workers: newWorkers(setup.Workers()),
		stages:  net.Stages(&setup),
		fired:   make([][][]messages.Spike, len(net.Populations)),

		activity: network.NewActivityCounter(0, net.Inputs(), 0),
	}
	for population := 1; population < len(net.Populations); population++ {
		layer, err := newLayer(net, &setup, topology.OfPopulation(net.Cores, population))
		if err != nil {
			return nil, err
		}
		e.layers = append(e.layers, layer)
	}
	return e, nil
}

// Run implements network.Engine. Outcomes come batch by batch.
func (e *Engine) Run(ctx context.Context, a *messages.Assignment, observe func([]messages.Outcome)) (finished *messages.Finished, err error) {
	defer e.rescue(&err)
	if e.failure != nil {
		return nil, e.failure
	}
	finished = &messages.Finished{}
	size := a.Batch
	if !a.Learn {
		size = max(size, a.InFlight)
	}
	for finished.Presented < len(a.Indices) && ctx.Err() == nil {
		from := finished.Presented
		to := min(from+size, len(a.Indices))
		batch := e.begin(messages.Batch{First: a.First + uint64(from), Size: to - from, Learn: a.Learn, Rates: a.Rates})
		if err := e.forward(batch, a, a.Indices[from:to], &finished.Tally); err != nil {
			return nil, err
		}
		e.decode(batch, a.Indices[from:to], a.Labels[from:to])
		if a.Learn {
			if err := e.learn(batch, &finished.Tally); err != nil {
				return nil, err
			}
		}
		for _, layer := range e.layers {
			layer.release()
		}
		observe(e.outcomes)
		finished.Presented = to
	}
	finished.Tally.Samples = int64(finished.Presented)
	finished.Activity = messages.Activities{e.activity.TakeActivity()}
	for _, layer := range e.layers {
		finished.Activity = append(finished.Activity, layer.report(&finished.Tally))
	}
	return finished, nil
}

// forward takes the spikes of a batch through all layers.
func (e *Engine) forward(batch messages.Batch, a *messages.Assignment, indices []int, tally *messages.Tally) error {
	for population := range e.fired {
		e.fired[population] = neuron.Resized(e.fired[population], len(indices))
	}
	input := e.fired[0]
	for s, index := range indices {
		input[s] = e.net.AppendInput(input[s][:0], e.setup.Parts[a.Part], index)
		tally.InputSpikes += int64(len(input[s]))
	}
	e.activity.Count(batch, batch.First, input)
	record := e.setup.Recorder(batch.Learn)
	if record != nil {
		record(e.net.InputCore(), batch.First, input)
	}
	for i := range e.stages {
		stage := &e.stages[i]
		if err := e.pass(stage, batch, a.Segment, tally); err != nil {
			return err
		}
		for _, population := range stage.Populations {
			layer := e.layers[population-1]
			fired := layer.count(batch, e.fired[population])
			if record != nil {
				layer.recordTo(record, batch.First, e.fired[population])
			}
			if population != e.net.Topology.Output() {
				tally.HiddenSpikes += fired
			} else {
				tally.OutputSpikes += fired
				tally.SpikePackets += fired // each crosses to the readout
			}
		}
	}
	return nil
}

// pass takes a batch through a stage.
func (e *Engine) pass(stage *network.Stage, batch messages.Batch, segment *messages.Segment, tally *messages.Tally) error {
	if stage.Windows != nil {
		return e.takeTurns(stage, batch, segment, tally)
	}
	population := stage.Populations[0]
	layer := e.layers[population-1]
	layer.distribute(batch.First, layer.gather(e.fired, nil))
	if err := layer.present(e.workers, batch, nil); err != nil {
		return err
	}
	layer.tally(tally)
	return layer.collect(e.workers, batch, e.fired[population])
}

func (e *Engine) decode(batch messages.Batch, indices, labels []int) {
	e.outcomes = neuron.Resized(e.outcomes, len(indices))
	e.broadcasts = neuron.Resized(e.broadcasts, len(indices))
	for s, spikes := range e.fired[e.net.Topology.Output()] {
		e.outcomes[s], e.broadcasts[s] = e.decoder.Decode(spikes, labels[s])
		e.outcomes[s].Index = indices[s]
		e.broadcasts[s].Sample = batch.First + uint64(s)
	}
}

func (e *Engine) learn(batch messages.Batch, tally *messages.Tally) error {
	if e.net.Learning.Rule.HiddenError() == learning.BackPropagated {
		return e.backward(batch)
	}
	broadcasts := int64(len(e.net.Cores)) * int64(batch.Size)
	tally.Broadcasts += broadcasts
	tally.BroadcastWords += broadcasts * int64(e.net.Learning.Rule.Sends().BroadcastNumbers(e.net.Outputs()))
	for _, layer := range e.layers {
		if err := layer.learn(e.workers, batch, e.broadcasts); err != nil {
			return err
		}
	}
	return nil
}

// States implements network.Engine.
func (e *Engine) States(population int, visit func([]messages.State) error) (err error) {
	defer parallel.Recover(&err, fmt.Sprintf("%sthe states of population %d", panicIn, population))
	if e.failure != nil {
		return e.failure
	}
	layer := e.layers[population-1]
	var states []messages.State
	for _, core := range layer.cores {
		for part := range e.net.Topology.Parts(core, network.SynapsesAtOnce) {
			states = neuron.Resized(states, part.Count)
			for i := range states {
				states[i] = layer.neurons[core.First+part.First+i].StateInto(states[i])
			}
			if err := visit(states); err != nil {
				return err
			}
		}
	}
	return nil
}

// Digest implements network.Engine.
func (e *Engine) Digest() (digest messages.Digest, err error) {
	defer parallel.Recover(&err, panicIn+"the digests of the neurons")
	if e.failure != nil {
		return messages.Digest{}, e.failure
	}
	var digests []messages.Digest
	for _, layer := range e.layers {
		for _, n := range layer.neurons {
			digests = append(digests, n.Digest())
		}
	}
	return neuron.Combine(digests), nil
}

// Close implements network.Engine; there is nothing to free.
func (e *Engine) Close() error { return nil }
