package protocol

import (
	"sfdfa-actors/datasets"
	"sfdfa-actors/internal/traffic"
	"sfdfa-actors/messages"
)

// Parts gives each part of the data set that a run may present.
type Parts map[messages.Part]datasets.Split

// InputMachine is the encoder population: it turns admitted samples into input
// spikes. One actor stands for all input neurons, which have no state.
type InputMachine struct {
	plan    *Plan
	parts   Parts
	targets []Address
	spikes  int64              // since the last tally
	samples [][]messages.Spike // lent to the recorder
}

// NewInput returns the input of a network.
func NewInput(plan *Plan, parts Parts) *InputMachine {
	return &InputMachine{plan: plan, parts: parts, targets: plan.targets(0)}
}

// Step implements Machine.
func (m *InputMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Admission:
		m.encode(message, out)
	case *TallyRequest:
		tally := traffic.Tally{Count: traffic.Count{InputSpikes: m.spikes}}
		m.spikes = 0
		out.Send(Address{Role: Coordinator}, &Tally{Tally: tally})
	default:
		return unexpected(Address{Role: Input}, message)
	}
	return nil
}

func (m *InputMachine) encode(admission *messages.Admission, out Outbox) {
	packets := &messages.Packets{
		Envelope: admission.Envelope,
		From:     messages.InputCore,
		Counts:   make([]int32, 0, len(admission.Indices)),
	}
	split := m.parts[admission.Part]
	for _, index := range admission.Indices {
		before := len(packets.Spikes)
		packets.Spikes = split.AppendSpikes(packets.Spikes, index)
		packets.Counts = append(packets.Counts, int32(len(packets.Spikes)-before))
	}
	m.spikes += int64(len(packets.Spikes))
	m.record(packets)
	m.plan.send(out, m.targets, packets)
}

func (m *InputMachine) record(packets *messages.Packets) {
	net := m.plan.Network
	if net.Record == nil {
		return
	}
	spikes := packets.Spikes
	for _, count := range packets.Counts {
		m.samples, spikes = append(m.samples, spikes[:count]), spikes[count:]
	}
	net.Record(net.InputCore(), packets.Envelope.First, m.samples)
	clear(m.samples)
	m.samples = m.samples[:0]
}
