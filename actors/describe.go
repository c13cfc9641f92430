package actors

import (
	"fmt"
	"strings"

	"sfdfa-actors/messages"
)

// Describe names an actor as an error message should: a neuron by its
// population and its index there.
func (p *Plan) Describe(a Address) string {
	if a.Role != Neuron {
		return a.String()
	}
	core := p.Network.Cores[a.Core]
	return fmt.Sprintf("neuron %d of population %d", core.First+a.Neuron, core.Population)
}

// DescribeMessage names a message and the samples that it belongs to, where it says so.
func DescribeMessage(message any) string {
	kind := fmt.Sprintf("%T", message)
	kind = kind[strings.LastIndexByte(kind, '.')+1:]
	if first, count := samplesOf(message); count > 0 {
		return fmt.Sprintf("%s of %s", kind, samplesIn(first, count))
	}
	return kind
}

// samplesOf returns the samples that a message belongs to, or a count of 0.
func samplesOf(message any) (first uint64, count int) {
	var envelope *messages.Envelope
	switch message := message.(type) {
	case *messages.Admission:
		envelope = message.Envelope
	case *messages.Packets:
		envelope = message.Envelope
	case *messages.Single:
		envelope = message.Envelope
	case *messages.Outcomes:
		envelope = message.Envelope
	case *messages.Delivery:
		return message.First, message.Count
	case *messages.ArrivingCount:
		return message.Delivery.First, message.Delivery.Count
	case *messages.ErrorBroadcasts:
		return message.Batch.First, message.Batch.Size
	}
	if envelope == nil {
		return 0, 0
	}
	return envelope.First, envelope.Count
}
