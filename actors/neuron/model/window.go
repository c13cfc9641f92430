package model

import (
	"math"

	"sfdfa-actors/internal/rng"
	"sfdfa-actors/learning"
)

// State is one neuron in one sample after the events so far, as plain values: a copy
// of it is the neuron at that time.
type State struct {
	Mem, Syn           float64 // sums over what has arrived, from the epoch's start; Mem is 0 while refractory
	DriveMem, DriveSyn float64 // the drive's part of the sums, to be added to Mem and Syn
	Epoch              int64   // the epoch of the last event
	Last               float64 // time of the last event, s
	Release            float64 // end of refractoriness, s; 0 if the neuron is not refractory
	Next               float64 // no spike and no end of refractoriness comes before, s; +Inf if none comes
	Driven             float64 // time of the drive's next arrival, s; +Inf without a drive
	Draws              uint64  // numbers drawn for the drive
	Applied            int     // arrivals applied, without the drive's
	Fired              int     // own spikes
}

// Drive is a source of arrivals of a neuron's own, a Poisson process or a spike train, as a generator beside the
// neuron on a chip: no message brings them, and no synapse learns from them.
type Drive struct {
	Rate   float64      // arrivals per second of the Poisson process, positive
	Weight float64      // what an arrival adds to the current
	Gaps   rng.Sequence // of the neuron and the sample: times between arrivals, in units of their mean
	Times  []float64    // of all arrivals, seconds, ascending; in place of the Poisson process unless nil
}

// Start lets the drive's first arrival be the next one of a state at the start of a sample.
func (d *Drive) Start(s *State) {
	s.Driven = 0
	d.Step(s)
}

// Step moves the drive to its next arrival.
func (d *Drive) Step(s *State) {
	switch {
	case d.Times == nil:
		s.Driven += float64(d.Gaps.Exponential(s.Draws) * (1 / d.Rate)) // no fused operation
	case s.Draws < uint64(len(d.Times)):
		s.Driven = d.Times[s.Draws]
	default:
		s.Driven = math.Inf(1)
	}
	s.Draws++
}

// WindowKernel is a kernel of a model that can be taken through a sample window by window. Its spike
// trains keep the time of an arrival as Q.
type WindowKernel[W learning.Float] interface {
	Kernel[W]
	// Start is the state at the start of a sample of a neuron with a drive, or with nil without one.
	Start(drive *Drive) State
	// Next returns a time in seconds before which nothing happens to the neuron if nothing more arrives
	// through its synapses, +Inf if nothing at all.
	Next(s *State) float64
	// Advance applies the arrivals of a window, which all come before the time until, in seconds, and
	// appends the spikes fired before until to dst; the last window ends at +Inf and has those up to
	// End. The bits don't depend on how a sample is cut. Whoever wants to learn hands the sample's spikes so far
	// as dst: Advance may write into the last one what is known in a later window only.
	Advance(s *State, weights []W, input *Input, drive *Drive, until float64, dst []OwnSpike) []OwnSpike
}
