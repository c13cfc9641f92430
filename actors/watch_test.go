package actors_test

import (
	"sfdfa-actors/actors"
	"sfdfa-actors/internal/networktest"
	"sfdfa-actors/messages"
)

// watched is a machine that somebody looks at while it works.
type watched struct {
	actors.Machine
	gets  func(message any)                    // before the step
	sends func(to actors.Address, message any) // as it sends
	done  func()                               // after the step
}

// Step implements actors.Machine.
func (w watched) Step(message any, out actors.Outbox) error {
	if w.gets != nil {
		w.gets(message)
	}
	err := w.Machine.Step(message, tap{out, w.sends})
	if w.done != nil {
		w.done()
	}
	return err
}

// tap is an outbox that somebody looks into.
type tap struct {
	actors.Outbox
	sends func(to actors.Address, message any)
}

// Send implements actors.Outbox.
func (o tap) Send(to actors.Address, message any) {
	if o.sends != nil {
		o.sends(to, message)
	}
	o.Outbox.Send(to, message)
}

// SendAll implements actors.Outbox.
func (o tap) SendAll(to []actors.Address, message any) {
	for _, address := range to {
		o.Send(address, message)
	}
}

// long returns the assignment with its samples repeated up to a number.
func long(a messages.Assignment, samples int) messages.Assignment {
	indices, labels := a.Indices, a.Labels
	a.Indices, a.Labels = nil, nil
	for i := range samples {
		a.Indices = append(a.Indices, indices[i%len(indices)])
		a.Labels = append(a.Labels, labels[i%len(labels)])
	}
	return a
}

// longCase is a random case with many batches of three samples to train and to
// test on, in envelopes of two.
func longCase(seed uint64) networktest.Case {
	c := networktest.Random(seed)
	c.Train, c.Test = long(c.Train, 35), long(c.Test, 35)
	for _, a := range []*messages.Assignment{&c.Train, &c.Test} {
		a.Batch, a.Coalesce, a.InFlight = 3, 2, 9
	}
	return c
}
