package model

// Accumulator is a model whose states of an endless sample may lie side by side at a core. The core
// sums up for all its neurons what arrives in a window, and takes those through it that surely
// do nothing by themselves. A state then has the bits that WindowKernel.Advance gives it, but
// for Next, which is another time that is not too late, and Applied, which nobody counts.
type Accumulator interface {
	Model
	// Start is that of WindowKernel.
	Start(drive *Drive) State
	// AppendContributions appends what each arrival of a spike train adds to a neuron's sums, given
	// the weight with which it arrives at all of them.
	AppendContributions(dst []Contribution, train *SpikeTrain, weights []float32) []Contribution
	// Rest takes the neurons of a core through a window, from one time in seconds to another, and appends
	// those that do not rest to dst: their states are left alone. sums have what arrives, and are emptied where
	// a neuron rests; drives is nil without any.
	Rest(states []State, sums []Sums, drives []Drive, train *SpikeTrain, from, until float64, dst Woken) Woken
}

// Woken is the positions of neurons that do something by themselves in a window.
type Woken struct {
	Awake    []int32 // they may fire
	Released []int32 // their refractoriness ends, but they surely do not fire
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
