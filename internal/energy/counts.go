package energy

import (
	"math"

	"sfdfa-actors/internal/traffic"
)

// Counts are what an estimate is made of. The two phases are kept apart: Forward
// is what presenting the samples takes, Learning what learning takes beyond that.
type Counts struct {
	Samples  int64
	Forward  Phase
	Learning Phase
}

// Phase is what one phase of a run came to, over all its samples. All numbers
// are 0 or more.
type Phase struct {
	traffic.Work
	// IdleUpdates is the number of pairs of a neuron and a time step less the
	// updates of neurons that something reached: what a clock adds.
	IdleUpdates int64
	// ChipSeconds is modelled time, s, times the chips that are on.
	ChipSeconds float64
}

// Clock is what hardware with time steps adds to what is counted.
type Clock struct {
	Timestep float64 // s, above 0
	Neurons  int64   // that are updated at every time step
	Duration float64 // of a sample, s
	Chips    int64   // that are on
}

// Count puts what a run was charged with by purpose into phases. Learning happens at
// the end of samples and takes no modelled time of its own.
func Count(account *traffic.Account, clock Clock) *Counts {
	c := &Counts{Samples: account.Samples, Forward: Phase{Work: account.Of(traffic.Forward)}, Learning: Phase{Work: account.Of(traffic.Learning)}}
	steps := clock.steps() * account.Samples
	c.Forward.IdleUpdates = max(0, clock.Neurons*steps-c.Forward.NeuronUpdates)
	c.Forward.ChipSeconds = float64(account.Samples) * clock.Duration * float64(clock.Chips)
	return c
}

// steps is the number of time steps in a sample. A quotient that is whole but for
// rounding is that.
func (c Clock) steps() int64 { return int64(math.Ceil(c.Duration/c.Timestep - 1e-9)) }
