package selfcheck

import (
	"context"
	"errors"
	"sync"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/actors/neuron"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// observation is what one variant of a case left to be seen.
type observation struct {
	net        *network.Network
	spikes     [][][]messages.Spike // [sample][population], by (time, source); population 0 is the input
	losses     []float64
	states     [][]messages.State        // [layer][neuron], after the batch
	broadcasts []messages.ErrorBroadcast // [sample], decoded again from spikes
}

// observe carries out a case.
func (c *Case) observe(v Variant, precision neuron.Precision) (*observation, error) {
	net, err := c.network(v, precision)
	if err != nil {
		return nil, err
	}
	return observe(net, v, c.assignment(v), network.Setup{
		Parts:   c.parts(),
		Initial: func(population, index int) (messages.State, bool) { return c.initial(v, population, index), true },
	})
}

// observe carries out an assignment of one batch.
func observe(net *network.Network, v Variant, a *messages.Assignment, setup network.Setup) (*observation, error) {
	o := &observation{net: net, losses: make([]float64, len(a.Indices))}
	setup.Window, setup.Record = v.Window, o.recorder(len(a.Indices))
	e, err := v.Engine.build(net, setup)
	if err != nil {
		return nil, err
	}
	_, err = e.Run(context.Background(), a, func(outcomes []messages.Outcome) {
		for _, outcome := range outcomes {
			o.losses[outcome.Index] = outcome.Loss
		}
	})
	if err == nil {
		err = o.readStates(e)
	}
	if err := errors.Join(err, e.Close()); err != nil {
		return nil, err
	}
	o.decode(a.Labels)
	return o, nil
}

// recorder lets the network's cores write down their spikes.
func (o *observation) recorder(samples int) network.Record {
	for range samples {
		o.spikes = append(o.spikes, make([][]messages.Spike, len(o.net.Populations)))
	}
	var mutex sync.Mutex
	return func(core topology.Core, first uint64, samples [][]messages.Spike) {
		mutex.Lock()
		defer mutex.Unlock()
		for s, spikes := range samples {
			all := &o.spikes[int(first)+s][core.Population]
			*all = append(*all, spikes...)
			messages.SortSpikes(*all)
		}
	}
}

func (o *observation) readStates(e network.Engine) error {
	for population := 1; population < len(o.net.Populations); population++ {
		var all []messages.State
		err := e.States(population, func(states []messages.State) error {
			all = append(all, messages.CloneStates(states)...)
			return nil
		})
		if err != nil {
			return err
		}
		o.states = append(o.states, all)
	}
	return nil
}

// decode computes again what the readout broadcast.
func (o *observation) decode(labels []int) {
	d := learning.NewDecoder(&o.net.Learning, o.net.Outputs())
	for s, label := range labels {
		_, broadcast := d.Decode(o.spikes[s][o.net.Topology.Output()], label)
		o.broadcasts = append(o.broadcasts, broadcast)
	}
}

// ofLayer returns the values of each neuron's spikes of one layer.
func (o *observation) ofLayer(sample, layer int, value func(*messages.Spike) float64) [][]float64 {
	values := make([][]float64, o.net.Topology.Sizes[layer+1])
	spikes := o.spikes[sample][layer+1]
	for k := range spikes {
		i := spikes[k].Source
		values[i] = append(values[i], value(&spikes[k]))
	}
	return values
}

// meanCount is a neuron's mean number of spikes over the batch.
func (o *observation) meanCount(layer, index int) float64 {
	count := 0
	for s := range o.spikes {
		for _, spike := range o.spikes[s][layer+1] {
			if int(spike.Source) == index {
				count++
			}
		}
	}
	return float64(count) / float64(len(o.spikes))
}
