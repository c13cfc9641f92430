package model

import "sfdfa-actors/internal/rng"

// Accumulator is a model whose states of an endless sample may lie side by side at a core. The core
// sums up for all its neurons what arrives in a window, and takes them through it as far as they surely
// do nothing by themselves. A state then has the bits that WindowKernel.Advance gives it, but
// for Next, which is another time that is not too late, and Applied, which nobody counts.
type Accumulator interface {
	Model
	// Start is that of WindowKernel.
	Start(drive *Drive) State
	// AppendContributions appends what each arrival of a spike train adds to a neuron's sums, given
	// the weight with which it arrives at all of them.
	AppendContributions(dst []Contribution, train *SpikeTrain, weights []float32) []Contribution
	// Rest takes the neurons of a core through a window as far as they surely do nothing by themselves, and
	// appends to dst those that do not get to its end. drives is nil without any.
	Rest(states []State, drives *Drives, window *CoreWindow, dst Woken) Woken
}

// Drives are the Poisson drives of a core's neurons: rate and weight are those of Drive.
type Drives struct {
	Rate, Weight float64
	Gaps         []rng.Sequence // by neuron
}

// Of is the drive of a neuron.
func (d *Drives) Of(neuron int) Drive {
	return Drive{Rate: d.Rate, Weight: d.Weight, Gaps: d.Gaps[neuron]}
}

// CoreWindow is a window in which a core sums up what arrives at its neurons.
type CoreWindow struct {
	From  float64      // s
	Train *SpikeTrain  // all that arrives, by (time, source)
	Parts []WindowPart // at least one and at most MostParts, in order of time
}

// MostParts is the number of parts of a window, at most. In a short part fewer neurons may fire, and more surely don't.
const MostParts = 4

// WindowPart is a part of a window: it starts where the one before ends.
type WindowPart struct {
	Until    float64 // s
	Arrivals int     // number of the window's until then
	Sums     []Sums  // by neuron: with what has arrived until then
}

// Last is a window's last part. It ends with the window.
func (w *CoreWindow) Last() *WindowPart { return &w.Parts[len(w.Parts)-1] }

// Woken is the positions of neurons that do something by themselves in a window.
type Woken struct {
	Awake    []int32 // they may fire
	Released []int32 // their refractoriness ends, but they surely do not fire
	From     []uint8 // by neuron, of those only: the part at whose start their states are
}

// Sums are those of a neuron's state, and on top of them what has arrived in a window so far.
type Sums struct {
	Mem, Syn   float64
	Excitation float32 // sum of the weights that are positive
	Arrivals   int32   // up to which the window's have come: the position of the last one, and 1; 0 if none has
}

// Contribution is what an arrival adds to the sums of a neuron.
type Contribution struct {
	Mem, Syn   float64
	Excitation float32
}

// SumsOf returns the sums of a state to which nothing has arrived.
func SumsOf(s *State) Sums { return Sums{Mem: s.Mem, Syn: s.Syn} }
