// Package reference runs a network in one plain loop, without actors: the same
// samples, the same order of sums, the same bits. It is the yardstick of the
// actor engine, for results and for speed.
//
// It also runs the one rule that actors can't: back-propagation, in which errors
// travel from neuron to neuron against the spikes (backward.go).
package reference
