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

// DescribeMessage names a message and the samples that it belongs to.
func DescribeMessage(message any) string {
	kind := fmt.Sprintf("%T", message)
	kind = kind[strings.LastIndexByte(kind, '.')+1:]
	envelope := envelopeOf(message)
	if envelope == nil {
		return kind
	}
	return fmt.Sprintf("%s of %s", kind, samplesIn(envelope))
}

// envelopeOf returns the envelope that a message travels in, if any.
func envelopeOf(message any) *messages.Envelope {
	switch message := message.(type) {
	case *messages.Admission:
		return message.Envelope
	case *messages.Packets:
		return message.Envelope
	case *messages.Single:
		return message.Envelope
	case *messages.ErrorBroadcasts:
		return message.Envelope
	case *BatchBroadcasts:
		return message.Envelope
	case *messages.Outcomes:
		return message.Envelope
	case *Delivery:
		return message.Envelope
	case *Fired:
		return message.Delivery.Envelope
	}
	return nil
}
