package experiment

import (
	"sfdfa-actors/internal/network"
	"sfdfa-actors/internal/traffic"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// activity knows which neurons have fired in the training samples of an epoch. An
// engine knows it for one assignment only, and an epoch may take several, on
// several engines. Each core writes to its own part, and only while the engine
// runs.
type activity struct {
	watching bool // set between assignments only
	cores    []topology.Core
	fired    [][]bool // by core and neuron
	output   int

	listener Listener // hears all that fires, or nil; set between assignments only
}

// watch makes an engine that is built on the network afterwards tell what fires.
func watch(net *network.Network) *activity {
	a := &activity{cores: net.Cores, fired: make([][]bool, len(net.Cores)), output: net.Topology.Output()}
	for i, core := range net.Cores {
		a.fired[i] = make([]bool, core.Count)
	}
	net.Record = a.record
	return a
}

func (a *activity) record(core topology.Core, first uint64, samples [][]messages.Spike) {
	if a.listener != nil {
		a.listener(core, first, samples)
	}
	if !a.watching {
		return
	}
	fired := a.fired[core.ID]
	for _, spikes := range samples {
		for i := range spikes {
			fired[int(spikes[i].Source)-core.First] = true
		}
	}
}

// reset starts an epoch.
func (a *activity) reset() {
	for _, fired := range a.fired {
		clear(fired)
	}
}

// count puts the epoch's silent neurons into a tally.
func (a *activity) count(tally *traffic.Tally) {
	tally.Silent, tally.SilentOutputs, tally.Neurons = 0, 0, 0
	for i, core := range a.cores {
		for _, fired := range a.fired[i] {
			tally.Neurons++
			if fired {
				continue
			}
			tally.Silent++
			if core.Population == a.output {
				tally.SilentOutputs++
			}
		}
	}
}
