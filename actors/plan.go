package actors

import (
	"fmt"

	"sfdfa-actors/internal/network"
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
	return &Plan{Network: net, Setup: setup, Transport: transport, sort: messages.SortSpikesFrom}, nil
}

func (p *Plan) individual() bool { return p.Transport == SpikeTransport }

// sources is the number of cores, or the input, that send to a population.
func (p *Plan) sources(population int) int {
	if population == 1 {
		return 1
	}
	return len(topology.OfPopulation(p.Network.Cores, population-1))
}

// firstSource is the first core that sends to a population; the others follow it.
func (p *Plan) firstSource(population int) int {
	if population == 1 {
		return messages.InputCore
	}
	return topology.OfPopulation(p.Network.Cores, population-1)[0].ID
}

// targets are the actors that get the spikes of a population.
func (p *Plan) targets(population int) []Address {
	if population == p.Network.Topology.Output() {
		return []Address{{Role: Readout}}
	}
	return coreAddresses(topology.OfPopulation(p.Network.Cores, population+1))
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
func (p *Plan) send(out Outbox, targets []Address, packets *messages.Packets) {
	if p.individual() {
		packets = p.sendSingles(out, targets, packets)
	}
	out.SendAll(targets, packets)
}

// sendSingles sends every spike alone and returns the packets without them.
func (p *Plan) sendSingles(out Outbox, targets []Address, packets *messages.Packets) *messages.Packets {
	spikes := packets.Spikes
	for s, count := range packets.Counts {
		for _, spike := range spikes[:count] {
			spike.Sample = int32(s)
			out.SendAll(targets, &messages.Single{Envelope: packets.Envelope, Spike: spike})
		}
		spikes = spikes[count:]
	}
	return &messages.Packets{Envelope: packets.Envelope, From: packets.From, Counts: packets.Counts}
}
