package energy

import "sfdfa-actors/internal/numeral"

// Share is a part of what a sample takes, or a sum of such parts.
type Share struct {
	Name string
	Of   func(Sum) float64
}

// Shares lists what tables have of an estimate, in order.
func (e *Estimate) Shares() []Share {
	clock := ", with a clock of " + numeral.Seconds(e.Assumed.Timestep)
	shares := []Share{
		{"dynamic", func(s Sum) float64 { return s.Dynamic }},
		{"decaying" + clock, func(s Sum) float64 { return s.Decaying }},
		{"at rest" + clock, func(s Sum) float64 { return s.Idle }},
	}
	if e.Clocked {
		shares = append(shares, Share{"dynamic" + clock, Sum.Ticking})
	}
	return append(shares, Share{"static", func(s Sum) float64 { return s.Static }})
}
