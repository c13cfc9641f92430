package energy

import (
	"math"

	"sfdfa-actors/internal/hardware/traffic"
)

// Counts are what an estimate is made of. The two phases are kept apart: Forward
// is what presenting the samples takes, Learning what learning takes beyond that.
type Counts struct {
	Samples  int64
	Clock    Clock
	Forward  Phase
	Learning Phase
}

// Phase is what one phase of a run came to, over all its samples. All numbers
// are 0 or more.
type Phase struct {
	traffic.Work
	// IdleUpdates is the number of pairs of a neuron and a time step less the
	// updates of neurons that something reached: what a clock adds.
	IdleUpdates float64
	// ChipSeconds is modelled time, s, times the chips that are on.
	ChipSeconds float64
}

// Clock is what hardware is assumed to do as time goes on.
type Clock struct {
	Timestep float64 `json:"timestep_seconds"` // above 0
	Neurons  int64   `json:"neurons"`          // that a clock updates at every time step
	Duration float64 `json:"sample_seconds"`   // modelled time of a sample
	Cores    int64   `json:"cores"`
	Chips    int64   `json:"chips"` // that are on
}

// Count puts what a run was charged with by purpose into phases. Learning happens at
// the end of samples and takes no modelled time of its own.
func Count(account *traffic.Account, clock Clock) *Counts {
	c := &Counts{Samples: account.Samples, Clock: clock, Forward: Phase{Work: account.PhaseWork(traffic.Forward)}, Learning: Phase{Work: account.PhaseWork(traffic.Learning)}}
	c.Forward.IdleUpdates = max(0, float64(clock.Neurons)*clock.steps()*float64(account.Samples)-float64(c.Forward.NeuronUpdates))
	c.Forward.ChipSeconds = float64(account.Samples) * clock.Duration * float64(clock.Chips)
	return c
}

// steps returns the number of time steps in a sample. Rounding must not make a whole
// number one more.
func (c Clock) steps() float64 { return math.Ceil(c.Duration/c.Timestep - 1e-9) }
