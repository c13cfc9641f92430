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
		flows:   make([]inflow, len(p.net.Topology.Sizes)*(len(p.Placement.Cores)+1)),
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
	flows  []inflow // to the group at work, by population and source

	// What the rule answered.
	source learning.ErrorSource
	sends  learning.Payload
	moves  bool // feedback weights learn
}

// host is the source and destination that is no core.
const host = placement.Host

func (ch *charge) learns() bool { return ch.Batches > 0 }

// group charges what reaches some neurons on a core, what they do with it, and what
// they send to the readout.
func (ch *charge) group(core int, group placement.Group) {
	clear(ch.flows)
	own, counts := &ch.Cores[core], ch.counts[group.Population]
	output := group.Population == ch.net.Topology.Output()
	var fired int64
	ch.fanIn.Visit(group, func(i int, s placement.Synapses) {
		fired += counts[i].Spikes
		if ch.learns() && !ch.net.Topology.IsGenerator(group.Population) {
			ch.learn(own, &counts[i], s, output)
		}
	}, func(from, j int, s placement.Synapses) {
		ch.arrive(own, from, j, s)
	})
	ch.spikesOf(group.Population).Work(own).Spikes += fired
	sources := len(ch.Placement.Cores) + 1
	for i := range ch.flows {
		if ch.flows[i].closes {
			ch.deliver(i/sources, i%sources-1, core, ch.flows[i].spikes)
		}
	}
	if output {
		ch.spikesFrom(core, host, group.Population, fired)
	}
}

// spikesOf is the purpose of a population's spikes.
func (ch *charge) spikesOf(population int) traffic.Purpose {
	switch {
	case ch.net.Topology.IsSource(population):
		return traffic.InputSpikes
	case population == ch.net.Topology.Output():
		return traffic.OutputSpikes
	}
	return traffic.HiddenSpikes
}

// inflow is what neurons of one population on one core send to a group.
type inflow struct {
	spikes int64
	closes bool // the core says when it has sent all spikes of a sample
}

// arrive charges a core for the spikes of one presynaptic neuron, and notes that
// they have to be sent there.
func (ch *charge) arrive(own *traffic.Account, from, j int, s placement.Synapses) {
	source := host
	if from >= ch.net.Topology.FirstNeurons() {
		source = ch.Placement.Home(from, j)
	}
	spikes := ch.counts[from][j].Spikes
	events, learned := spikes*int64(s.All), spikes*int64(s.Learned+s.LearnedDelays)
	to := &ch.flows[from*(len(ch.Placement.Cores)+1)+source+1]
	to.closes = true
	to.spikes += spikes
	work := ch.spikesOf(from).Work(own)
	work.ACs += events
	work.NeuronUpdates += events
	work.DelayReads += spikes * int64(s.Delays)
	switch {
	case !ch.learns():
	case ch.source == learning.BackPropagated:
		own.LocalLearning.MACs += learned
		if ch.sends.SpikeErrors && !ch.net.Topology.IsSource(from) {
			own.BackwardErrors.MACs += events
		}
	default:
		own.LocalLearning.EligibilityUpdates += learned
		if ch.sends.Grades && !ch.net.Topology.IsSource(from) {
			own.GradePayload.MACs += events
		}
	}
}

// deliver charges for all spikes that come from a population on one source to the neurons
// of a group on a core.
func (ch *charge) deliver(from, source, core int, spikes int64) {
	ch.spikesFrom(source, core, from, spikes)
	if !ch.net.Topology.IsSource(from) && ch.learns() && ch.sends.SpikeErrors {
		ch.send(traffic.BackwardErrors, core, source, spikes, ch.Format.Packet+ch.Format.Number)
	}
}

// spikesFrom charges for the spikes of a population from one place to another, for
// their grades, and for saying after each sample that these were all.
func (ch *charge) spikesFrom(source, destination, population int, spikes int64) {
	ch.send(ch.spikesOf(population), source, destination, spikes, ch.Format.Packet)
	ch.send(traffic.Silence, source, destination, ch.Samples, ch.Format.Packet+ch.Format.Number)
	if !ch.net.Topology.IsSource(population) && ch.learns() && ch.sends.Grades {
		ch.carry(traffic.GradePayload, source, destination, Flow{Bits: spikes * ch.Format.Grade})
	}
}
