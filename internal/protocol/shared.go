package protocol

import (
	"cmp"
	"slices"

	"sfdfa-actors/internal/routing"
	"sfdfa-actors/messages"
)

// shared collects the deliveries to a neuron that share their inputs.
type shared struct {
	open map[*routing.Inputs]*sharing
	free *sharing // one to use again
}

// sharing are deliveries with the same inputs.
type sharing struct {
	envelopes []*messages.Envelope
	samples   int
}

// take returns the envelopes of all deliveries with the same inputs, ordered by
// sample, once all are here, and nil before. They stay valid until the next call.
func (s *shared) take(delivery *Delivery) []*messages.Envelope {
	sharing := s.of(delivery.Inputs)
	sharing.envelopes = append(sharing.envelopes, delivery.Envelope)
	sharing.samples += delivery.Envelope.Count
	if sharing.samples < delivery.Inputs.Len() {
		return nil
	}
	delete(s.open, delivery.Inputs)
	s.free = sharing
	slices.SortFunc(sharing.envelopes, func(x, y *messages.Envelope) int { return cmp.Compare(x.First, y.First) })
	return sharing.envelopes
}

func (s *shared) of(inputs *routing.Inputs) *sharing {
	if s.open == nil {
		s.open = map[*routing.Inputs]*sharing{}
	}
	found := s.open[inputs]
	if found == nil {
		if found = s.free; found == nil {
			found = &sharing{}
		}
		s.free = nil
		found.envelopes, found.samples = found.envelopes[:0], 0
		s.open[inputs] = found
	}
	return found
}
