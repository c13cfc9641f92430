package mesh

import (
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// Charge returns the load of samples in which the neurons were as active as given.
// batches is the number of batches that the network has learned from; 0 means that the
// samples were only presented, and there is no learning phase.
func (p *Picture) Charge(activity messages.Activities, samples, batches int64) *Load {
	ch := &charge{
		Picture: p,
		Load:    p.Nothing(),
		counts:  activity,
		fanIn:   placement.NewFanIn(&p.net.Topology),
		spikes:  make([]int64, len(p.Placement.Cores)+1),
		closes:  make([]bool, len(p.Placement.Cores)+1),
		source:  p.net.Learning.Rule.HiddenError(),
		sends:   p.net.Learning.Rule.Sends(),
	}
	_, ch.moves = p.net.Learning.Rule.Feedback().(learning.LearnedFeedback)
	ch.Samples, ch.Batches = samples, batches
	for j := range ch.counts[0] {
		ch.Host.InputSpikes.Spikes += ch.counts[0][j].Spikes
	}
	for core := range p.Placement.Cores {
		for _, group := range p.Placement.Cores[core].Groups {
			ch.group(core, group)
		}
	}
	if ch.learns() {
		ch.broadcast()
		ch.closeBatches()
	}
	return ch.Load
}

// charge builds up a load.
type charge struct {
	*Picture
	*Load
	counts messages.Activities
	fanIn  *placement.FanIn
	spikes []int64 // that come to the group at work, by source
	closes []bool  // sources that say when they have sent all spikes of a sample

	// What the rule answered.
	source learning.ErrorSource
	sends  learning.Payload
	moves  bool // feedback weights learn
}

// host is the source and destination that is no core.
const host = -1

func (ch *charge) learns() bool { return ch.Batches > 0 }

// group charges what reaches some neurons on a core, what they do with it, and what
// they send to the readout.
func (ch *charge) group(core int, group placement.Group) {
	clear(ch.spikes)
	clear(ch.closes)
	own, counts := &ch.Cores[core], ch.counts[group.Population]
	output := group.Population == ch.net.Topology.Output()
	var fired int64
	ch.fanIn.Visit(group, func(i, synapses int) {
		fired += counts[i].Spikes
		if ch.learns() {
			ch.learn(own, &counts[i], int64(synapses), output)
		}
	}, func(j, synapses int) {
		ch.arrive(own, group.Population, j, int64(synapses))
	})
	ch.spikesOf(group.Population).Work(own).Spikes += fired
	for source := range ch.closes {
		if ch.closes[source] {
			ch.deliver(source-1, core, group.Population)
		}
	}
	if output {
		ch.spikesFrom(core, host, group.Population, fired)
	}
}

// spikesOf is the purpose of a population's spikes.
func (ch *charge) spikesOf(population int) traffic.Purpose {
	switch population {
	case 0:
		return traffic.InputSpikes
	case ch.net.Topology.Output():
		return traffic.OutputSpikes
	}
	return traffic.HiddenSpikes
}

// arrive charges a core for the spikes of one presynaptic neuron, and notes that
// they have to be sent there.
func (ch *charge) arrive(own *traffic.Account, population, j int, synapses int64) {
	source := host
	if population > 1 {
		source = ch.Placement.Home(population-1, j)
	}
	spikes := ch.counts[population-1][j].Spikes
	events := spikes * synapses
	ch.closes[source+1] = true
	ch.spikes[source+1] += spikes
	work := ch.spikesOf(population - 1).Work(own)
	work.ACs += events
	work.NeuronUpdates += events
	switch {
	case !ch.learns():
	case ch.source == learning.BackPropagated:
		own.LocalLearning.MACs += events
		if ch.sends.SpikeErrors && source != host {
			own.BackwardErrors.MACs += events
		}
	default:
		own.LocalLearning.EligibilityUpdates += events
		if ch.sends.Grades && source != host {
			own.GradePayload.MACs += events
		}
	}
}

// deliver charges for all spikes that come from one source to the neurons of a
// population on a core.
func (ch *charge) deliver(source, core, population int) {
	spikes := ch.spikes[source+1]
	ch.spikesFrom(source, core, population-1, spikes)
	if source != host && ch.learns() && ch.sends.SpikeErrors {
		ch.send(traffic.BackwardErrors, core, source, spikes, ch.Format.Packet+ch.Format.Number)
	}
}

// spikesFrom charges for the spikes of a population from one place to another, for
// their grades, and for saying after each sample that these were all.
func (ch *charge) spikesFrom(source, destination, population int, spikes int64) {
	ch.send(ch.spikesOf(population), source, destination, spikes, ch.Format.Packet)
	ch.send(traffic.Silence, source, destination, ch.Samples, ch.Format.Packet+ch.Format.Number)
	if population > 0 && ch.learns() && ch.sends.Grades {
		ch.carry(traffic.GradePayload, source, destination, Flow{Bits: spikes * ch.Format.Grade})
	}
}
