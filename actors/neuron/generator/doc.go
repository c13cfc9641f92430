// Package generator is a neuron model without synapses: a neuron fires whenever its drive has an arrival, a Poisson
// process or a given spike train. Populations of such neurons are sources of a network beside its input, as the
// generators of NEST are.
//
// # Parameters
//
//	Duration  T_max  end of a sample, s
//	SpikeCap         number of spikes in one sample after which the neuron stops
//
// # State
//
// Only the drive's part of model.State: Driven, Draws, and Fired.
//
// # Receives
//
// Nothing: all that happens comes from the drive.
//
// # Sends
//
// Own spikes in order of time, at the arrivals of the drive, T_max included. Their Current is 0: nothing is learned
// from them.
package generator
