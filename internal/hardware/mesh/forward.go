package mesh

import (
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/messages"
)

// Forward returns the load of spikes without learning and without samples: nothing says that one has ended, and nobody reads out what
// the output fires. It goes along routes that were found before, so it is for those who ask often.
func (p *Picture) Forward(routes *placement.Routes, activity messages.Activities) *Load {
	ch := &charge{Picture: p, Load: p.Nothing(), counts: activity}
	f := &fanOut{charge: ch, routes: routes, spikes: make([]int64, len(p.Placement.Cores)+1), reached: make([]bool, len(p.Placement.Cores)+1)}
	for j := range activity[0] {
		ch.Host.InputSpikes.Spikes += activity[0][j].Spikes
		f.add(0, j)
	}
	f.send(0, host)
	for core := range p.Placement.Cores {
		for _, group := range p.Placement.Cores[core].Groups {
			own := ch.spikesOf(group.Population).Work(&ch.Cores[core])
			for k := range group.Count {
				own.Spikes += f.add(group.Population, group.Neuron(k))
			}
			f.send(group.Population, core)
		}
	}
	return ch.Load
}

// fanOut is where the neurons of a group send their spikes.
type fanOut struct {
	*charge
	routes  *placement.Routes
	spikes  []int64 // by destination, the host first
	reached []bool  // by destination: there is a route to it
	to      []int   // the destinations that are reached
}

// add charges the destinations of a neuron for its spikes, and returns their number.
func (f *fanOut) add(population, neuron int) (spikes int64) {
	spikes = f.counts[population][neuron].Spikes
	purpose := f.spikesOf(population)
	delays := f.routes.DelaysOfNeuron(population, int32(neuron))
	for i, route := range f.routes.OfNeuron(population, int32(neuron)) {
		if route.Core == host {
			continue
		}
		at := route.Core + 1
		if !f.reached[at] {
			f.reached[at] = true
			f.to = append(f.to, int(route.Core))
		}
		f.spikes[at] += spikes
		work, events := purpose.Work(&f.Cores[route.Core]), spikes*int64(route.Synapses)
		work.ACs += events
		work.NeuronUpdates += events
		if delays != nil {
			work.DelayReads += spikes * int64(delays[i])
		}
	}
	return spikes
}

// send charges for the packets of a group on a core, or of the input.
func (f *fanOut) send(population, from int) {
	for _, to := range f.to {
		f.spikesFrom(from, to, population, f.spikes[to+1])
		f.spikes[to+1], f.reached[to+1] = 0, false
	}
	f.to = f.to[:0]
}
