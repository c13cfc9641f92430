package actors

import (
	"sfdfa-actors/actors/network"
	"sfdfa-actors/messages"
)

// InputMachine is the encoder population: it turns admitted samples into input
// spikes. One actor stands for all input neurons, which have no state.
type InputMachine struct {
	plan     *Plan
	targets  [][]Address
	started  [][]Address              // get empty packets
	activity *network.ActivityCounter // since the last tally
	samples  [][]messages.Spike       // lent to counter and recorder
	most     int                      // spikes of recent envelopes, decaying
}

// NewInput returns the input of a network.
func NewInput(plan *Plan) *InputMachine {
	return &InputMachine{plan: plan, targets: plan.targets(0, nil), started: plan.started(), activity: network.NewActivityCounter(0, plan.Network.Inputs(), 0)}
}

// Step implements Machine.
func (m *InputMachine) Step(message any, out Outbox) error {
	switch message := message.(type) {
	case *messages.Admission:
		m.encode(message, out)
	case *messages.TallyRequest:
		m.report(out)
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
		Spikes:   make([]messages.Spike, 0, m.most+m.most/8),
	}
	split := m.plan.Setup.Parts[admission.Part]
	for _, index := range admission.Indices {
		before := len(packets.Spikes)
		packets.Spikes = m.plan.Network.AppendInput(packets.Spikes, split, index)
		packets.Counts = append(packets.Counts, int32(len(packets.Spikes)-before))
	}
	m.most = max(len(packets.Spikes), m.most-m.most/8)
	m.observe(packets)
	m.plan.send(out, m.targets, packets)
	for _, population := range m.started {
		out.SendAll(population, &messages.Packets{Envelope: admission.Envelope, From: messages.InputCore, Counts: make([]int32, len(packets.Counts))})
	}
}

// observe counts the spikes and hands them to the recorder.
func (m *InputMachine) observe(packets *messages.Packets) {
	spikes := packets.Spikes
	for _, count := range packets.Counts {
		m.samples, spikes = append(m.samples, spikes[:count]), spikes[count:]
	}
	net, envelope := m.plan.Network, packets.Envelope
	m.activity.Count(envelope.Batch, envelope.First, m.samples)
	if record := m.plan.Setup.Recorder(envelope.Batch.Learn); record != nil {
		record(net.InputCore(), envelope.First, m.samples)
	}
	clear(m.samples)
	m.samples = m.samples[:0]
}

// report sends the tally since the last one and starts the next.
func (m *InputMachine) report(out Outbox) {
	activity := m.activity.TakeActivity()
	tally := messages.Tally{Count: messages.Count{InputSpikes: messages.CountSpikes(activity)}}
	out.Send(Address{Role: Coordinator}, &messages.TallyReport{Tally: tally, From: messages.InputCore, Activity: activity})
}
