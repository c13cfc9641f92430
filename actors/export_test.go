package actors

import "sfdfa-actors/messages"

// WithSort returns the plan with another way to order spikes, of which the first are sorted
// already.
func (p *Plan) WithSort(sort func(spikes []messages.Spike, sorted int)) *Plan {
	other := *p
	other.sort = sort
	return &other
}
