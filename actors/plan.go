package actors

import (
	"fmt"
	"slices"

	"sfdfa-actors/actors/network"
	"sfdfa-actors/messages"
	"sfdfa-actors/topology"
)

// Transport says how spikes travel.
type Transport string

const (
	// PacketTransport carries the spikes of a sample together.
	PacketTransport Transport = "packet"
	// SpikeTransport carries every spike in a message of its own, to every
	// core and from there to every postsynaptic neuron.
	SpikeTransport Transport = "spike"
)

// Transports lists the allowed values.
func Transports() []Transport { return []Transport{PacketTransport, SpikeTransport} }

// Validate checks that the transport is one of Transports.
func (t Transport) Validate() error {
	if t != PacketTransport && t != SpikeTransport {
		return fmt.Errorf("actors: unknown transport %q, allowed: %s, %s", t, PacketTransport, SpikeTransport)
	}
	return nil
}

// Plan is what every machine of a network may know of the whole: who sends to
// whom. It is read-only.
type Plan struct {
	Network   *network.Network
	Setup     network.Setup
	Transport Transport
	stages    []*stage                                  // by population; nil for those through which no cycle leads
	sort      func(spikes []messages.Spike, sorted int) // (time, source), from the first that are sorted; replaced by one test only
}

// NewPlan returns the plan of a network with its setup. It is an error if its rule is one that
// no actor can run.
func NewPlan(net *network.Network, setup network.Setup, transport Transport) (*Plan, error) {
	if err := transport.Validate(); err != nil {
		return nil, err
	}
	rule := net.Learning.Rule
	if why := rule.Nonlocal(); why != "" {
		return nil, fmt.Errorf("actors: the rule is %s, actors allow rules that a neuron can run by itself: %s", rule.Name(), why)
	}
	p := &Plan{Network: net, Setup: setup, Transport: transport, sort: messages.SortSpikesFrom}
	p.stages = stagesOf(net, &setup)
	return p, nil
}

func (p *Plan) individual() bool { return p.Transport == SpikeTransport }

// leads reports whether a projection leads from one population to another.
func (p *Plan) leads(from, to int) bool {
	return slices.Contains(p.Network.Topology.Efferents(from), to)
}

// leadsWhole reports whether whole samples go from one population to another: those of its own stage get
// them window by window.
func (p *Plan) leadsWhole(from, to int) bool { return p.leads(from, to) && !p.stage(to).has(from) }

// starts reports whether a population gets empty packets from the input for each envelope, since it gets no whole
// samples from anywhere: they say that its windows may begin, or that generators may fire.
func (p *Plan) starts(from, to int) bool {
	topology := &p.Network.Topology
	if from >= topology.FirstNeurons() || p.stage(to) == nil && !topology.IsGenerator(to) {
		return false
	}
	for other := range topology.Sizes {
		if p.leadsWhole(other, to) {
			return false
		}
	}
	return true
}

// started are the actors that starts is true of.
func (p *Plan) started() (targets [][]Address) {
	for to := p.Network.Topology.FirstNeurons(); to <= p.Network.Topology.Output(); to++ {
		if p.starts(0, to) {
			targets = append(targets, coreAddresses(coresOf(p, to)))
		}
	}
	return targets
}

// targets are the actors that get the spikes of a population as whole samples, by population:
// those of its own stage get them window by window.
func (p *Plan) targets(population int, own *stage) (targets [][]Address) {
	for _, to := range p.Network.Topology.Efferents(population) {
		if !own.has(to) {
			targets = append(targets, coreAddresses(coresOf(p, to)))
		}
	}
	if population == p.Network.Topology.Output() {
		targets = append(targets, []Address{{Role: Readout}})
	}
	return targets
}

func coreAddresses(cores []topology.Core) []Address {
	addresses := make([]Address, len(cores))
	for i, core := range cores {
		addresses[i] = Address{Role: Core, Core: core.ID}
	}
	return addresses
}

// send carries the spikes of an envelope's samples to the targets, as packets
// or one by one.
func (p *Plan) send(out Outbox, targets [][]Address, packets *messages.Packets) {
	if p.individual() {
		packets = p.sendSingles(out, targets, packets)
	}
	for _, population := range targets {
		out.SendAll(population, packets)
	}
}

// sendSingles sends every spike alone and returns the packets without them.
func (p *Plan) sendSingles(out Outbox, targets [][]Address, packets *messages.Packets) *messages.Packets {
	spikes, singles := packets.Spikes, make([]messages.Single, len(packets.Spikes))
	for s, count := range packets.Counts {
		for i, spike := range spikes[:count] {
			spike.Sample = int32(s)
			singles[i] = messages.Single{Envelope: packets.Envelope, From: packets.From, Window: packets.Window, Spike: spike}
			for _, population := range targets {
				out.SendAll(population, &singles[i])
			}
		}
		spikes, singles = spikes[count:], singles[count:]
	}
	return &messages.Packets{Envelope: packets.Envelope, From: packets.From, Window: packets.Window, Counts: packets.Counts}
}
