package reference

import (
	"context"

	"sfdfa-actors/internal/decoder"
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/neuron"
	"sfdfa-actors/internal/protocol"
	"sfdfa-actors/internal/traffic"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

var _ protocol.Engine = (*Engine)(nil)

// Engine runs a network batch by batch and layer by layer. The neurons of a
// layer are shared out over as many goroutines as Go has CPU cores to use. It
// is not safe for concurrent use.
type Engine struct {
	net     *network.Network
	parts   protocol.Parts
	layers  []*layer // of each population but the input
	decoder *decoder.Decoder
	workers *workers

	samples    [][]messages.Spike // spikes of the layer at work, by sample
	outcomes   []messages.Outcome
	broadcasts []messages.Broadcast
	errors     []spikeErrors // of the layer at work, by sample; for back-propagation
}

// New builds the network's neurons. parts are the parts of the data set that
// assignments may name. The only error is an initial state of the network that
// does not fit its neuron.
func New(net *network.Network, parts protocol.Parts) (*Engine, error) {
	e := &Engine{
		net:     net,
		parts:   parts,
		decoder: decoder.New(&net.Learning, net.Outputs()),
		workers: newWorkers(),
	}
	for population := 1; population < len(net.Populations); population++ {
		layer, err := newLayer(net, topology.OfPopulation(net.Cores, population))
		if err != nil {
			return nil, err
		}
		e.layers = append(e.layers, layer)
	}
	return e, nil
}

// Run implements protocol.Engine. Outcomes come batch by batch.
func (e *Engine) Run(ctx context.Context, a *messages.Assignment, observe func([]messages.Outcome)) (*messages.Finished, error) {
	finished := &messages.Finished{}
	size := a.Batch
	if !a.Learn {
		size = max(size, a.InFlight)
	}
	for finished.Presented < len(a.Indices) && ctx.Err() == nil {
		from := finished.Presented
		to := min(from+size, len(a.Indices))
		batch := messages.Batch{First: a.First + uint64(from), Size: to - from, Learn: a.Learn, Rates: a.Rates}
		e.forward(batch, a.Part, a.Indices[from:to], &finished.Tally)
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
	for _, layer := range e.layers {
		finished.Tally.SilentOutputs = layer.report(&finished.Tally) // the output comes last
	}
	return finished, nil
}

// forward takes the spikes of a batch through all layers.
func (e *Engine) forward(batch messages.Batch, part messages.Part, indices []int, tally *traffic.Tally) {
	e.samples = resized(e.samples, len(indices))
	for s, index := range indices {
		e.samples[s] = e.parts[part].AppendSpikes(e.samples[s][:0], index)
		tally.InputSpikes += int64(len(e.samples[s]))
	}
	if e.net.Record != nil {
		e.net.Record(e.net.InputCore(), batch.First, e.samples)
	}
	for i, layer := range e.layers {
		layer.distribute(batch.First, e.samples, tally)
		layer.present(e.workers, batch.Learn)
		fired := layer.collect(e.workers, e.samples)
		if e.net.Record != nil {
			layer.recordTo(e.net.Record, batch.First, e.samples)
		}
		if i < len(e.layers)-1 {
			tally.HiddenSpikes += fired
		} else {
			tally.OutputSpikes += fired
			tally.SpikePackets += fired // each crosses to the readout
		}
	}
}

func (e *Engine) decode(batch messages.Batch, indices, labels []int) {
	e.outcomes = resized(e.outcomes, len(indices))
	e.broadcasts = resized(e.broadcasts, len(indices))
	for s, spikes := range e.samples {
		e.outcomes[s], e.broadcasts[s] = e.decoder.Decode(spikes, labels[s])
		e.outcomes[s].Index = indices[s]
		e.broadcasts[s].Sample = batch.First + uint64(s)
	}
}

func (e *Engine) learn(batch messages.Batch, tally *traffic.Tally) error {
	if e.net.Learning.Rule.BackPropagates {
		return e.backward(batch)
	}
	cores := int64(len(e.net.Cores))
	tally.Broadcasts += cores * int64(batch.Size)
	tally.BroadcastWords += cores * int64(batch.Size) * int64(2*e.net.Outputs())
	for _, layer := range e.layers {
		if err := layer.learn(e.workers, e.broadcasts, batch.Rates); err != nil {
			return err
		}
	}
	return nil
}

// States implements protocol.Engine.
func (e *Engine) States(population int, visit func([]neuron.State) error) error {
	layer := e.layers[population-1]
	for _, core := range layer.cores {
		states := make([]neuron.State, core.Count)
		for i := range states {
			states[i] = layer.neurons[core.First+i].State()
		}
		if err := visit(states); err != nil {
			return err
		}
	}
	return nil
}

// Digest implements protocol.Engine.
func (e *Engine) Digest() (neuron.Digest, error) {
	var digests []neuron.Digest
	for _, layer := range e.layers {
		for _, n := range layer.neurons {
			digests = append(digests, n.Digest())
		}
	}
	return neuron.Combine(digests), nil
}

// Close implements protocol.Engine; there is nothing to free.
func (e *Engine) Close() error { return nil }

// resized returns a slice of n elements that keeps those it had.
func resized[T any](slice []T, n int) []T {
	for cap(slice) < n {
		var zero T
		slice = append(slice[:cap(slice)], zero)
	}
	return slice[:n]
}
