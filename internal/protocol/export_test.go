package protocol

import "sfdfa-actors/messages"

// WithoutSort returns the plan with the order of spikes left to chance, for the
// test that proves the sort's necessity.
func (p *Plan) WithoutSort() *Plan {
	unsorted := *p
	unsorted.sort = func([]messages.Spike) {}
	return &unsorted
}
