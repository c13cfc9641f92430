package protocol

import (
	"cmp"
	"slices"

	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
)

// postponed holds the deliveries that a neuron can't present yet.
type postponed struct {
	early []*Delivery                  // of the batch after the one to learn from
	open  map[*routing.Inputs]*sharing // until all that share their inputs are here
	free  *sharing                     // one to use again
}

// sharing are deliveries with the same inputs.
type sharing struct {
	envelopes []*messages.Envelope
	samples   int
}

// share returns the envelopes of all deliveries with the same inputs, ordered by
// sample, once all are here, and nil before. They stay valid until the next call.
func (p *postponed) share(delivery *Delivery) []*messages.Envelope {
	sharing := p.of(delivery.Inputs)
	sharing.envelopes = append(sharing.envelopes, delivery.Envelope)
	sharing.samples += delivery.Envelope.Count
	if sharing.samples < delivery.Inputs.Len() {
		return nil
	}
	delete(p.open, delivery.Inputs)
	p.free = sharing
	slices.SortFunc(sharing.envelopes, func(x, y *messages.Envelope) int { return cmp.Compare(x.First, y.First) })
	return sharing.envelopes
}

func (p *postponed) of(inputs *routing.Inputs) *sharing {
	if p.open == nil {
		p.open = map[*routing.Inputs]*sharing{}
	}
	found := p.open[inputs]
	if found == nil {
		if found = p.free; found == nil {
			found = &sharing{}
		}
		p.free = nil
		found.envelopes, found.samples = found.envelopes[:0], 0
		p.open[inputs] = found
	}
	return found
}
