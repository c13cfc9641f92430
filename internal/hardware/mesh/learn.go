package mesh

import (
	"sfdfa-actors/internal/hardware/placement"
	"sfdfa-actors/internal/hardware/traffic"
	"sfdfa-actors/learning"
	"sfdfa-actors/messages"
)

// learn charges a core for what one of its neurons, with its synapses, does in order to
// learn. Nothing of that leaves the core.
func (ch *charge) learn(own *traffic.Account, n *messages.Activity, s placement.Synapses, output bool) {
	outputs, samples, learned := int64(ch.net.Outputs()), int64(n.Samples), int64(s.Learned+s.LearnedDelays)
	local := &own.LocalLearning
	local.WeightUpdates += ch.Batches * int64(s.Learned)
	local.DelayUpdates += ch.Batches * int64(s.LearnedDelays)
	if ch.source != learning.BackPropagated {
		local.EligibilityUpdates += n.Spikes * learned
		local.MACs += samples * learned
	}
	if output {
		return
	}
	if ch.source == learning.Projected {
		own.ErrorBroadcast.MACs += samples * outputs
	}
	if ch.moves {
		own.GradePayload.RandomNumbers += samples
		own.FeedbackUpdate.MACs += samples * outputs
		own.FeedbackUpdate.FeedbackUpdates += int64(n.Batches) * outputs
	}
}

// broadcast charges for the message at the end of each sample: a multicast from
// the host to every core with a neuron that has a use for it, along the tree that
// the packets' routes to those cores are together.
func (ch *charge) broadcast() {
	payload := learning.BroadcastBits(ch.net.Learning.Rule, ch.net.Outputs(), ch.Format.Number)
	one := Flow{Packets: ch.Samples, Bits: ch.Samples * (ch.Format.Packet + payload)}
	sent := &ch.Host.ErrorBroadcast
	sent.Packets += one.Packets
	sent.Bits += one.Bits
	toHost(sent, one)
	ch.Links.In.Learning.add(one)
	tree := map[*Link]bool{}
	for c := range ch.Cores {
		listeners := ch.listeners(c)
		if listeners == 0 {
			continue
		}
		taken := &ch.Cores[c].ErrorBroadcast
		taken.Deliveries += one.Packets
		taken.NeuronUpdates += one.Packets * listeners
		ch.Links.Route(ch.Placement.PositionOf(host), ch.Placement.PositionOf(c), func(d Direction, link *Link) {
			if !tree[link] {
				tree[link] = true
				link.Learning.add(one)
				hop(sent, d, one)
			}
		})
	}
}

// listeners is the number of a core's neurons that have a use for the broadcast:
// all but generators where it is projected, output neurons elsewhere.
func (ch *charge) listeners(core int) (neurons int64) {
	for _, group := range ch.Placement.Cores[core].Groups {
		generates := ch.net.Topology.IsGenerator(group.Population)
		if ch.source == learning.Projected && !generates || group.Population == ch.net.Topology.Output() {
			neurons += int64(group.Count)
		}
	}
	return neurons
}

// learners is the number of a core's neurons that learn.
func (ch *charge) learners(core int) (neurons int) {
	for _, group := range ch.Placement.Cores[core].Groups {
		if !ch.net.Topology.IsGenerator(group.Population) {
			neurons += group.Count
		}
	}
	return neurons
}

// closeBatches charges for what each core tells the host after a batch: that its
// neurons have learned.
func (ch *charge) closeBatches() {
	for c := range ch.Cores {
		if ch.learners(c) > 0 {
			ch.send(traffic.Control, c, host, ch.Batches, ch.Format.Packet)
		}
	}
}
