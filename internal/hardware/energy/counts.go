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
	// Silence is what saying takes that a core has sent all spikes of a sample: a protocol of this simulator, which
	// no chip has, so it is in neither phase.
	Silence Phase
}

// Phase is what one phase of a run came to, over all its samples. All numbers
// are 0 or more.
type Phase struct {
	traffic.Work
	// DecayingUpdates and RestingUpdates are what a clock adds to the updates of neurons that something reaches:
	// pairs of a neuron and a time step in which the potential decays, or is still 0.
	DecayingUpdates float64
	RestingUpdates  float64
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
	// Reached is the share of the pairs of a neuron and a time step that come after something has reached the neuron in
	// the sample, from 0 to 1: then its potential is not 0.
	Reached float64 `json:"reached_share"`
}

// Count puts what a run was charged with by purpose into phases. Learning happens at
// the end of samples and takes no modelled time of its own.
func Count(account *traffic.Account, clock Clock) *Counts {
	heard := *account
	heard.Silence = traffic.Work{}
	c := &Counts{
		Samples: account.Samples, Clock: clock, Silence: Phase{Work: account.Silence},
		Forward: Phase{Work: heard.PhaseWork(traffic.Forward)}, Learning: Phase{Work: account.PhaseWork(traffic.Learning)},
	}
	pairs, updates := float64(clock.Neurons)*clock.steps()*float64(account.Samples), float64(c.Forward.NeuronUpdates)
	reached := max(updates, clock.Reached*pairs)
	c.Forward.DecayingUpdates, c.Forward.RestingUpdates = reached-updates, max(0, pairs-reached)
	c.Forward.ChipSeconds = float64(account.Samples) * clock.Duration * float64(clock.Chips)
	return c
}

// steps returns the number of time steps in a sample. Rounding must not make a whole
// number one more.
func (c Clock) steps() float64 { return math.Ceil(c.Duration/c.Timestep - 1e-9) }
